using System.Buffers;
using Gyre.Models.Providers;
using Gyre.Models.Simulated;
using Gyre.Wire.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Simulation;

/// <summary>The simulated provider behind HTTP, at the addresses of every vendor. It asks for no key. Dispose it to stop.</summary>
public sealed class SimulatedServer : IAsyncDisposable
{
    private const int LargestBody = 128 * 1024 * 1024;
    private const int ReadAtOnce = 16 * 1024;

    private readonly WebApplication app;
    private readonly SimulatedProvider provider;

    private SimulatedServer(WebApplication app, SimulatedProvider provider) => (this.app, this.provider) = (app, provider);

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Requests that came so far.</summary>
    public long Requests => provider.Requests;

    /// <summary>Requests that met a limit of requests or tokens.</summary>
    public long Refused => provider.Refused;

    /// <summary>Starts to listen on loopback.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="port">0 for any free one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedServer> StartAsync(SimulationOptions options, int port, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = LargestBody;
            k.Limits.MinRequestBodyDataRate = null;
            k.Limits.MinResponseDataRate = null;
        });

        // Hanging requests are part of the simulation: stopping does not wait for them, and signals are the caller's.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = new SimulatedServer(builder.Build(), new SimulatedProvider(options, time));
        server.app.Run(server.AnswerAsync);
        try
        {
            await server.app.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Address = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (SimulatedRoutes.Of(context.Request.Path.Value!) is not var (operation, model))
        {
            await OtherAsync(context);
            return;
        }

        var body = await BodyAsync(context);
        if (model.Length == 0)
        {
            model = JsonPeek.At(body.Span) is { Fault: null } peek ? peek.Model.TextIn(body.Span) ?? "" : "";
        }

        try
        {
            using var answer = await provider.SendAsync(new ModelRequest(operation, model, body, Stream: false), context.RequestAborted);
            await RelayAsync(context.Response, answer, context.RequestAborted);
        }
        catch (IOException)
        {
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to tell.
        }
    }

    private static async Task RelayAsync(HttpResponse response, ModelResponse answer, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        while (true)
        {
            var read = await answer.Body.ReadAsync(response.BodyWriter.GetMemory(ReadAtOnce), cancellationToken);
            if (read == 0)
            {
                return;
            }

            response.BodyWriter.Advance(read);
            await response.BodyWriter.FlushAsync(cancellationToken);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.IsCompleted)
            {
                // Marked as read: Kestrel closes the connection behind a body that is not.
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static Task OtherAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/v1/models" or "/openai/v1/models")
        {
            return JsonAsync(context, 200, """{"object":"list","data":[{"id":"simulated","object":"model","created":0,"owned_by":"gyre"}]}""");
        }

        return context.Request.Path.Value == "/api/tags"
            ? JsonAsync(context, 200, """{"models":[{"name":"simulated","model":"simulated"}]}""")
            : JsonAsync(context, 404, """{"error":{"message":"The simulated provider has no such address.","type":"invalid_request_error","param":null,"code":null}}""");
    }

    private static Task JsonAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

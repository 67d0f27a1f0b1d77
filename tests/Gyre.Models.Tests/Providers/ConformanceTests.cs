using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Gyre.Models.Replay;
using Gyre.Models.Simulated;
using Gyre.Testing;

namespace Gyre.Models.Tests.Providers;

/// <summary>HTTP, with the stand-in's answers behind a real server.</summary>
public sealed class HttpConformanceTests : ModelProviderConformance, IAsyncLifetime
{
    private LoopbackServer server = null!;
    private ModelProviders providers = null!;

    public async ValueTask InitializeAsync()
    {
        providers = new ModelProviders();
        server = await LoopbackServer.StartAsync(async (context, body) =>
        {
            var operation = context.Request.Path.Value! switch
            {
                "/v1/chat/completions" => ModelOperation.Chat,
                "/v1/completions" => ModelOperation.Completion,
                _ => ModelOperation.Embedding,
            };
            var bytes = System.Text.Encoding.UTF8.GetBytes(body);
            using var answer = await new OfflineProvider().SendAsync(new ModelRequest(operation, "m", bytes, body.Contains("\"stream\":true")), default);
            context.Response.ContentType = answer.Headers["content-type"];
            await answer.Body.CopyToAsync(context.Response.Body);
        });
    }

    public async ValueTask DisposeAsync()
    {
        providers.Dispose();
        await server.DisposeAsync();
    }

    protected override Task<IModelProvider> OpenAsync() => Task.FromResult(providers.For(Requests.OpenAi(server.Address + "/v1")));
}

/// <summary>The stand-in.</summary>
public sealed class OfflineConformanceTests : ModelProviderConformance
{
    protected override Task<IModelProvider> OpenAsync() => Task.FromResult<IModelProvider>(new OfflineProvider());
}

/// <summary>A recorder in front of the stand-in.</summary>
public sealed class RecordingConformanceTests : ModelProviderConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Task<IModelProvider> OpenAsync() => Task.FromResult<IModelProvider>(new RecordingProvider(new OfflineProvider(), folder.Path));
}

/// <summary>What the recorder left.</summary>
public sealed class ReplayConformanceTests : ModelProviderConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override async Task<IModelProvider> OpenAsync()
    {
        using var recorder = new RecordingProvider(new OfflineProvider(), folder.Path);
        foreach (var request in new[] { Chat(false), Chat(true), Completion, Embedding })
        {
            using var response = await recorder.SendAsync(request, Stop);
            await response.TextAsync();
        }

        return new ReplayProvider(folder.Path);
    }
}

/// <summary>The simulation.</summary>
public sealed class SimulatedConformanceTests : ModelProviderConformance
{
    protected override Task<IModelProvider> OpenAsync() => Task.FromResult<IModelProvider>(new SimulatedProvider(new SimulationOptions()));
}

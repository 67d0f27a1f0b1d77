using System.Text;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Models.Tests.Dialects;

/// <summary>A server that speaks every client's dialect in front of a provider that says what the test wrote, byte for byte.</summary>
internal sealed class TranslatedServer : IAsyncDisposable
{
    private readonly LoopbackServer server;

    private TranslatedServer(LoopbackServer server, ScriptedModel model) => (this.server, Model) = (server, model);

    public string Address => server.Address;

    public ScriptedModel Model { get; }

    public static async Task<TranslatedServer> StartAsync(Dialect dialect, int status, string body)
    {
        var model = new ScriptedModel(dialect, status, body);
        var provider = new TranslatingProvider(model, _ => ModelTraits.Current);
        return new TranslatedServer(await LoopbackServer.StartAsync((context, sent) => AnswerAsync(context, provider, sent)), model);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, TranslatingProvider provider, string sent)
    {
        var path = context.Request.Path.Value!;
        var operation = path.EndsWith("/messages", StringComparison.Ordinal) ? ModelOperation.Messages : path.EndsWith("/responses", StringComparison.Ordinal) ? ModelOperation.Responses : ModelOperation.Chat;
        try
        {
            var stream = sent.Contains("\"stream\":true", StringComparison.Ordinal);
            using var response = await provider.SendAsync(new ModelRequest(operation, "m", Encoding.UTF8.GetBytes(sent), stream), context.RequestAborted);
            context.Response.StatusCode = response.Status;
            context.Response.ContentType = response.Headers["content-type"];
            await response.Body.CopyToAsync(context.Response.Body);
        }
        catch (ProblemException e)
        {
            context.Response.StatusCode = 400;
            var to = new System.Buffers.ArrayBufferWriter<byte>();
            ChatDialects.Of(operation.Dialect).WriteError(new ProviderError(ErrorKind.InvalidRequest, 400, e.Message) { Field = e.Problem.Field }, to);
            await context.Response.Body.WriteAsync(to.WrittenMemory);
        }
    }
}

/// <summary>A provider of one dialect that answers the same each time and keeps what it was asked.</summary>
internal sealed class ScriptedModel(Dialect dialect, int status, string body) : IModelProvider
{
    public Dialect ChatDialect => dialect;

    /// <summary>The last request's body.</summary>
    public string Asked { get; private set; } = "";

    public bool Speaks(ModelOperation operation) => operation.Dialect == dialect;

    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        Asked = Encoding.UTF8.GetString(request.Body.ToMemory().Span);
        var type = request.Stream && status == 200 ? "text/event-stream" : "application/json";
        return Task.FromResult(new ModelResponse(status, new Dictionary<string, string> { ["content-type"] = type }, new MemoryStream(Encoding.UTF8.GetBytes(body))));
    }
}

using System.Net.Http.Headers;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>Ollama's own routes, <c>{base}/api/chat</c>; a bearer key only where the connection has one.</summary>
internal sealed class OllamaEndpoint : ModelEndpoint
{
    public const string DefaultAddress = "http://127.0.0.1:11434";

    private readonly string? key;

    public OllamaEndpoint(Connection connection)
    {
        var address = string.IsNullOrWhiteSpace(connection["base_url"]) ? new Uri(DefaultAddress) : BaseAddress(connection, "base_url");
        Root = Trimmed(address, "/api/chat", "/api/generate", "/api/embeddings", "/api/embed", "/api", "/v1");
        key = connection["api_key"];
    }

    public override Dialect ChatDialect => Dialect.Ollama;

    protected override string Root { get; }

    public override ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(key))
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        return ValueTask.CompletedTask;
    }

    protected override string? Route(ModelOperation operation, string model) => operation switch
    {
        ModelOperation.OllamaChat => Root + "/api/chat",
        ModelOperation.OllamaGenerate => Root + "/api/generate",
        ModelOperation.OllamaEmbed => Root + "/api/embed",
        ModelOperation.OllamaEmbeddings => Root + "/api/embeddings",
        _ => null,
    };
}

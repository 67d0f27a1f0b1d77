using System.Net.Http.Headers;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;

namespace Gyre.Models.Providers;

/// <summary>OpenAI and every server that speaks its format: <c>{base}/chat/completions</c> with a bearer key, where there is one.</summary>
internal sealed class OpenAiEndpoint : ModelEndpoint
{
    public const string DefaultAddress = "https://api.openai.com/v1";

    private static readonly string[] Pasted = ["/chat/completions", "/completions", "/embeddings", "/responses", "/rerank", "/models"];

    private readonly OpenAiServer server;
    private readonly string? authorization;
    private readonly string? organization;

    private OpenAiEndpoint(string root, OpenAiServer server, string? key, string? organization) =>
        (Root, this.server, authorization, this.organization) = (root, server, string.IsNullOrEmpty(key) ? null : "Bearer " + key, organization);

    // Some models are only to be had by responses.
    public override Dialect ChatDialect => server.Has(ModelOperation.Chat) || !server.Has(ModelOperation.Responses) ? Dialect.OpenAi : Dialect.Responses;

    public override ModelTraits Traits => server.Traits;

    protected override string Root { get; }

    /// <summary>From <c>base_url</c>, used as written; OpenAI's own without one.</summary>
    public static OpenAiEndpoint OpenAi(Connection connection)
    {
        var address = string.IsNullOrWhiteSpace(connection["base_url"]) ? new Uri(DefaultAddress) : BaseAddress(connection, "base_url");
        return new OpenAiEndpoint(Trimmed(address, Pasted), OpenAiServer.At(address), connection["api_key"], connection["organization"]);
    }

    /// <summary>From <c>base_url</c>, <c>provider</c> and <c>lacks</c>.</summary>
    public static OpenAiEndpoint Compatible(Connection connection)
    {
        var address = BaseAddress(connection, "base_url");
        return new OpenAiEndpoint(Trimmed(address, Pasted), OpenAiServer.Of(connection, address), connection["api_key"], null);
    }

    /// <summary>From <c>api_base</c> with <c>/v1</c> behind it, as the original does for serverless deployments.</summary>
    public static OpenAiEndpoint Serverless(Connection connection)
    {
        var written = Trimmed(BaseAddress(connection, "api_base"), Pasted);
        var root = written.EndsWith("/v1", StringComparison.Ordinal) ? written : written + "/v1";
        return new OpenAiEndpoint(root, OpenAiServer.Unknown, connection["api_key"], null);
    }

    public override ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (authorization is not null)
        {
            headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (!string.IsNullOrEmpty(organization))
        {
            headers.Remove("OpenAI-Organization");
            headers.TryAddWithoutValidation("OpenAI-Organization", organization);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Behind the base, for every operation in OpenAI's style; null for the others.</summary>
    public static string? Path(ModelOperation operation) => operation switch
    {
        ModelOperation.Chat => "chat/completions",
        ModelOperation.Completion => "completions",
        ModelOperation.Embedding => "embeddings",
        ModelOperation.Responses => "responses",
        ModelOperation.ImageGeneration => "images/generations",
        ModelOperation.ImageEdit => "images/edits",
        ModelOperation.Speech => "audio/speech",
        ModelOperation.Transcription => "audio/transcriptions",
        ModelOperation.Translation => "audio/translations",
        ModelOperation.Moderation => "moderations",
        ModelOperation.Rerank => "rerank",
        ModelOperation.CohereEmbed => "embed",
        _ => null,
    };

    protected override string? Route(ModelOperation operation, string model) =>
        server.Has(operation) && Path(operation) is { } path ? $"{server.BaseOf(operation, Root)}/{path}" : null;
}

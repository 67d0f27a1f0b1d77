using System.Net.Http.Headers;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>Gemini: <c>{base}/v1beta/models/{model}:generateContent</c> with <c>x-goog-api-key</c>. Streams are asked with <c>alt=sse</c>, for without it they are one JSON array.</summary>
internal sealed class GeminiEndpoint : ModelEndpoint
{
    public const string DefaultAddress = "https://generativelanguage.googleapis.com";
    public const string DefaultVersion = "v1beta";

    private readonly string? key;
    private readonly string version;

    public GeminiEndpoint(Connection connection)
    {
        var address = string.IsNullOrWhiteSpace(connection["base_url"]) ? new Uri(DefaultAddress) : BaseAddress(connection, "base_url");
        var pasted = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var models = pasted.IndexOf("/models", StringComparison.OrdinalIgnoreCase);
        pasted = models > 0 ? pasted[..models] : pasted;
        var last = pasted[(pasted.LastIndexOf('/') + 1)..];
        var versioned = last is "v1" or "v1alpha" or "v1beta";
        Root = versioned ? pasted[..^(last.Length + 1)] : pasted;
        version = string.IsNullOrWhiteSpace(connection["api_version"]) ? versioned ? last : DefaultVersion : connection["api_version"]!.Trim();
        key = connection["api_key"];
    }

    public override Dialect ChatDialect => Dialect.Gemini;

    protected override string Root { get; }

    public override ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(key))
        {
            headers.TryAddWithoutValidation("x-goog-api-key", key);
        }

        return ValueTask.CompletedTask;
    }

    protected override string? Route(ModelOperation operation, string model) => operation switch
    {
        ModelOperation.GenerateContent => Of(model, "generateContent"),
        ModelOperation.StreamGenerateContent => Of(model, "streamGenerateContent?alt=sse"),
        ModelOperation.CountGeminiTokens => Of(model, "countTokens"),
        ModelOperation.EmbedContent => Of(model, "embedContent"),
        ModelOperation.BatchEmbedContents => Of(model, "batchEmbedContents"),
        _ => null,
    };

    // A tuned model is "tunedModels/x", a usual one "x" or "models/x": the slash between is part of the path.
    private string Of(string model, string method)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        var (family, name) = slash > 0 && model[..slash] is "models" or "tunedModels" ? (model[..slash], model[(slash + 1)..]) : ("models", model);
        return $"{Root}/{version}/{family}/{Uri.EscapeDataString(name)}:{method}";
    }
}

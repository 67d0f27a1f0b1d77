using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;

namespace Gyre.Models.Providers;

/// <summary>What is known of a server that speaks OpenAI's format: its host, how it differs, and which operations it lacks.</summary>
/// <param name="Name">As <c>provider:</c> of a connection names it.</param>
/// <param name="Host">Ending of its host name; null for what people run themselves.</param>
internal sealed record OpenAiServer(string Name, string? Host)
{
    private static readonly ModelTraits Older = new() { OldMaxTokens = true, DeveloperRole = false };

    private static readonly ModelOperation[] OfOpenAiOnly = [ModelOperation.Responses];

    /// <summary>One nobody told us about: what nearly every server takes.</summary>
    public static OpenAiServer Unknown { get; } = new("", null) { Traits = Older };

    private static readonly OpenAiServer[] Known =
    [
        new("openai", "api.openai.com") { Traits = ModelTraits.Current, Lacks = [ModelOperation.Rerank] },
        new("mistral", "api.mistral.ai") { Traits = Older with { StreamOptions = false } },
        new("groq", "api.groq.com") { Traits = ModelTraits.Current with { DeveloperRole = false }, Lacks = [] },
        new("deepseek", "api.deepseek.com") { Traits = Older with { SchemaOutput = false } },
        new("openrouter", "openrouter.ai") { Traits = ModelTraits.Current, Lacks = [] },
        new("together", "api.together.xyz") { Traits = Older },
        new("fireworks", "api.fireworks.ai") { Traits = Older, Lacks = [] },
        new("xai", "api.x.ai") { Traits = ModelTraits.Current with { DeveloperRole = false }, Lacks = [] },
        new("perplexity", "api.perplexity.ai") { Traits = Older with { StreamOptions = false } },
        new("cerebras", "api.cerebras.ai") { Traits = ModelTraits.Current with { DeveloperRole = false } },
        new("moonshot", "api.moonshot.ai") { Traits = Older with { SchemaOutput = false } },
        new("cohere", "api.cohere.com") { Traits = Older, Compatibility = "/compatibility/v1", Own = "/v2" },
        new("jina", "api.jina.ai") { Traits = Older, Lacks = [ModelOperation.Responses, ModelOperation.Completion] },
        new("voyage", "api.voyageai.com") { Traits = Older, Lacks = [ModelOperation.Responses, ModelOperation.Completion, ModelOperation.Chat, ModelOperation.Rerank] },
        new("vllm", null) { Traits = ModelTraits.Current with { DeveloperRole = false }, Lacks = [] },
        new("sglang", null) { Traits = Older },
        new("llama.cpp", null) { Traits = Older },
        new("tgi", null) { Traits = Older with { SchemaOutput = false } },
        new("lm-studio", null) { Traits = Older, Lacks = [] },
        new("ollama", null) { Traits = Older, Lacks = [] },
    ];

    /// <summary>Names that <c>provider:</c> may have.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(s => s.Name)];

    /// <summary>How it differs.</summary>
    public ModelTraits Traits { get; init; } = ModelTraits.Current;

    /// <summary>What it does not have, though in OpenAI's style.</summary>
    public IReadOnlyList<ModelOperation> Lacks { get; init; } = OfOpenAiOnly;

    /// <summary>Where OpenAI's format is served, if not at the base.</summary>
    public string? Compatibility { get; init; }

    /// <summary>Where reranking and embeddings in Cohere's own form are, if not with the rest.</summary>
    public string? Own { get; init; }

    /// <summary>Whether it has an operation.</summary>
    public bool Has(ModelOperation operation) => operation == ModelOperation.CohereEmbed ? Own is not null : !Lacks.Contains(operation);

    /// <summary>The base of an operation's path; <paramref name="root"/> unless the host has several.</summary>
    public string BaseOf(ModelOperation operation, string root) =>
        (operation is ModelOperation.Rerank or ModelOperation.CohereEmbed ? Own : Compatibility) is { } below && new Uri(root) is { } address
            ? address.GetLeftPart(UriPartial.Authority) + below
            : root;

    /// <summary>By its host.</summary>
    public static OpenAiServer At(Uri address) =>
        Array.Find(Known, s => s.Host is { } host && (address.Host == host || address.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase))) ?? Unknown;

    /// <summary>Of a connection: the named provider, else by host; without what it is said to lack.</summary>
    /// <exception cref="ProblemException"><c>connection-invalid</c>.</exception>
    public static OpenAiServer Of(Connection connection, Uri address)
    {
        var name = connection["provider"]?.Trim();
        var server = string.IsNullOrEmpty(name) ? At(address) : Array.Find(Known, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid(connection, "provider", name, Names);
        foreach (var lack in (connection["lacks"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            server = lack switch
            {
                "stream_options" => server with { Traits = server.Traits with { StreamOptions = false } },
                "max_completion_tokens" => server with { Traits = server.Traits with { OldMaxTokens = true } },
                "developer_role" => server with { Traits = server.Traits with { DeveloperRole = false } },
                "json_schema" => server with { Traits = server.Traits with { SchemaOutput = false } },
                "chat" => server with { Lacks = [.. server.Lacks, ModelOperation.Chat] },
                "responses" => server with { Lacks = [.. server.Lacks, ModelOperation.Responses] },
                "rerank" => server with { Lacks = [.. server.Lacks, ModelOperation.Rerank] },
                "embeddings" => server with { Lacks = [.. server.Lacks, ModelOperation.Embedding] },
                _ => throw Invalid(connection, "lacks", lack, ["stream_options", "max_completion_tokens", "developer_role", "json_schema", "chat", "responses", "rerank", "embeddings"]),
            };
        }

        return server;
    }

    private static ProblemException Invalid(Connection connection, string field, string value, IReadOnlyList<string> known) => new(
        new Problem("connection-invalid", $"'{field}' of connection '{connection.Name}' says '{value}'.{NearestName.Hint(value, known)} Known are {string.Join(", ", known)}.") { Field = field });
}

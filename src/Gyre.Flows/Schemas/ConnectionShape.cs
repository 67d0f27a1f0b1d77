using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>A connection file.</summary>
internal sealed record ConnectionShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Unique in its store.")]
    public string? Name { get; init; }

    [Description("azure_open_ai, open_ai, open_ai_compatible, anthropic, gemini, ollama, serverless, cognitive_search, serp, azure_content_safety, form_recognizer, azure_ai_services, qdrant, weaviate, custom, offline, replay, simulated.")]
    public required string Type { get; init; }

    [Description("The Python module of the class.")]
    public string? Module { get; init; }

    [Description("Secret; write ${env:NAME} or <user-input>.")]
    public string? ApiKey { get; init; }

    [Description("Address.")]
    public string? ApiBase { get; init; }

    [Description("Address of the provider.")]
    public string? BaseUrl { get; init; }

    [Description("Address.")]
    public string? Endpoint { get; init; }

    [Description("Address.")]
    public string? Url { get; init; }

    [Description("azure, or the service's name.")]
    public string? ApiType { get; init; }

    [Description("Version of the service.")]
    public string? ApiVersion { get; init; }

    [Description("How to sign in.")]
    [AllowedValues("key", "meid_token")]
    public string? AuthMode { get; init; }

    [Description("Azure resource id.")]
    public string? ResourceId { get; init; }

    [Description("OpenAI organisation.")]
    public string? Organization { get; init; }

    [Description("Plain values of a custom connection.")]
    public IReadOnlyDictionary<string, JsonElement>? Configs { get; init; }

    [Description("Secret values of a custom connection.")]
    public IReadOnlyDictionary<string, JsonElement>? Secrets { get; init; }

    [Description("Strong type of a custom connection.")]
    public string? CustomType { get; init; }

    [Description("Python package of the strong type.")]
    public string? Package { get; init; }

    [Description("Its version.")]
    public string? PackageVersion { get; init; }

    [Description("Folder of recordings (replay).")]
    public string? Folder { get; init; }

    [Description("1 repeats the recorded timing (replay).")]
    public JsonElement? Speed { get; init; }

    [Description("Folder that every call is recorded in.")]
    public string? Record { get; init; }

    [Description("The server behind base_url, where its host does not tell (open_ai_compatible): vllm, llama.cpp, tgi …")]
    public string? Provider { get; init; }

    [Description("What the server rejects (open_ai_compatible): stream_options, max_completion_tokens, developer_role, json_schema, responses, rerank, embeddings.")]
    public string? Lacks { get; init; }

    [Description("Until the first token (simulated): 200ms, 100ms..300ms, or p50=200ms,p99=2s.")]
    public string? Latency { get; init; }

    [Description("How fast tokens follow (simulated).")]
    public JsonElement? TokensPerSecond { get; init; }

    [Description("Requests a minute (simulated); more get a 429.")]
    public JsonElement? RequestsPerMinute { get; init; }

    [Description("Tokens of requests and answers a minute (simulated); more get a 429.")]
    public JsonElement? TokensPerMinute { get; init; }

    [Description("Tokens of an answer (simulated): 50, or 20..200.")]
    public JsonElement? AnswerTokens { get; init; }

    [Description("What goes wrong how often (simulated): 429=0.05,500=0.01,cut=0.02,hang=0.001,slow=0.05.")]
    public string? Faults { get; init; }

    [Description("How long a 429 or 503 tells to wait (simulated).")]
    public string? RetryAfter { get; init; }

    [Description("How it tells (simulated).")]
    [AllowedValues("seconds", "milliseconds", "azure", "date", "reset", "body", "none")]
    public string? RetryAfterForm { get; init; }

    [Description("The same seed repeats the run (simulated).")]
    public JsonElement? Seed { get; init; }
}

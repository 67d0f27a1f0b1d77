using Gyre.Kernel;

namespace Gyre.Models.Connections;

/// <summary>Every connection type: prompt flow's with its fields and defaults, and Gyre's own <c>offline</c> and <c>replay</c>.</summary>
public static class ConnectionTypes
{
    private static readonly ConnectionField Record = new("record") { Extension = true, IsPath = true, Description = "Folder that every call is recorded in, for a replay connection." };

    /// <summary>In the order they are listed.</summary>
    public static IReadOnlyList<ConnectionType> All { get; } =
    [
        new("azure_open_ai", "AzureOpenAIConnection", [Key(), Required("api_base", "https://<resource>.openai.azure.com"), With("api_type", "azure"), With("api_version", "2024-02-01"), AuthMode(), Plain("resource_id"), Record])
        {
            Description = "Azure OpenAI",
        },
        new("open_ai", "OpenAIConnection", [OptionalKey(), Plain("organization"), Plain("base_url"), Record])
        {
            Description = "OpenAI, or any server of its format by base_url (Ollama, vLLM, llama.cpp …)",
        },
        new("serverless", "ServerlessConnection", [Key(), Required("api_base", "https://<deployment>.<region>.models.ai.azure.com"), Record])
        {
            Description = "Azure AI serverless deployment",
        },
        new("open_ai_compatible", "OpenAICompatibleConnection", [OptionalKey(), Required("base_url"), new("provider") { Description = "openai, mistral, groq, deepseek, openrouter, together, fireworks, xai, perplexity, cerebras, moonshot, cohere, jina, voyage, vllm, sglang, llama.cpp, tgi, lm-studio or ollama; else known by its host." }, new("lacks") { Description = "What the server rejects: stream_options, max_completion_tokens, developer_role, json_schema, chat (its models answer responses only), responses, rerank, embeddings." }, Record])
        {
            Description = "Any server of OpenAI's format (vLLM, llama.cpp, TGI, Mistral, Groq, DeepSeek, OpenRouter …), and Cohere's and Jina's reranking",
        },
        new("anthropic", "AnthropicConnection", [OptionalKey(), With("base_url", "https://api.anthropic.com"), With("api_version", "2023-06-01"), Record]) { Description = "Anthropic" },
        new("gemini", "GeminiConnection", [OptionalKey(), With("base_url", "https://generativelanguage.googleapis.com"), Plain("api_version"), Record]) { Description = "Google Gemini" },
        new("ollama", "OllamaConnection", [OptionalKey(), With("base_url", "http://127.0.0.1:11434"), Record]) { Description = "Ollama, by its own format" },
        new("cognitive_search", "CognitiveSearchConnection", [Key(), Required("api_base"), With("api_version", "2023-11-01"), AuthMode()]) { Description = "Azure AI Search" },
        new("serp", "SerpConnection", [Key()]) { Description = "SerpAPI web search" },
        new("azure_content_safety", "AzureContentSafetyConnection", [Key(), Required("endpoint"), With("api_version", "2023-10-01"), With("api_type", "Content Safety")]) { Description = "Azure AI Content Safety" },
        new("form_recognizer", "FormRecognizerConnection", [Key(), Required("endpoint"), With("api_version", "2023-07-31"), With("api_type", "Form Recognizer")]) { Description = "Azure AI Document Intelligence" },
        new("azure_ai_services", "AzureAIServicesConnection", [Key(), Required("endpoint"), AuthMode()]) { Description = "Azure AI Services" },
        new("qdrant", "QdrantConnection", [Key(), Required("api_base")]) { Description = "Qdrant" },
        new("weaviate", "WeaviateConnection", [Key(), Required("api_base")]) { Description = "Weaviate" },
        new("bing", "BingConnection", [Key(), With("url", "https://api.bing.microsoft.com/v7.0/search")]) { Description = "Bing search (legacy)" },
        new("custom", "CustomConnection", [Plain("custom_type"), Plain("module"), Plain("package"), Plain("package_version")])
        {
            Description = "Any keys of your own, plain in configs and secret in secrets",
        },
        new("offline", "OfflineConnection", []) { Description = "The offline stand-in offline/quote: quotes the context of its prompt; no model, no network" },
        new("replay", "ReplayConnection", [new("folder") { Required = true, IsPath = true, Description = "Folder of recordings." }, new("speed") { Default = "0", Description = "1 repeats the recorded timing, 2 twice as fast, 0 at once." }])
        {
            Description = "Recorded answers of another connection, byte for byte",
        },
        new("simulated", "SimulatedConnection", [
            new("latency") { Description = "Until the first token: 200ms, 100ms..300ms, or percentiles such as p50=200ms,p99=2s." },
            new("tokens_per_second") { Description = "How fast tokens follow; at once unless given." },
            new("requests_per_minute") { Description = "More get a 429, over any second a sixtieth of it; no limit unless given." },
            new("tokens_per_minute") { Description = "The same for tokens of requests and answers." },
            new("answer_tokens") { Description = "Tokens of an answer: 50, or a range such as 20..200." },
            new("faults") { Description = "What goes wrong how often: 429=0.05,500=0.01,cut=0.02,hang=0.001,slow=0.05." },
            new("retry_after") { Description = "How long a 429 or 503 tells to wait: 1s unless given." },
            new("retry_after_form") { Description = "seconds, milliseconds, azure, date, reset, body or none." },
            new("seed") { Description = "The same seed repeats the run." }])
        {
            Description = "A simulated provider for load and chaos tests: any dialect, no model, with the latency and faults you ask for",
        },
    ];

    /// <summary>By YAML name, class name or Python type, whatever the case and underscores; null where there is none.</summary>
    public static ConnectionType? Find(string name)
    {
        var plain = Plainest(name);
        return All.FirstOrDefault(t => Plainest(t.Name) == plain || Plainest(t.ClassName) == plain);
    }

    /// <summary>" Did you mean …?" for a type that is not known.</summary>
    internal static string Hint(string name) => NearestName.Hint(name, All.Select(t => t.Name));

    private static string Plainest(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return plain.EndsWith("connection", StringComparison.Ordinal) ? plain[..^"connection".Length] : plain;
    }

    private static ConnectionField Key() => new("api_key") { Secret = true, Required = true };

    private static ConnectionField OptionalKey() => new("api_key") { Secret = true };

    private static ConnectionField Plain(string name) => new(name);

    private static ConnectionField Required(string name, string description = "") => new(name) { Required = true, Description = description };

    private static ConnectionField With(string name, string value) => new(name) { Default = value };

    private static ConnectionField AuthMode() => new("auth_mode") { Default = "key", Choices = ["key", "meid_token"] };
}

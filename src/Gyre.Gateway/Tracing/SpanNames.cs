using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Tracing;

/// <summary>Words of OpenTelemetry's conventions for generative AI.</summary>
internal static class SpanNames
{
    private static readonly string[] Reasons = [.. Enum.GetValues<AttemptReason>().Select(r => r.ToString().ToLowerInvariant())];

    /// <summary>As the convention names an operation; our own word where it has none.</summary>
    public static string Operation(ModelOperation operation) => operation switch
    {
        ModelOperation.GenerateContent or ModelOperation.StreamGenerateContent => "generate_content",
        ModelOperation.Completion or ModelOperation.OllamaGenerate => "text_completion",
        _ when operation.IsChat => "chat",
        _ when operation.IsEmbedding => "embeddings",
        _ => OperationNames.Of(operation),
    };

    /// <summary>As <c>chat gpt-4.1-mini</c>.</summary>
    public static string Of(string operation, string model) => model.Length == 0 ? operation : $"{operation} {model}";

    /// <summary>As the convention names a provider.</summary>
    public static string Provider(Connection connection) => connection.Type switch
    {
        "OpenAIConnection" => "openai",
        "AzureOpenAIConnection" => "azure.ai.openai",
        "AnthropicConnection" => "anthropic",
        "GeminiConnection" => "gcp.gemini",
        "OllamaConnection" => "ollama",
        _ => connection["provider"] switch
        {
            "mistral" => "mistral_ai",
            "xai" => "x_ai",
            "moonshot" => "moonshot_ai",
            { Length: > 0 } provider => provider,
            _ => connection.Name,
        },
    };

    /// <summary>Where the connection leads; null where it does not say. The vendors' own addresses are not written in the workspace.</summary>
    public static Uri? Server(Connection connection) =>
        Uri.TryCreate(connection["base_url"] ?? connection["api_base"], UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    public static string Reason(AttemptReason reason) => Reasons[(int)reason];
}

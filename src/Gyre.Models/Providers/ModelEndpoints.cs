using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>Which endpoint a connection means.</summary>
internal static class ModelEndpoints
{
    /// <summary>Makes the endpoint when it is called; then missing and wrong fields are told.</summary>
    /// <exception cref="ProblemException">The type is none that models are reached by.</exception>
    public static Func<ModelEndpoint> Of(Connection connection) => connection.Type switch
    {
        "OpenAIConnection" => () => OpenAiEndpoint.OpenAi(connection),
        "AzureOpenAIConnection" => () => new AzureOpenAiEndpoint(connection, EntraToken.GetAsync),
        "OpenAICompatibleConnection" => () => OpenAiEndpoint.Compatible(connection),
        "AnthropicConnection" => () => new AnthropicEndpoint(connection),
        "GeminiConnection" => () => new GeminiEndpoint(connection),
        "OllamaConnection" => () => new OllamaEndpoint(connection),
        "ServerlessConnection" => () => OpenAiEndpoint.Serverless(connection),
        "CustomConnection" when connection["base_url"] is not null => () => OpenAiEndpoint.OpenAi(connection),
        _ => throw new ProblemException(
            "connection-not-a-model",
            $"{connection} does not lead to a model. Use a connection of type azure_open_ai, open_ai, open_ai_compatible, anthropic, gemini, ollama, serverless, replay, offline or simulated, or a custom one with a base_url."),
    };

    /// <summary>The dialect that connections of a type are asked for chats in, known without any field of the connection.</summary>
    public static Dialect ChatDialectOf(string type) => type switch
    {
        "AnthropicConnection" => Dialect.Anthropic,
        "GeminiConnection" => Dialect.Gemini,
        "OllamaConnection" => Dialect.Ollama,
        _ => Dialect.OpenAi,
    };
}

using Gyre.Models.Connections;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Which of the original's two API classes serves a connection.</summary>
/// <param name="Provider">Its name: <c>AzureOpenAI</c> or <c>OpenAI</c>.</param>
/// <param name="ModelParameter">The input that names the model: <c>deployment_name</c> or <c>model</c>.</param>
internal sealed record ModelDialect(string Provider, string ModelParameter)
{
    public static ModelDialect Azure { get; } = new("AzureOpenAI", "deployment_name");

    public static ModelDialect OpenAi { get; } = new("OpenAI", "model");

    /// <summary>Ours: whatever the flow was written for.</summary>
    public static ModelDialect Local { get; } = new("OpenAI", "model") { TakesDeployment = true };

    /// <summary>Connections of our own that lead to models: every tool that was written for OpenAI takes them too.</summary>
    public static IReadOnlyList<string> OwnTypes { get; } =
        ["OfflineConnection", "ReplayConnection", "SimulatedConnection", "OpenAICompatibleConnection", "AnthropicConnection", "GeminiConnection", "OllamaConnection"];

    /// <summary>All that lead to models.</summary>
    public static IReadOnlyList<string> Types { get; } = ["AzureOpenAIConnection", "OpenAIConnection", "ServerlessConnection", "CustomConnection", .. OwnTypes];

    /// <summary>Whether a <c>deployment_name</c> names the model where there is no <c>model</c>.</summary>
    public bool TakesDeployment { get; private init; }

    /// <summary>Of a connection's type, or null where no model is reached by it.</summary>
    public static ModelDialect? Of(Connection connection) => connection.Type switch
    {
        "AzureOpenAIConnection" => Azure,
        "OpenAIConnection" or "ServerlessConnection" => OpenAi,
        "OfflineConnection" or "ReplayConnection" or "SimulatedConnection" or "OpenAICompatibleConnection" => Local,

        // They are asked in OpenAI's words like any other, and translated on the way.
        "AnthropicConnection" or "GeminiConnection" or "OllamaConnection" => Local,
        "CustomConnection" when connection["base_url"] is not null => Local,
        _ => null,
    };
}

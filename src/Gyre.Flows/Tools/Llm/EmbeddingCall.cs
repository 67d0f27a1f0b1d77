using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Llm;

/// <summary>The embedding tool: connection, text and model in, a list of numbers out.</summary>
internal static class EmbeddingCall
{
    /// <exception cref="FlowException">InvalidConnectionType, and those of a model call.</exception>
    public static async ValueTask<object?> RunAsync(ModelCalls calls, PythonDict inputs, ToolCall? caller, CancellationToken cancellationToken)
    {
        var connection = inputs.GetValueOrDefault("connection") as ConnectionValue;
        var dialect = connection is null ? null : ModelDialect.Of(connection.Connection);
        if (dialect is null)
        {
            throw new FlowException(
                ErrorClasses.InvalidConnectionType,
                $"Not Support connection type '{connection?.Connection.Type ?? PythonText.TypeName(inputs.GetValueOrDefault("connection"))}' for embedding api. Connection type should be in [AzureOpenAIConnection, OpenAIConnection].");
        }

        var deployment = inputs.GetValueOrDefault("deployment_name");
        var model = dialect == ModelDialect.Azure || (dialect.TakesDeployment && PythonText.Truth(deployment)) ? deployment : inputs.GetValueOrDefault("model") ?? "text-embedding-ada-002";
        var body = new PythonDict { ["input"] = inputs.GetValueOrDefault("input"), ["model"] = PythonText.Str(model ?? "") };
        if (inputs.GetValueOrDefault("user") is string { Length: > 0 } user)
        {
            body["user"] = user;
        }

        var answer = await calls.CallAsync(new ModelCall(connection!.Connection, ModelOperation.Embedding, body) { Record = caller?.Record, Node = caller?.Node }, cancellationToken);
        return answer.GetValueOrDefault("data") is List<object?> { Count: > 0 } data && data[0] is PythonDict first
            ? first.GetValueOrDefault("embedding")
            : throw ModelCalls.Unusable("IndexError", "list index out of range");
    }
}

using Gyre.Flows.Python;
using Gyre.Flows.Templates;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Hosting;

/// <summary>A call of <c>promptflow.tools.aoai</c> or <c>openai</c> from Python: a template, its variables, and the parameters of an llm node.</summary>
internal sealed class HelperCall(ModelCalls calls, PythonDict arguments, bool isChat)
{
    /// <summary>What an llm node would give.</summary>
    /// <exception cref="FlowException">InvalidConnectionType, JinjaTemplateError, and those of an llm node.</exception>
    public async ValueTask<object?> RunAsync(CancellationToken cancellationToken)
    {
        var connection = arguments.GetValueOrDefault("connection") as ConnectionValue
            ?? throw new FlowException(ErrorClasses.InvalidConnectionType, $"A connection is needed, but it is {PythonText.TypeName(arguments.GetValueOrDefault("connection"))}.");
        var dialect = ModelDialect.Of(connection.Connection)
            ?? throw new FlowException(ErrorClasses.InvalidConnectionType, $"Not Support connection type '{connection.Connection.Type}' for llm. Connection type should be in [AzureOpenAIConnection, OpenAIConnection, ServerlessConnection].");
        var given = new PythonDict(arguments.Where(e => e.Key is not ("connection" or "prompt" or "variables")).Select(e => KeyValuePair.Create((string)e.Key!, e.Value)));
        var stream = ModelParameters.AsksForStream(given);
        var body = new ModelParameters(dialect, isChat).Request(given, stream);
        var variables = arguments.GetValueOrDefault("variables") as PythonDict ?? [];
        variables = dialect == ModelDialect.Azure && isChat ? (PythonDict)ChatInputList.Convert(variables)! : variables;
        var text = PromptTemplate.RenderText(PythonText.Str(arguments.GetValueOrDefault("prompt") ?? ""), variables, JinjaOptions.Default, cancellationToken);
        body[isChat ? "messages" : "prompt"] = isChat ? ChatPrompt.Parse(text) : text;
        var current = PythonCall.Current;
        var call = new ModelCall(connection.Connection, isChat ? ModelOperation.Chat : ModelOperation.Completion, body) { Record = current?.Record, Node = current?.Node };
        return stream
            ? new TextStream(ModelAnswers.Pieces(calls.StreamAsync(call, cancellationToken), isChat, cancellationToken))
            : ModelAnswers.Result(await calls.CallAsync(call, cancellationToken), body, isChat);
    }
}

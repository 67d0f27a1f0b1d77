using Gyre.Flows.Media;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Llm;

/// <summary>An llm node: its template rendered, sent, and the answer's text, or the whole message where functions or tools are given.</summary>
internal sealed class LlmTool : Tool
{
    private readonly ModelCalls calls;

    public LlmTool(ModelCalls calls) => this.calls = calls;

    public required Connection Connection { get; init; }

    public required ModelDialect Dialect { get; init; }

    public required bool IsChat { get; init; }

    public required ModelParameters Settings { get; init; }

    public required PromptTemplate Template { get; init; }

    public required GuardedInputs Guarded { get; init; }

    public required IReadOnlyDictionary<string, FlowImage> Images { get; init; }

    /// <summary>Whether somebody waits for the text piece by piece.</summary>
    public required bool Streams { get; init; }

    public override IReadOnlyList<ToolParameter> Parameters => Settings.List;

    public override string Function => $"{Dialect.Provider}.{(IsChat ? "chat" : "completion")}";

    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        foreach (var (name, image) in Images)
        {
            call.Inputs[name] = image;
        }

        var stream = Streams || ModelParameters.AsksForStream(call.Inputs);
        var body = Settings.Request(call.Inputs, stream);
        PutText(body, call, cancellationToken);
        var model = new ModelCall(Connection, IsChat ? ModelOperation.Chat : ModelOperation.Completion, body) { Record = call.Record, Node = call.Node };
        if (stream)
        {
            return new TextStream(ModelAnswers.Pieces(calls.StreamAsync(model, cancellationToken), IsChat, cancellationToken));
        }

        return ModelAnswers.Result(await calls.CallAsync(model, cancellationToken), body, IsChat);
    }

    private void PutText(PythonDict body, ToolCall call, CancellationToken cancellationToken)
    {
        var variables = Settings.Variables(call.Inputs);
        if (!IsChat)
        {
            body["prompt"] = Template.Render(variables, null, cancellationToken);
            return;
        }

        if (Dialect == ModelDialect.Azure)
        {
            variables = (PythonDict)ChatInputList.Convert(variables)!;
        }

        var (hidden, guard) = Guarded.Hide(variables, call.Line);
        body["messages"] = ChatMessages.Build(Template.Render(hidden, guard, cancellationToken), hidden, guard, imageDetail: null);
    }
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Which inputs and output of a flow carry the chat.</summary>
/// <param name="Question">The input that takes the message.</param>
/// <param name="History">The input that takes what was said; null where none does.</param>
/// <param name="Answer">The output with the answer.</param>
/// <param name="Messages">Whether the history is a list of messages, as in flex flows and prompties; a DAG has items of inputs and outputs.</param>
public sealed record ChatShape(string Question, string? History, string Answer, bool Messages)
{
    /// <summary>Of a flow that is open.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="file">Its file, for the fault.</param>
    /// <exception cref="FlowException">UserErrorException with the original's words: it is no chat flow.</exception>
    public static ChatShape Of(ExecutableFlow flow, FlowFile file) => flow is DagFlow dag ? Of(dag.Definition) : Guess(flow.Inputs, flow.Outputs, file.Path);

    /// <summary>Of a DAG, which must say so.</summary>
    /// <exception cref="FlowException">UserErrorException with the original's words: it is no chat flow.</exception>
    internal static ChatShape Of(FlowDefinition flow)
    {
        var questions = flow.Inputs.Where(i => i.IsChatInput).ToList();
        var answers = flow.Outputs.Where(o => o.IsChatOutput).ToList();
        var history = HistoryOf(flow.Inputs);
        return questions.Count > 1 ? throw Wrong(flow.File, "chat flow does not support multiple chat inputs")
            : questions.Count == 0 ? throw Wrong(flow.File, "chat input is not configured: mark one input with is_chat_input: true")
            : answers.Count > 1 ? throw Wrong(flow.File, "chat flow does not support multiple chat outputs")
            : answers.Count == 0 ? throw Wrong(flow.File, "chat output is not configured")
            : history is null ? throw Wrong(flow.File, "chat_history is required in the inputs of chat flow")
            : new ChatShape(questions[0].Name, history.Name, answers[0].Name, Messages: false);
    }

    /// <summary>Of a flex flow or prompty that keeps a history or marks an input; others answer once.</summary>
    /// <exception cref="FlowException">UserErrorException: nothing in it speaks of a chat.</exception>
    internal static ChatShape Of(IReadOnlyList<FlowInput> inputs, IReadOnlyList<string> outputs, string file) =>
        inputs.Any(i => i.IsChatInput) || HistoryOf(inputs) is not null
            ? Guess(inputs, outputs, file)
            : throw Wrong(file, "the flow has no chat history: name an input chat_history");

    /// <summary>The answer among the outputs; a flow that does not say which has it first.</summary>
    public object? AnswerIn(PythonDict outputs) => outputs.TryGetValue(Answer, out var answer) ? answer : outputs.Values.FirstOrDefault();

    /// <summary>What one exchange adds to the history.</summary>
    public IEnumerable<object?> Remember(string question, object? answer, PythonDict outputs) => Messages
        ? [Message("user", question), Message("assistant", answer)]
        : [new PythonDict { { "inputs", new PythonDict { { Question, question } } }, { "outputs", outputs } }];

    private static ChatShape Guess(IReadOnlyList<FlowInput> inputs, IReadOnlyList<string> outputs, string file)
    {
        var questions = inputs.Where(i => i.IsChatInput).ToList();
        if (questions.Count > 1)
        {
            throw Wrong(file, "chat flow does not support multiple chat inputs");
        }

        var history = HistoryOf(inputs);
        var question = questions.FirstOrDefault() ?? inputs.FirstOrDefault(i => i != history && i.Type is "string" or "object");
        return question is null
            ? throw Wrong(file, "the flow has no input that a message could go to: mark one with is_chat_input: true")
            : new ChatShape(question.Name, history?.Name, outputs is [var only] ? only : "output", Messages: true);
    }

    private static FlowInput? HistoryOf(IReadOnlyList<FlowInput> inputs) =>
        inputs.FirstOrDefault(i => i.IsChatHistory == true) ?? inputs.FirstOrDefault(i => i.Name == "chat_history" && i.IsChatHistory != false);

    private static PythonDict Message(string role, object? content) => new() { { "role", role }, { "content", content } };

    private static FlowException Wrong(string file, string message) => new(ErrorClasses.UserErrorException, message) { File = file };
}

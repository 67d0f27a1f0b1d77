using Gyre.Cli.CommandLine;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow test --interactive</c>: asks, answers, and keeps the history as the flow's format wants it.</summary>
internal static class ChatSession
{
    private const string Prefix = "chat";

    public static async Task<int> RunAsync(Invocation call, TestSession test, FlowTestRequest request, CancellationToken cancellationToken)
    {
        var shape = ChatShape.Of(test);
        call.Error.MarkupLine("[grey]Type a message; an empty line or Ctrl-D ends the chat.[/]");
        var history = new List<object?>();
        while (true)
        {
            call.Host.Error.Write("> ");

            // A terminal's ReadLineAsync blocks all the same, and Ctrl-C must end the chat while it waits.
            var question = await Task.Run(call.Host.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(question))
            {
                return ExitCodes.Done;
            }

            var inputs = new PythonDict(request.Inputs.Select(p => KeyValuePair.Create(PythonText.Str(p.Key), p.Value)))
            {
                [shape.Question] = question,
            };
            if (shape.History is { } name)
            {
                inputs[name] = history.ToList();
            }

            var report = await test.RunLineAsync(inputs, Prefix, outputs => SayAsync(call, shape, outputs, cancellationToken), cancellationToken);
            if (report.Error is { } error)
            {
                Failure.Show(call.Host, error);
                continue;
            }

            history.AddRange(shape.Remember(question, shape.AnswerIn(report.Outputs), report.Outputs));
        }
    }

    // The answer is shown as it comes; what else streams is collected.
    private static async Task<PythonDict> SayAsync(Invocation call, ChatShape shape, PythonDict outputs, CancellationToken cancellationToken)
    {
        var answer = shape.AnswerIn(outputs);
        if (answer is not TextStream)
        {
            await call.Host.Output.WriteAsync(PythonText.Str(answer).AsMemory(), cancellationToken);
        }

        var settled = new PythonDict();
        foreach (var (name, value) in outputs)
        {
            if (value is TextStream stream && ReferenceEquals(value, answer))
            {
                await foreach (var piece in stream.ReadAsync(cancellationToken))
                {
                    await call.Host.Output.WriteAsync(piece.AsMemory(), cancellationToken);
                }
            }

            settled[name] = value is TextStream ended ? string.Concat(ended.Seen.Select(PythonText.Str)) + await ended.JoinAsync(cancellationToken) : value;
        }

        await call.Host.Output.WriteLineAsync();
        return settled;
    }
}

/// <summary>Which inputs and output of a flow carry the chat.</summary>
internal sealed record ChatShape(string Question, string? History, string Answer, FlowKind Kind)
{
    /// <exception cref="FlowException">UserErrorException with the original's words: it is no chat flow.</exception>
    public static ChatShape Of(TestSession test)
    {
        var questions = test.Flow.Inputs.Where(i => i.IsChatInput).ToList();
        if (questions.Count > 1)
        {
            throw Wrong(test, "chat flow does not support multiple chat inputs");
        }

        var history = test.Flow.Inputs.FirstOrDefault(i => i.IsChatHistory == true)
            ?? test.Flow.Inputs.FirstOrDefault(i => i.Name == "chat_history" && i.IsChatHistory != false);
        if (test.Flow is DagFlow dag)
        {
            var answers = dag.Definition.Outputs.Where(o => o.IsChatOutput).ToList();
            return questions.Count == 0 ? throw Wrong(test, "chat input is not configured: mark one input with is_chat_input: true")
                : answers.Count > 1 ? throw Wrong(test, "chat flow does not support multiple chat outputs")
                : answers.Count == 0 ? throw Wrong(test, "chat output is not configured")
                : history is null ? throw Wrong(test, "chat_history is required in the inputs of chat flow")
                : new ChatShape(questions[0].Name, history.Name, answers[0].Name, FlowKind.Dag);
        }

        var question = questions.FirstOrDefault() ?? test.Flow.Inputs.FirstOrDefault(i => i != history && i.Type is "string" or "object");
        return question is null
            ? throw Wrong(test, "the flow has no input that a message could go to: mark one with is_chat_input: true")
            : new ChatShape(question.Name, history?.Name, test.Flow.Outputs is [var only] ? only : "output", test.File.Kind);
    }

    /// <summary>The answer among the outputs; a flow that does not say which has it first.</summary>
    public object? AnswerIn(PythonDict outputs) => outputs.TryGetValue(Answer, out var answer) ? answer : outputs.Values.FirstOrDefault();

    /// <summary>What one exchange adds to the history: one item of inputs and outputs in a DAG, two messages elsewhere.</summary>
    public IEnumerable<object?> Remember(string question, object? answer, PythonDict outputs) => Kind == FlowKind.Dag
        ? [new PythonDict { { "inputs", new PythonDict { { Question, question } } }, { "outputs", outputs } }]
        : [Message("user", question), Message("assistant", answer)];

    private static PythonDict Message(string role, object? content) => new() { { "role", role }, { "content", content } };

    private static FlowException Wrong(TestSession test, string message) => new(ErrorClasses.UserErrorException, message) { File = test.File.Path };
}

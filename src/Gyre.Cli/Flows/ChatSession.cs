using Gyre.Cli.CommandLine;
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
        var shape = ChatShape.Of(test.Flow, test.File);
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

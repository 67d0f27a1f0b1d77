using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>Asks a judge and reads its verdict; what cannot be read is asked once more, with the fault told.</summary>
/// <param name="model">The judge.</param>
/// <param name="node">What it judges for, in the record.</param>
internal sealed class Judging(JudgeModel model, string node)
{
    // Of the answer that could not be read, as the judge is shown it again.
    private const int LongestQuote = 4_000;

    /// <summary>The judge, as <c>connection/model</c>.</summary>
    public string Judge => model.Name;

    /// <summary>The judge's verdict; it throws only <see cref="OperationCanceledException"/>.</summary>
    /// <param name="prompt">What it is told.</param>
    /// <param name="material">By input; null where the line has none.</param>
    /// <param name="form">What it must answer with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Judgement<T>> AskAsync<T>(JudgePrompt prompt, IReadOnlyList<KeyValuePair<string, string?>> material, VerdictForm<T> form, CancellationToken cancellationToken)
        where T : class
    {
        List<object?> messages;
        try
        {
            messages = prompt.Messages(material, form.Words, cancellationToken);
        }
        catch (ProblemException e)
        {
            return new Judgement<T> { Error = e.Problem.ToString() };
        }

        var first = await model.AskAsync(messages, prompt.Parameters, form, longer: false, node, cancellationToken);
        var read = Read(first, form);
        if (first.Error is not null || read.Fault is null)
        {
            return Judgement<T>.Of(read.Verdict, first.Error, first);
        }

        List<object?> corrected =
        [
            .. messages,
            .. first.Text is { Length: > 0 } said ? [Message("assistant", said.Length > LongestQuote ? said[^LongestQuote..] : said)] : Array.Empty<object?>(),
            Message("user", $"That answer cannot be used: {read.Fault} Judge again. {form.Words}"),
        ];
        var second = await model.AskAsync(corrected, prompt.Parameters, form, longer: first.IsCut, node, cancellationToken);
        var again = Read(second, form);
        return Judgement<T>.Of(again.Verdict ?? read.Verdict, second.Error ?? again.Fault, first, second);
    }

    private static PythonDict Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private static (T? Verdict, string? Fault) Read<T>(JudgeAnswer answer, VerdictForm<T> form)
        where T : class =>
        answer.Error is not null ? default
        : answer.IsCut ? (null, "It was cut off at the limit of tokens, before its end.")
        : LastObject.In(answer.Text ?? "") is { } last ? form.Read(new VerdictFields(last))
        : (null, "There is no JSON object in it.");
}

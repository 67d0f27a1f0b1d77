using System.Text;
using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Evaluation.Evaluators.Judged.Conversations;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>Inputs of a line as text that a judge can read: chunks numbered, messages as a transcript, anything else as JSON.</summary>
internal static class Material
{
    /// <summary>All inputs of a card; null where the line has none, or where one that may be missing is blank.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Of(EvaluatorInputs inputs, EvaluatorCard card) =>
        [.. card.Inputs.Select(i => KeyValuePair.Create(i.Name, Of(inputs[i.Name]) is { } text && (i.IsRequired || !string.IsNullOrWhiteSpace(text)) ? text : null))];

    /// <summary>One input.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        IReadOnlyList<object?> list when Transcript.Of(list) is { } transcript => transcript,
        IReadOnlyList<object?> { Count: > 0 } when Passage.Read(value) is { } passages => Numbered([.. passages.Select(Text)]),
        _ => PythonJson.Write(value),
    };

    /// <summary>What an input says, without the marks of <see cref="Of(object?)"/>: of messages what the assistant said, of several texts one after the other.</summary>
    public static string Said(object? value) => value switch
    {
        IReadOnlyList<object?> list when Transcript.Of(list) is not null => string.Join("\n", list.Cast<PythonDict>().Where(m => m["role"] is "assistant").Select(Transcript.Content)),
        IReadOnlyList<object?> { Count: > 0 } when Passage.Read(value) is { } passages => string.Join("\n", passages.Select(p => p.Text)),
        _ => Of(value) ?? "",
    };

    /// <summary>Texts with the numbers by which a judge names them.</summary>
    public static string Numbered(IReadOnlyList<string> texts)
    {
        var numbered = new StringBuilder();
        for (var i = 0; i < texts.Count; i++)
        {
            numbered.Append(i == 0 ? "" : "\n").Append('[').Append(i + 1).Append("] ").Append(texts[i]);
        }

        return numbered.ToString();
    }

    /// <summary>A chunk with its title.</summary>
    public static string Text(Passage passage) => passage.Title.Length == 0 ? passage.Text : $"{passage.Title}\n{passage.Text}";
}

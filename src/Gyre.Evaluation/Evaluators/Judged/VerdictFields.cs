using System.Globalization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>The fields of a judge's answer, by name in any case.</summary>
internal sealed class VerdictFields(PythonDict answer)
{
    /// <summary>A whole number within bounds, or null: <c>4</c>, <c>4.0</c> and <c>"4"</c> are the same.</summary>
    public int? Whole(string name, int least, int most)
    {
        double? value = this[name] switch
        {
            long number => number,
            double number => number,
            string text when double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
        return value is { } v && v >= least && v <= most && v == Math.Floor(v) ? (int)v : null;
    }

    /// <summary>Text, or null; blank text is none.</summary>
    public string? Text(string name) => this[name] is string text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A list of objects, or null.</summary>
    public IReadOnlyList<VerdictFields>? Items(string name) =>
        this[name] is IReadOnlyList<object?> list ? [.. list.OfType<PythonDict>().Select(item => new VerdictFields(item))] : null;

    /// <summary>A list of texts, blank ones left out, or null.</summary>
    public IReadOnlyList<string>? Texts(string name) =>
        this[name] is IReadOnlyList<object?> list ? [.. list.OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0)] : null;

    /// <summary>One of some words, in any case; true and false are yes and no.</summary>
    public string? Word(string name, params IReadOnlyList<string> words)
    {
        var word = this[name] switch
        {
            true => "yes",
            false => "no",
            string text => text.Trim().TrimEnd('.'),
            _ => null,
        };
        return words.FirstOrDefault(w => w.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    private object? this[string name] => answer.TryGetValue(name, out var value)
        ? value
        : answer.FirstOrDefault(e => e.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

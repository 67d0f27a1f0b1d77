using System.Text.Json;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations.Own;

/// <summary>
/// The columns that one of the user's own evaluators gives: the entries of what it returns, a bare value under its own name. A metric
/// with a threshold has <c>_result</c> and <c>_threshold</c> beside it, unless the evaluator says these itself.
/// </summary>
/// <param name="own">The evaluator.</param>
/// <param name="kind">What it is written in.</param>
/// <param name="taken">Columns that the evaluators before it gave; the same names get its own before them.</param>
internal sealed class OwnColumns(OwnEvaluator own, OwnKind kind, IReadOnlyCollection<string> taken)
{
    // What flows call the one value that has no name.
    private const string Nameless = "output";

    /// <summary>The columns of a line, from the flow's output.</summary>
    public PythonDict Of(PythonDict output)
    {
        var (entries, bare) = Entries(output);
        var prefix = bare ? "" : Prefix(entries);
        var columns = new PythonDict(entries.Count + (2 * own.Thresholds.Count));
        foreach (var (key, value) in entries)
        {
            columns[prefix + PythonText.Str(key)] = value;
        }

        foreach (var (key, value) in entries)
        {
            var name = PythonText.Str(key);
            if (Threshold(name, prefix) is { } threshold && !entries.ContainsKey(ScoreColumns.Result(name)))
            {
                columns[ScoreColumns.Result(prefix + name)] = Verdict(name, prefix, value, threshold);
                columns[ScoreColumns.Threshold(prefix + name)] = threshold;
            }
        }

        return columns;
    }

    /// <summary>The flow's output as it was, for the flow's own aggregation.</summary>
    public PythonDict Undone(PythonDict columns)
    {
        if (kind != OwnKind.Dag && columns.ContainsKey(own.Name))
        {
            return new PythonDict { [Nameless] = columns[own.Name] };
        }

        var prefix = columns.Keys.All(k => PythonText.Str(k).StartsWith($"{own.Name}.", StringComparison.Ordinal)) ? $"{own.Name}." : "";
        var output = new PythonDict(columns.Count);
        foreach (var (key, value) in columns)
        {
            output[PythonText.Str(key)[prefix.Length..]] = value;
        }

        foreach (var metric in own.Thresholds.Keys)
        {
            output.Remove(ScoreColumns.Result(metric));
            output.Remove(ScoreColumns.Threshold(metric));
        }

        return output;
    }

    private (PythonDict Entries, bool Bare) Entries(PythonDict output)
    {
        if (kind == OwnKind.Dag || output.Count != 1 || !output.TryGetValue(Nameless, out var value))
        {
            return (output, false);
        }

        value = kind is OwnKind.Prompty or OwnKind.CSharp && value is string text ? Json(text) ?? text : value;
        return value is PythonDict entries ? (entries, false) : (new PythonDict { [own.Name] = value }, true);
    }

    private string Prefix(PythonDict entries) =>
        own.As is not null || entries.Keys.Any(k => taken.Contains(PythonText.Str(k), StringComparer.Ordinal)) ? $"{own.Name}." : "";

    private double? Threshold(string name, string prefix) =>
        own.Thresholds.TryGetValue(name, out var threshold) || own.Thresholds.TryGetValue(prefix + name, out threshold) ? threshold : null;

    // What is no number passes nothing and fails nothing.
    private string? Verdict(string name, string prefix, object? value, double threshold)
    {
        double? number = value switch
        {
            bool flag => flag ? 1 : 0,
            long whole => whole,
            double real when double.IsFinite(real) => real,
            _ => null,
        };
        var lower = own.LowerIsBetter.Contains(name, StringComparer.Ordinal) || own.LowerIsBetter.Contains(prefix + name, StringComparer.Ordinal);
        return number is null ? null : (lower ? number <= threshold : number >= threshold) ? "pass" : "fail";
    }

    // What a model writes for JSON, with or without a fence; null where it is none.
    private static object? Json(string text)
    {
        var json = text.Trim();
        if (json.StartsWith("```", StringComparison.Ordinal) && json.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line && json.LastIndexOf("```", StringComparison.Ordinal) is var end && end > line)
        {
            json = json[(line + 1)..end].Trim();
        }

        if (json.Length == 0 || !(json[0] is '{' or '-' or 't' or 'f' || char.IsAsciiDigit(json[0])))
        {
            return null;
        }

        try
        {
            return PythonJson.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

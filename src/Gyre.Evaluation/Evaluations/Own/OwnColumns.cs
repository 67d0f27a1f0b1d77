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
/// <param name="before">Columns that the evaluators before it gave; the same names, and what stands beside them, get its own before them.</param>
internal sealed class OwnColumns(OwnEvaluator own, OwnKind kind, IReadOnlyCollection<string> before)
{
    // What flows call the one value that has no name.
    private const string Nameless = "output";

    private readonly HashSet<string> taken = new(before, StringComparer.Ordinal);

    // Whether lines gave an entry of the evaluator's own name, which looks like a bare value where it is the only one.
    private volatile bool isNamed;

    /// <summary>The columns of a line, from the flow's output. Which name a key gets is the same on every line.</summary>
    public PythonDict Of(PythonDict output)
    {
        var (entries, bare) = Entries(output);
        if (!bare && entries.ContainsKey(own.Name))
        {
            isNamed = true;
        }

        var columns = new PythonDict(entries.Count + (2 * own.Thresholds.Count));
        foreach (var (key, value) in entries)
        {
            columns[Column(PythonText.Str(key), bare)] = value;
        }

        foreach (var (key, value) in entries)
        {
            var (name, column) = (PythonText.Str(key), Column(PythonText.Str(key), bare));
            if (Threshold(name, column) is { } threshold && !entries.ContainsKey(ScoreColumns.Result(name)))
            {
                columns[ScoreColumns.Result(column)] = Verdict(name, column, value, threshold);
                columns[ScoreColumns.Threshold(column)] = threshold;
            }
        }

        return columns;
    }

    /// <summary>The flow's output as it was, for the flow's own aggregation.</summary>
    public PythonDict Undone(PythonDict columns)
    {
        if (IsBare(columns))
        {
            return new PythonDict { [Nameless] = columns[own.Name] };
        }

        var output = new PythonDict(columns.Count);
        foreach (var (key, value) in columns)
        {
            output[Plain(PythonText.Str(key))] = value;
        }

        // A result without a threshold beside it is the evaluator's own.
        foreach (var metric in own.Thresholds.Keys.Select(Plain).Where(m => output.ContainsKey(ScoreColumns.Threshold(m))))
        {
            output.Remove(ScoreColumns.Result(metric));
            output.Remove(ScoreColumns.Threshold(metric));
        }

        return output;
    }

    private bool IsBare(PythonDict columns) =>
        kind != OwnKind.Dag && columns.ContainsKey(own.Name)
        && (IsPrefixed(own.Name) || (!isNamed && columns.Keys.All(k => PythonText.Str(k) is var column && (column == own.Name || column == ScoreColumns.Result(own.Name) || column == ScoreColumns.Threshold(own.Name)))));

    private (PythonDict Entries, bool Bare) Entries(PythonDict output)
    {
        if (kind == OwnKind.Dag || output.Count != 1 || !output.TryGetValue(Nameless, out var value))
        {
            return (output, false);
        }

        value = kind is OwnKind.Prompty or OwnKind.CSharp && value is string text ? Json(text) ?? text : value;
        return value is PythonDict entries ? (entries, false) : (new PythonDict { [own.Name] = value }, true);
    }

    private string Column(string name, bool bare) => !bare && IsPrefixed(name) ? $"{own.Name}.{name}" : name;

    private string Plain(string column) => column.StartsWith($"{own.Name}.", StringComparison.Ordinal) && IsPrefixed(column[(own.Name.Length + 1)..]) ? column[(own.Name.Length + 1)..] : column;

    // A metric and its verdict keep together.
    private bool IsPrefixed(string name)
    {
        var metric = ScoreColumns.Beside(name, _ => true) ?? name;
        return own.As is not null || taken.Contains(name) || taken.Contains(metric)
            || taken.Contains(ScoreColumns.Result(metric)) || taken.Contains(ScoreColumns.Threshold(metric)) || taken.Contains(ScoreColumns.Reason(metric));
    }

    private double? Threshold(string name, string column) =>
        own.Thresholds.TryGetValue(name, out var threshold) || own.Thresholds.TryGetValue(column, out threshold) ? threshold : null;

    // What is no number passes nothing and fails nothing.
    private string? Verdict(string name, string column, object? value, double threshold)
    {
        double? number = value switch
        {
            bool flag => flag ? 1 : 0,
            long whole => whole,
            double real when double.IsFinite(real) => real,
            _ => null,
        };
        var lower = own.LowerIsBetter.Contains(name, StringComparer.Ordinal) || own.LowerIsBetter.Contains(column, StringComparer.Ordinal);
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

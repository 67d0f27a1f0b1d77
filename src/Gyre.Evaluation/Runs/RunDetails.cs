using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs;

/// <summary>The table of a run's lines, as <c>show-details</c> prints it: <c>inputs.*</c>, then <c>outputs.*</c>.</summary>
/// <param name="Columns">In order; outputs are absent where no line completed.</param>
/// <param name="Rows">In line order.</param>
public sealed record RunDetails(IReadOnlyList<string> Columns, IReadOnlyList<RunDetailsRow> Rows)
{
    /// <summary>What stands for the outputs of a line that has none, as in the original.</summary>
    public const string Failed = "(Failed)";

    /// <summary>Reads the table.</summary>
    /// <param name="run">The run; it may still be going on.</param>
    /// <param name="limit">Rows at the most; the original shows 100. Null for all.</param>
    public static RunDetails Read(Run run, int? limit = 100)
    {
        var lines = new RunArtifacts(new RunFolder(run.Folder)).Lines().Take(limit ?? int.MaxValue).ToList();
        var inputs = Names(lines, "inputs");
        var outputs = Names(lines.Where(IsCompleted), "output");
        return new RunDetails(
            [.. inputs.Select(i => $"inputs.{i}"), $"inputs.{ColumnMapping.LineNumber}", .. outputs.Select(o => $"outputs.{o}")],
            [.. lines.Select(line => Row(line, inputs, outputs))]);
    }

    /// <summary>One cell by the name of its column; null where there is no such column.</summary>
    public object? Value(RunDetailsRow row, string column)
    {
        for (var at = 0; at < Columns.Count; at++)
        {
            if (Columns[at] == column)
            {
                return row.Values[at];
            }
        }

        return null;
    }

    private static RunDetailsRow Row(Artifact line, List<string> inputs, List<string> outputs)
    {
        var completed = IsCompleted(line);
        return new RunDetailsRow(
            line.Line!.Value,
            completed,
            [
                .. inputs.Select(name => Value(line, "inputs", name)),
                (long)line.Line.Value,
                .. outputs.Select(name => completed ? Value(line, "output", name) : Failed),
            ])
        {
            Error = completed ? null : RunRecordJson.ReadError(line["error"])?.Message,
        };
    }

    private static bool IsCompleted(Artifact line) => line.Status == nameof(RunStatus.Completed);

    private static List<string> Names(IEnumerable<Artifact> lines, string field) =>
        [.. lines.SelectMany(line => (line[field] as PythonDict)?.Keys ?? []).Select(PythonText.Str).Where(name => name != ColumnMapping.LineNumber).Distinct(StringComparer.Ordinal)];

    private static object? Value(Artifact line, string field, string name) =>
        line[field] is PythonDict values && values.TryGetValue(name, out var value) ? value : null;
}

/// <summary>One line of a run.</summary>
/// <param name="LineNumber">0-based.</param>
/// <param name="Completed">Whether it has outputs.</param>
/// <param name="Values">In the order of <see cref="RunDetails.Columns"/>.</param>
public sealed record RunDetailsRow(int LineNumber, bool Completed, IReadOnlyList<object?> Values)
{
    /// <summary>Why it failed; null otherwise.</summary>
    public string? Error { get; init; }
}

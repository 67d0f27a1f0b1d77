using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Holds rows against what their dataset promises: a key that names one row, and a schema.</summary>
/// <param name="key">The column, or null.</param>
/// <param name="schema">Or null.</param>
internal sealed class RowChecks(string? key, RowSchema? schema) : IDisposable
{
    private readonly ContentHash hash = new();
    private readonly Dictionary<UInt128, long> rowsByKey = [];
    private readonly List<RowFault> faults = [];
    private long rows;
    private long badRows;

    public RowReport Report => new(rows, badRows, faults);

    /// <summary>Looks at the next row.</summary>
    public void Look(PlacedRow placed)
    {
        rows++;
        var bad = false;
        foreach (var (field, message) in new[] { KeyFault(placed.Row), schema?.Fault(placed.Row) }.OfType<(string, string)>())
        {
            bad = true;
            if (faults.Count < RowReport.Told)
            {
                faults.Add(new RowFault(placed.File, placed.Line, rows, field, message));
            }
        }

        badRows += bad ? 1 : 0;
    }

    /// <exception cref="ProblemException"><c>dataset-rows-invalid</c>: the first faults, each with its line.</exception>
    public void ThrowIfFaulty()
    {
        if (badRows == 0)
        {
            return;
        }

        var first = faults[0];
        var others = faults.Skip(1).Take(9).Select(f => $"\n  {(f.Line is { } line ? $"line {line}: " : "")}{f.Words(withRow: true)}");
        var more = badRows == 1 ? "" : $" {badRows} of {rows} rows are so:{string.Concat(others)}{(faults.Count > 10 ? "\n  …" : "")}";
        throw new ProblemException(new Problem("dataset-rows-invalid", $"{first.Words(withRow: true)}{more}") { File = first.File, Line = first.Line, Field = first.Field });
    }

    public void Dispose() => hash.Dispose();

    private (string Field, string Message)? KeyFault(PythonDict row) =>
        key is null ? null
        : Cell.Find(row, key) is not { } value ? (key, $"is missing, and it is the key.{NearestName.Hint(key, row.Keys.Select(PythonText.Str))}")
        : rowsByKey.TryAdd(hash.Of(value), rows) ? null
        : (key, $"is {PythonJson.Write(value)} in row {rowsByKey[hash.Of(value)]} already, and it is the key.");
}

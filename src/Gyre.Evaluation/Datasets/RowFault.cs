using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>What is wrong with one row.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">1-based; null where rows have no lines.</param>
/// <param name="Row">Its number from 1.</param>
/// <param name="Field">Where in the row, as <c>answers[0].text</c>; empty for the row itself.</param>
/// <param name="Message">What is wrong.</param>
public sealed record RowFault(string File, int? Line, long Row, string Field, string Message)
{
    /// <summary><c>file:line: 'field' message</c>.</summary>
    public override string ToString() => new Problem("row", Words(withRow: true)) { File = File, Line = Line }.ToString();

    internal string Words(bool withRow) => $"{(withRow && Line is null ? $"row {Row}: " : "")}{(Field.Length == 0 ? "" : $"'{Field}' ")}{Message}";
}

/// <summary>What a check of rows found.</summary>
/// <param name="Rows">How many were looked at.</param>
/// <param name="BadRows">How many have a fault.</param>
/// <param name="Faults">The first of them.</param>
public sealed record RowReport(long Rows, long BadRows, IReadOnlyList<RowFault> Faults)
{
    /// <summary>How many faults are told; the others are counted.</summary>
    public const int Told = 100;
}

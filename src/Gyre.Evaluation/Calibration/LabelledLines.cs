using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Kernel;

namespace Gyre.Evaluation.Calibration;

/// <summary>Takes the lines that people have labelled out of a table of scores.</summary>
internal static class LabelledLines
{
    /// <summary>All lines with a label; a judge that could not tell is NaN.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>column-of-text</c>, <c>too-few-labels</c>.</exception>
    public static IReadOnlyList<LabelledLine> Of(ScoreTable table, CalibrationRequest request)
    {
        var judge = Needed(table, request.Judge);
        ScoreColumn[] people = [.. request.Humans.SelectMany(name => Raters(table, name))];
        ScoreColumn[] slices = [.. request.Slices.Select(name => table.Column(name) ?? throw Missing(table, name))];
        var clusters = Clusters(table, request.Cluster);
        var lines = Enumerable.Range(0, table.Keys.Count)
            .Select(row => new LabelledLine(table.Keys[row], judge[row], [.. people.Select(p => p[row])], [.. slices.Select(s => s.Text(row) ?? "(none)")], clusters[row]))
            .Where(line => line.Given.Length > 0)
            .ToArray();
        return lines.Count(l => l.IsPaired) >= CalibrationRequest.FewestLines
            ? lines
            : throw new ProblemException(new Problem("too-few-labels", $"Only {lines.Count(l => l.IsPaired)} lines have both a label and a score of the judge; at least {CalibrationRequest.FewestLines} are needed, and a hundred tell something.") { File = table.File });
    }

    /// <summary>For each row the cluster it belongs to; one without a value stands alone.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>one-cluster</c>.</exception>
    public static int[] Clusters(ScoreTable table, string? column)
    {
        var texts = column is null ? null : table.Column(column) ?? throw Missing(table, column);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] clusters = [.. Enumerable.Range(0, table.Keys.Count).Select(row => texts?.Text(row) is { } text ? places.TryAdd(text, places.Count) ? places.Count - 1 : places[text] : -1 - row)];
        return texts is not null && clusters.Distinct().Count() < 2
            ? throw new ProblemException(new Problem("one-cluster", $"'{column}' is the same on every line, so there is nothing to tell luck from. Group by a column with at least ten different values.") { File = table.File, Field = column })
            : clusters;
    }

    // An object of raters (human.faithfulness.annotator_1 …) stands for all of them.
    private static ScoreColumn[] Raters(ScoreTable table, string name)
    {
        ScoreColumn[] nested = [.. table.Columns.Where(c => c.Name.StartsWith(name + ".", StringComparison.Ordinal) && c.Numbers > 0)];
        return table.Column(name) is null && nested.Length > 0 ? [.. nested.Select(c => Needed(table, c.Name))] : [Needed(table, name)];
    }

    private static ScoreColumn Needed(ScoreTable table, string name)
    {
        var column = table.Column(name) ?? throw Missing(table, name);
        return column.Word is { } word && !column.IsVerdict
            ? throw new ProblemException(new Problem("column-of-text", $"'{name}' holds text ('{word.Text}'). Write labels as numbers, true and false, or pass and fail.") { File = table.File, Line = word.Line, Field = name })
            : column;
    }

    private static ProblemException Missing(ScoreTable table, string name) =>
        new(new Problem("column-missing", $"{table.Name} has no column '{name}'.{NearestName.Hint(name, table.Fields)} It has: {string.Join(", ", table.Fields.Take(20))}.") { File = table.File, Field = name });
}

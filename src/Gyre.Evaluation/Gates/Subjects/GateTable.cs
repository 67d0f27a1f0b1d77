using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Gates.Subjects;

/// <summary>The lines of what is judged, over all repeats: scores, what each took, and which failed.</summary>
internal sealed class GateTable
{
    private readonly ScoreTable table;
    private readonly HashSet<int> failed = [];
    private readonly List<int> lineOf = [];
    private readonly string? cluster;

    private GateTable(string name, string? cluster, bool isRepeated) => (table, this.cluster, IsGrouped) = (new ScoreTable(name), cluster, isRepeated || cluster is not null);

    public string Name => table.Name;

    /// <summary>Every line, answered or not.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(0, table.Keys.Count);

    /// <summary>Whether lines belong together, by a column or as repeats of one.</summary>
    public bool IsGrouped { get; }

    /// <summary>The fields there are.</summary>
    public IEnumerable<string> Fields => table.Fields;

    /// <summary>Reads the lines.</summary>
    /// <param name="part">What is judged.</param>
    /// <param name="metrics">Columns whose numbers are wanted.</param>
    /// <param name="texts">Columns whose texts are wanted.</param>
    /// <param name="cluster">The column that says which lines belong together; null where each stands alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static GateTable Read(ScoredPart part, IReadOnlyCollection<string> metrics, IReadOnlyCollection<string> texts, string? cluster, CancellationToken cancellationToken)
    {
        var result = new GateTable(part.Name, cluster, part.Repeats.Count > 1);

        // The key is never a number's column: it stands for none, where none would stand for all.
        string[] numbers = [.. metrics, .. metrics.Select(ScoreColumns.Result), ColumnMapping.LineNumber];
        string[] wanted = [.. texts, .. cluster is null ? Array.Empty<string>() : [cluster]];
        foreach (var (index, repeat) in part.Repeats.Index())
        {
            var scores = RunScores.Read(part.Name, repeat, numbers, wanted, cancellationToken);
            result.Add(scores, index + 1);
            result.AddFigures(repeat, scores, index + 1, metrics, cancellationToken);
        }

        return result;
    }

    public string Line(int row) => table.Keys[row];

    /// <summary>The row of a line, or -1.</summary>
    public int Find(string line) => table.Find(line);

    /// <summary>Whether the line gave no answer.</summary>
    public bool HasFailed(int row) => failed.Contains(row);

    public ScoreColumn? Column(string name) => table.Column(name);

    /// <summary>The text of a column, <c>(none)</c> where the line has none; null where there is no such column.</summary>
    public string? Text(string column, int row) =>
        table.Column(column.StartsWith("inputs.", StringComparison.Ordinal) ? column["inputs.".Length..] : column) is { } texts ? texts.Text(row) ?? "(none)" : null;

    /// <summary>What the line belongs to: the same text for all of one group.</summary>
    public string GroupOf(int row) => cluster is null ? $"{lineOf[row]}" : Text(cluster, row) is { } text and not "(none)" ? text : $"\0{lineOf[row]}";

    private void Add(ScoreTable scores, int repeat)
    {
        table.Fields.UnionWith(scores.Fields);
        foreach (var (row, key) in scores.Keys.Index())
        {
            table.Row(Key(key, repeat), row, out _);
            lineOf.Add(int.Parse(key, CultureInfo.InvariantCulture));
        }

        foreach (var column in scores.Columns)
        {
            Merge(column, scores.Keys, repeat);
        }
    }

    private void Merge(ScoreColumn from, IReadOnlyList<string> keys, int repeat)
    {
        if (table.Column(from.Name) is not { } column)
        {
            table.Replace(column = new ScoreColumn(from.Name));
        }

        foreach (var (at, key) in keys.Index())
        {
            var row = table.Find(Key(key, repeat));
            column.Set(row, from[at]);
            column.SetText(row, from.Text(at));
        }

        if (from is { Word: { } word, IsVerdict: false })
        {
            column.SetWord(table.Find(Key(keys[0], repeat)), word.Text, word.Line);
        }
    }

    // What was measured of each line; a column of the run's own goes before. Failed lines took their time and money too.
    private void AddFigures(ScoredRun repeat, ScoreTable scores, int number, IReadOnlyCollection<string> metrics, CancellationToken cancellationToken)
    {
        var figures = LineFigures.Names.Where(name => !FinishedPart.IsAnswersFile(repeat) && metrics.Contains(name, StringComparer.Ordinal) && scores.Column(name) is null).ToArray();
        if (figures.Length == 0 && repeat.Answers.FailedLines == 0)
        {
            return;
        }

        ScoreColumn[] columns = [.. figures.Select(Figure)];
        foreach (var line in new RunArtifacts(new RunFolder(repeat.Answers.Folder)).Lines().Where(l => l.Line is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = table.Find(Key(line.Line!.Value.ToString(CultureInfo.InvariantCulture), number));
            if (row < 0)
            {
                continue;
            }

            if (line.Status != nameof(RunStatus.Completed))
            {
                failed.Add(row);
            }

            var measured = LineFigures.Of(line);
            foreach (var column in columns)
            {
                column.Set(row, measured.GetValueOrDefault(column.Name) switch { long whole => whole, double real => real, _ => double.NaN });
            }
        }
    }

    private ScoreColumn Figure(string name)
    {
        if (table.Column(name) is not { } column)
        {
            table.Replace(column = new ScoreColumn(name));
        }

        return column;
    }

    private static string Key(string line, int repeat) => repeat == 1 ? line : $"{line}.r{repeat}";
}

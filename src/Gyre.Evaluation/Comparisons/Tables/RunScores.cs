using System.Globalization;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Reads what the lines of a run and of the evaluations over it scored; the key is the line number.</summary>
internal static class RunScores
{
    /// <param name="part">The run, or its tries, with what scored it.</param>
    /// <param name="numbers">Columns wanted; none for all.</param>
    /// <param name="texts">Columns whose texts are wanted, of the outputs or the inputs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ScoreTable Read(ScoredPart part, IReadOnlyList<string> numbers, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var tables = part.Repeats.Select(r => Read(part.Name, r, numbers, texts, cancellationToken)).ToArray();
        return tables is [var single] ? single : RepeatedScores.Mean(part.Name, tables);
    }

    /// <summary>One try.</summary>
    public static ScoreTable Read(string name, ScoredRun scored, IReadOnlyList<string> numbers, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var run = scored.Answers;
        var table = new ScoreTable(name);
        var wanted = new ScoreFields(ColumnMapping.LineNumber) { Numbers = numbers.Count == 0 ? null : numbers, Texts = texts, JoinsRows = true };
        Outputs(run, wanted, table, cancellationToken);
        var completed = table.Keys.Count;
        FailedAndSlices(run, wanted with { Numbers = [] }, table, cancellationToken);
        table.Failed = Math.Max(run.FailedLines, table.Keys.Count - completed);
        foreach (var evaluation in scored.Scores)
        {
            Outputs(evaluation, wanted, table, cancellationToken);
        }

        foreach (var evaluation in scored.Scores)
        {
            // What the scores may be sliced by goes into the runs that score.
            if (texts.Where(t => table.Column(t) is null).ToArray() is { Length: > 0 } missing)
            {
                Inputs(evaluation, wanted with { Numbers = [], Texts = missing }, table, cancellationToken);
            }
        }

        return table;
    }

    /// <summary>What a run's inputs, its outputs and the evaluations over it say, for columns that may be in any of them.</summary>
    public static ScoreTable Labelled(Run run, IReadOnlyList<Run> evaluations, ScoreFields wanted, CancellationToken cancellationToken)
    {
        var table = new ScoreTable(run.Name);
        wanted = wanted with { Key = ColumnMapping.LineNumber, JoinsRows = true };
        Inputs(run, wanted, table, cancellationToken);
        foreach (var source in evaluations.Prepend(run))
        {
            Outputs(source, wanted, table, cancellationToken);
        }

        return table;
    }

    /// <summary>The answers of some lines: the texts of one output, or of the first that is text.</summary>
    public static IReadOnlyDictionary<string, string> Answers(Run run, string? column, IReadOnlySet<string> lines)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in RunArtifacts.Files(new RunFolder(run.Folder).FlowArtifacts).Where(file => lines.Any(line => IsIn(file, line))))
        {
            foreach (var line in RunArtifacts.Read(file))
            {
                if (line.Line?.ToString(CultureInfo.InvariantCulture) is { } key && lines.Contains(key) && line["output"] is PythonDict output && Answer(output, column) is { } answer)
                {
                    answers[key] = answer;
                }
            }
        }

        return answers;
    }

    // 000001000_000001999.jsonl holds the lines from 1,000 to 1,999.
    private static bool IsIn(string file, string line)
    {
        var range = Path.GetFileNameWithoutExtension(file).Split('_');
        var number = int.Parse(line, CultureInfo.InvariantCulture);
        return range.Length != 2 || !int.TryParse(range[0], out var first) || !int.TryParse(range[1], out var last) || (first <= number && number <= last);
    }

    private static string? Answer(PythonDict output, string? column) =>
        column is null ? output.Values.OfType<string>().FirstOrDefault() : output.GetValueOrDefault(column) is { } value ? PythonText.Str(value) : null;

    // The result file of a whole run says the same as its artifacts in a tenth of the bytes.
    private static void Outputs(Run run, ScoreFields wanted, ScoreTable table, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(run.Folder);
        if (run.State == RunState.Completed && File.Exists(folder.FlowOutputs))
        {
            ScoreLines.Read(folder.FlowOutputs, wanted, table, cancellationToken);
            return;
        }

        FromArtifacts(folder, "output", wanted, table, onlyCompleted: true, cancellationToken);
    }

    // Lines that failed are known from the inputs, and so is what the lines may be sliced by.
    private static void FailedAndSlices(Run run, ScoreFields wanted, ScoreTable table, CancellationToken cancellationToken)
    {
        var missing = wanted.Texts.Where(t => table.Column(t) is null).Select(t => t.StartsWith("inputs.", StringComparison.Ordinal) ? t["inputs.".Length..] : t).ToArray();
        if (run.FailedLines == 0 && missing.Length == 0 && run.State == RunState.Completed)
        {
            return;
        }

        Inputs(run, wanted with { Texts = missing }, table, cancellationToken);
    }

    private static void Inputs(Run run, ScoreFields wanted, ScoreTable table, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(run.Folder);
        if (run.State == RunState.Completed && File.Exists(folder.Inputs))
        {
            ScoreLines.Read(folder.Inputs, wanted, table, cancellationToken);
            return;
        }

        FromArtifacts(folder, "inputs", wanted, table, onlyCompleted: false, cancellationToken);
    }

    private static void FromArtifacts(RunFolder folder, string part, ScoreFields wanted, ScoreTable table, bool onlyCompleted, CancellationToken cancellationToken)
    {
        var fields = new RowFields(wanted);
        var target = new RowTarget(folder.FlowArtifacts, wanted, table);
        foreach (var line in new RunArtifacts(folder).Lines().Where(l => !onlyCompleted || l.Status == nameof(RunStatus.Completed)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Line is { } number)
            {
                var row = line[part] as PythonDict ?? [];
                row[ColumnMapping.LineNumber] = (long)number;
                fields.Read(System.Text.Encoding.UTF8.GetBytes(PythonJson.Write(ScoreLines.Finite(row))));
                target.Add(fields.Met, number);
            }
        }

        table.Fields.UnionWith(fields.Paths);
    }
}

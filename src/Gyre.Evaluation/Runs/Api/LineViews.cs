using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Runs.Lines;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>Makes views of stored records.</summary>
internal static class LineViews
{
    /// <summary>What a table's row is made of; the rest of a record is passed over.</summary>
    public static readonly string[] Fields = ["status", "inputs", "output", "error", "system_metrics", "start_time", "end_time"];

    public static LineView Row(Artifact record, LineScores scores)
    {
        var line = record.Line!.Value;
        var measured = record["system_metrics"] as PythonDict;
        return new LineView
        {
            Line = line,
            Failed = record.Status != nameof(RunStatus.Completed),
            Error = RunRecordJson.ReadError(record["error"])?.Message,
            Inputs = Answers.Short(record["inputs"] as PythonDict, ColumnMapping.LineNumber),
            Outputs = Answers.Short(record["output"] as PythonDict, ColumnMapping.LineNumber),
            Scores = scores.Metrics.ToDictionary(m => m.Name, m => scores.Of(m.Name, line), StringComparer.Ordinal),
            Passed = scores.Metrics.Select(m => (m.Name, Passed: scores.Passed(m, line))).Where(m => m.Passed is not null).ToDictionary(m => m.Name, m => m.Passed!.Value, StringComparer.Ordinal),
            Seconds = NodeTimings.Duration(record),
            Tokens = Tokens(measured),
            Cost = Cost(measured),
        };
    }

    /// <summary>A line with its nodes and scores, which lie in other files and other runs.</summary>
    public static LineDetailView Detail(Run run, Artifact record, LineScores scores, IReadOnlyList<Run> scoring)
    {
        var line = record.Line!.Value;
        var folder = new RunFolder(run.Folder);
        var measured = record["system_metrics"] as PythonDict;
        var pictures = new RunPictures(folder);
        var nodes = new RunArtifacts(folder).NodeFolders().Select(node => LineRecords.Find(node, line)).OfType<Artifact>().Select(node => Node(node, pictures));
        return new LineDetailView
        {
            Line = line,
            Failed = record.Status != nameof(RunStatus.Completed),
            Error = RunRecordJson.ReadError(record["error"])?.Message,
            Inputs = Without(pictures.In(record, "inputs") as PythonDict),
            Outputs = Without(pictures.In(record, "output") as PythonDict),
            StartedAt = Moment(record["start_time"]),
            Seconds = NodeTimings.Duration(record),
            Tokens = Tokens(measured),
            Cost = Cost(measured),
            Nodes = [.. nodes.OrderBy(n => n.StartedAt is null).ThenBy(n => n.StartedAt)],
            Scores = Scores(line, scores, scoring),
        };
    }

    private static List<LineScoreView> Scores(int line, LineScores scores, IReadOnlyList<Run> scoring)
    {
        (Run Run, PythonDict? Said)[] said = [.. scoring.Select(run => (run, LineScores.Said(run, line)))];
        return [.. scores.Metrics.Select(metric =>
        {
            // A later run's column replaces an earlier one's.
            var (run, output) = said.LastOrDefault(s => s.Said?.ContainsKey(metric.Name) == true, (scoring[^1], null));
            return new LineScoreView
            {
                Metric = metric.Name,
                Value = scores.Of(metric.Name, line),
                Passed = scores.Passed(metric, line),
                Threshold = metric.Facts.Card.Threshold ?? Number(output?.GetValueOrDefault(ScoreColumns.Threshold(metric.Name))),
                Reason = output?.GetValueOrDefault(ScoreColumns.Reason(metric.Name)) as string,
                Evaluator = metric.Facts.Evaluator,
                Judge = metric.Facts.Judge,
                Calibration = metric.Facts.Calibration,
                Run = run.Name,
            };
        })];
    }

    private static NodeView Node(Artifact record, RunPictures pictures)
    {
        var measured = record["system_metrics"] as PythonDict;
        var logs = record["logs"] as PythonDict;
        return new NodeView
        {
            Node = record["node"] as string ?? "",
            Status = record.Status,
            Error = RunRecordJson.ReadError(record["error"])?.Message,
            Inputs = Answers.Json(pictures.In(record, "inputs") as PythonDict),
            Output = Answers.Json(pictures.In(record, "output")),
            StartedAt = Moment(record["start_time"]),
            Seconds = NodeTimings.Duration(record),
            Tokens = Tokens(measured),
            Cost = Cost(measured),
            Calls = Answers.Json(record["api_calls"]) as JsonArray ?? [],
            Log = string.Concat(logs?.GetValueOrDefault("stdout") as string, logs?.GetValueOrDefault("stderr") as string),
        };
    }

    private static JsonObject Without(PythonDict? values) =>
        Answers.Json(new PythonDict((values ?? []).Where(e => e.Key is not ColumnMapping.LineNumber).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), e.Value))));

    private static long? Tokens(PythonDict? measured) => measured?.GetValueOrDefault("total_tokens") is long and > 0 and var tokens ? tokens : null;

    private static decimal? Cost(PythonDict? measured) =>
        measured?.GetValueOrDefault("cost") is long or double ? NanoDollars.Of(Convert.ToDecimal(measured["cost"], CultureInfo.InvariantCulture)).Dollars : null;

    private static double? Number(object? value) => value switch { double number => Answers.Finite(number), long whole => whole, _ => null };

    private static DateTimeOffset? Moment(object? written) =>
        written is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}

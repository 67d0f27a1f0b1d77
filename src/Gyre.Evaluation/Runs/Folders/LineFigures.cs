using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Reports;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>What was measured as the lines of a run were answered, as rows that a run over it can map: <c>${run.lines.latency}</c>.</summary>
internal static class LineFigures
{
    /// <summary>Its name among a run's sources.</summary>
    public const string Source = "run.lines";

    /// <summary>Seconds until the answer; a line that failed has none, however long it took.</summary>
    public const string Latency = "latency";

    /// <summary>The columns: seconds, dollars, tokens. What is not known is null.</summary>
    public static readonly string[] Names = [Latency, "cost", "total_tokens", "prompt_tokens", "completion_tokens"];

    /// <summary>Whether a mapping reads any of it.</summary>
    public static bool IsReadBy(ColumnMapping mapping) => mapping.Entries.Values.Any(v => v is string text && text.StartsWith($"${{{Source}.", StringComparison.Ordinal));

    /// <summary>The rows of the completed lines, in line order. They are read as they are asked for, and nothing is written: another's run may be read-only.</summary>
    public static IEnumerable<PythonDict> Of(Run run) =>
        new RunArtifacts(new RunFolder(run.Folder), only: ["status", "system_metrics"]).Lines().Where(l => l.Status == nameof(RunStatus.Completed)).Select(Of);

    /// <summary>The figures of one line, finished in whatever way.</summary>
    public static PythonDict Of(Artifact line)
    {
        var measured = line["system_metrics"] as PythonDict ?? [];
        var tokens = measured.GetValueOrDefault("total_tokens") is long and > 0;
        return new PythonDict
        {
            [ColumnMapping.LineNumber] = (long)line.Line!.Value,
            [Latency] = line.Status == nameof(RunStatus.Completed) ? NodeTimings.Duration(line) : null,
            ["cost"] = measured.GetValueOrDefault("cost"),
            ["total_tokens"] = tokens ? measured["total_tokens"] : null,
            ["prompt_tokens"] = tokens ? measured.GetValueOrDefault("prompt_tokens") : null,
            ["completion_tokens"] = tokens ? measured.GetValueOrDefault("completion_tokens") : null,
        };
    }
}

using System.Text;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>What was measured as the lines of a run were answered, as rows that a run over it can map: <c>${run.lines.latency}</c>.</summary>
internal static class LineFigures
{
    /// <summary>Its name among a run's sources.</summary>
    public const string Source = "run.lines";

    /// <summary>The columns: seconds, dollars, tokens. What is not known is null.</summary>
    public static readonly string[] Names = ["latency", "cost", "total_tokens", "prompt_tokens", "completion_tokens"];

    /// <summary>Whether a mapping reads any of it.</summary>
    public static bool IsReadBy(ColumnMapping mapping) => mapping.Entries.Values.Any(v => v is string text && text.StartsWith($"${{{Source}.", StringComparison.Ordinal));

    /// <summary>Writes the rows of the completed lines beside the run's outputs.</summary>
    /// <returns>The file.</returns>
    public static string Write(Run run)
    {
        var folder = new RunFolder(run.Folder);
        var file = Path.Combine(folder.Path, "flow_outputs", "lines.jsonl");
        AtomicFile.Write(file, stream =>
        {
            foreach (var line in new RunArtifacts(folder).Lines().Where(l => l.Status == nameof(RunStatus.Completed)))
            {
                stream.Write(Encoding.UTF8.GetBytes(PythonJson.Write(Of(line)) + "\n"));
            }
        });
        return file;
    }

    /// <summary>The figures of one line, finished in whatever way.</summary>
    public static PythonDict Of(Artifact line)
    {
        var measured = line["system_metrics"] as PythonDict ?? [];
        var tokens = measured.GetValueOrDefault("total_tokens") is long and > 0;
        return new PythonDict
        {
            [ColumnMapping.LineNumber] = (long)line.Line!.Value,
            ["latency"] = measured.GetValueOrDefault("duration"),
            ["cost"] = measured.GetValueOrDefault("cost"),
            ["total_tokens"] = tokens ? measured["total_tokens"] : null,
            ["prompt_tokens"] = tokens ? measured.GetValueOrDefault("prompt_tokens") : null,
            ["completion_tokens"] = tokens ? measured.GetValueOrDefault("completion_tokens") : null,
        };
    }
}

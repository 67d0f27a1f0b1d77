using System.Globalization;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>What the nodes of a line did, read back from the run's folder.</summary>
internal static class LineNodes
{
    /// <summary>A record per node that was reached; null where the line has not finished.</summary>
    public static IReadOnlyList<NodeRecord>? Find(Run run, int line)
    {
        var folder = new RunFolder(run.Folder);
        var pictures = new RunPictures(folder);
        return LineRecords.Find(folder.FlowArtifacts, line) is null
            ? null
            : [.. new RunArtifacts(folder).NodeFolders().Select(node => LineRecords.Find(node, line)).OfType<Artifact>().Select(record => Node(run, line, record, pictures))];
    }

    private static NodeRecord Node(Run run, int line, Artifact record, RunPictures pictures) => new()
    {
        Node = record["node"] as string ?? "",
        FlowRunId = run.Name,
        RunId = $"{run.Name}_{record["node"]}_{line.ToString(CultureInfo.InvariantCulture)}",
        ParentRunId = $"{run.Name}_{line.ToString(CultureInfo.InvariantCulture)}",
        Index = line,
        Status = Enum.TryParse<RunStatus>(record.Status, out var status) ? status : RunStatus.Failed,
        Inputs = pictures.In(record, "inputs") as PythonDict,
        Output = pictures.In(record, "output"),
        StartTime = Moment(record["start_time"]),
        EndTime = Moment(record["end_time"]),
        MessageFormat = record["message_format"] as string ?? "basic",
        ApiCalls = record["api_calls"] is List<object?> calls ? [.. calls.OfType<PythonDict>()] : [],
    };

    private static DateTimeOffset Moment(object? written) =>
        written is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : default;
}

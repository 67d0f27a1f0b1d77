using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Reports;

/// <summary>What became of one node over a run's lines.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Statuses">How often each status.</param>
/// <param name="Seconds">Durations where it ran, ascending.</param>
internal sealed record NodeTimings(string Node, IReadOnlyDictionary<string, int> Statuses, IReadOnlyList<double> Seconds)
{
    public double Mean => Seconds.Count == 0 ? 0 : Seconds.Average();

    public double Total => Seconds.Sum();

    /// <summary>The duration that a share of the lines stays within.</summary>
    public double At(double share) => Seconds.Count == 0 ? 0 : Seconds[Math.Min(Seconds.Count - 1, (int)(share * Seconds.Count))];

    public int Count(RunStatus status) => Statuses.GetValueOrDefault(status.ToString());

    /// <summary>All nodes of a run, by name of their folders; aggregation included.</summary>
    public static IReadOnlyList<NodeTimings> Read(Run run) =>
    [
        .. new RunArtifacts(new RunFolder(run.Folder)).NodeFolders().Select(Of).OfType<NodeTimings>(),
    ];

    private static NodeTimings? Of(string folder)
    {
        string? name = null;
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var seconds = new List<double>();
        foreach (var artifact in RunArtifacts.Files(folder).SelectMany(RunArtifacts.Read))
        {
            name = artifact["node"] as string ?? name;
            statuses[artifact.Status] = statuses.GetValueOrDefault(artifact.Status) + 1;
            if (Duration(artifact) is { } duration)
            {
                seconds.Add(duration);
            }
        }

        seconds.Sort();
        return name is null ? null : new NodeTimings(name, statuses, seconds);
    }

    /// <summary>Seconds that a line or node took; null where it did not run, or where calls were answered from what an earlier go had paid for.</summary>
    public static double? Duration(Artifact artifact) =>
        artifact["system_metrics"] is PythonDict metrics && metrics.GetValueOrDefault("replayed") is not true && metrics.TryGetValue("duration", out var value)
            ? value switch { double seconds => seconds, long seconds => seconds, _ => null }
            : null;
}

using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>What was measured as the lines of runs were answered: how long they took, and why some failed.</summary>
internal sealed class LineMeasures
{
    private static readonly string[] Wanted = ["status", "system_metrics", "error"];

    private readonly List<double> seconds = [];

    /// <summary>Why lines failed.</summary>
    public Causes Errors { get; } = new();

    /// <summary>Over all runs; null where no line completed.</summary>
    public LatencyFigures? Latency
    {
        get
        {
            seconds.Sort();
            var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(seconds);
            return sorted.IsEmpty ? null : new LatencyFigures(Quantiles.Of(sorted, 0.5), Quantiles.Of(sorted, 0.95));
        }
    }

    /// <summary>Reads a run; only one file's records are in memory.</summary>
    public void Add(Run run, CancellationToken cancellationToken)
    {
        foreach (var line in new RunArtifacts(new RunFolder(run.Folder), only: Wanted).Lines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Status == nameof(RunStatus.Failed))
            {
                Errors.Add(line["error"] is PythonDict error && error.GetValueOrDefault("message") is string message ? message : "It failed without a message.");
            }
            else if (NodeTimings.Duration(line) is { } duration)
            {
                seconds.Add(duration);
            }
        }
    }

    /// <summary>The models that the calls of a run name, by the first line that each node kept; of a flow without nodes by its first line.</summary>
    public static IEnumerable<string> Models(Run run)
    {
        var artifacts = new RunArtifacts(new RunFolder(run.Folder), whole: true);
        var nodes = artifacts.NodeFolders().ToList();
        var firsts = nodes.Count == 0 ? artifacts.Lines().Take(1) : nodes.SelectMany(node => artifacts.In(node).Take(1));
        return firsts.SelectMany(record => Calls(record["api_calls"])).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Calls(object? calls) => (calls as IReadOnlyList<object?> ?? []).OfType<PythonDict>().SelectMany(call =>
        call.GetValueOrDefault("type") is "LLM" && ModelOf(call) is { } model ? [model] : Calls(call.GetValueOrDefault("children")));

    // As it was asked for; the stand-in says what it is, by whatever name it was asked.
    private static string? ModelOf(PythonDict call) =>
        (call.GetValueOrDefault("output") as PythonDict)?.GetValueOrDefault("model") is FindingsWords.StandInModel ? FindingsWords.StandInModel
        : (call.GetValueOrDefault("inputs") as PythonDict)?.GetValueOrDefault("model") as string;
}

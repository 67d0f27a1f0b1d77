using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>What a run has done so far. Safe for any number of threads.</summary>
internal sealed class RunCounters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> nodes = new(StringComparer.Ordinal);
    private int completed;
    private int failed;
    private Usage usage;

    public int Completed
    {
        get
        {
            lock (gate)
            {
                return completed;
            }
        }
    }

    public int Failed
    {
        get
        {
            lock (gate)
            {
                return failed;
            }
        }
    }

    public Usage Usage
    {
        get
        {
            lock (gate)
            {
                return usage;
            }
        }
    }

    /// <summary>Counts a line that is on disk.</summary>
    public void Add(LineResult result)
    {
        lock (gate)
        {
            CountLine(result.Line.Status == RunStatus.Completed, result.Line.Usage);
            foreach (var node in result.Nodes)
            {
                CountNode(node.Node, node.Status.ToString());
            }
        }
    }

    public void AddAggregation(NodeRecord node)
    {
        lock (gate)
        {
            usage += node.Usage;
            CountNode(node.Node, node.Status.ToString());
        }
    }

    public void AddLine(Artifact line)
    {
        lock (gate)
        {
            CountLine(line.Status == nameof(RunStatus.Completed), UsageOf(line));
        }
    }

    public void AddNode(Artifact node)
    {
        lock (gate)
        {
            CountNode(node["node"] as string ?? "", node.Status);
        }
    }

    /// <summary>The original's names: tokens, duration in seconds, counts of lines and nodes by status.</summary>
    public PythonDict SystemMetrics(TimeSpan duration)
    {
        lock (gate)
        {
            var metrics = new PythonDict
            {
                ["total_tokens"] = usage.TotalTokens ?? 0,
                ["prompt_tokens"] = usage.PromptTokens ?? 0,
                ["completion_tokens"] = usage.CompletionTokens ?? 0,
                ["duration"] = Math.Round(duration.TotalSeconds, 6),
                ["__pf__.lines.completed"] = (long)completed,
                ["__pf__.lines.failed"] = (long)failed,
            };
            if (usage.Costs.Total is { } cost)
            {
                metrics["cost"] = (double)cost.Dollars;
            }

            foreach (var (key, count) in nodes.OrderBy(n => n.Key, StringComparer.Ordinal))
            {
                metrics[$"__pf__.nodes.{key}"] = count;
            }

            return metrics;
        }
    }

    private void CountLine(bool good, Usage used)
    {
        completed += good ? 1 : 0;
        failed += good ? 0 : 1;
        usage += used;
    }

    private void CountNode(string node, string status)
    {
        var key = $"{node}.{status.ToLowerInvariant()}";
        nodes[key] = nodes.GetValueOrDefault(key) + 1;
    }

    private static Usage UsageOf(Artifact line) =>
        line["system_metrics"] is PythonDict metrics && metrics.TryGetValue("total_tokens", out var total) && total is long and > 0
            ? new Usage(Tokens(metrics, "prompt_tokens"), Tokens(metrics, "completion_tokens"), (long)total) { Costs = UsageCosts.Read(metrics) }
            : default;

    private static long? Tokens(PythonDict metrics, string key) => metrics.TryGetValue(key, out var value) ? value as long? : null;
}

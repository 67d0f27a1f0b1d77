using System.Globalization;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Runs;

/// <summary>The original's words for where a run stands.</summary>
public enum RunState
{
    NotStarted,

    /// <summary>Rows are being read and mapped.</summary>
    Preparing,
    Running,

    /// <summary>Someone asked for an end; the running process sees it within a second.</summary>
    CancelRequested,

    /// <summary>Ended before all lines were done; finished lines are kept and the run can be resumed.</summary>
    Canceled,

    /// <summary>All lines were tried, whether they completed or failed.</summary>
    Completed,

    /// <summary>The data could not be mapped, time ran out, or the disk was full.</summary>
    Failed,

    /// <summary>It says Running, but its process is gone (killed, or the machine went down); it can be resumed. Never stored.</summary>
    NotResponding,
}

/// <summary>A run as the index knows it.</summary>
public sealed record Run
{
    /// <summary>Unique in the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>For people; the name unless given.</summary>
    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public RunState State { get; init; }

    /// <summary>What it was made from.</summary>
    public required RunDefinition Definition { get; init; }

    /// <summary>Full path of the run folder.</summary>
    public required string Folder { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Rows after joining; null before they are mapped.</summary>
    public int? TotalLines { get; init; }

    public int CompletedLines { get; init; }

    public int FailedLines { get; init; }

    /// <summary>What its model calls cost, as <c>$0.0123</c>; <c>unknown</c> where a call had no price; null where no tokens were counted.</summary>
    public string? Cost =>
        SystemMetrics.TryGetValue("cost", out var cost) && cost is long or double ? NanoDollars.Of(Convert.ToDecimal(cost, CultureInfo.InvariantCulture)).ToString()
        : SystemMetrics.TryGetValue("total_tokens", out var tokens) && tokens is long and > 0 ? "unknown"
        : null;

    /// <summary>The same as numbers.</summary>
    internal CallCosts Costs =>
        SystemMetrics.TryGetValue("total_tokens", out var tokens) && tokens is long and > 0 ? UsageCosts.Read(SystemMetrics) : default;

    /// <summary><c>duration</c>, tokens, <c>cost</c> in dollars where it is known, <c>__pf__.lines.completed</c>, <c>__pf__.nodes.&lt;node&gt;.failed</c> …</summary>
    public PythonDict SystemMetrics { get; init; } = [];

    /// <summary>What aggregation logged; null before the end.</summary>
    public PythonDict? Metrics { get; init; }

    /// <summary>Why it failed (not: why lines failed), in the original's shape; null otherwise.</summary>
    public PythonDict? Error { get; init; }

    public bool Archived { get; init; }

    /// <summary>What a new user should know before relying on the result; only on the run that a runner returns, the log keeps it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it ended before its last line though nobody stopped it: the ceiling of cost, a provider that is away; only on the run that a runner returns.</summary>
    public string? Halted { get; init; }

    /// <summary>Whether its folder still grows.</summary>
    public bool IsActive => IsActiveIn(State);

    internal static bool IsActiveIn(RunState state) => state is RunState.NotStarted or RunState.Preparing or RunState.Running or RunState.CancelRequested;
}

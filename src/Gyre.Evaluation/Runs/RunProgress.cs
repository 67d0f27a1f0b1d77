using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs;

/// <summary>How far a run is; told a few times a second and once at the end.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Total">Rows.</param>
/// <param name="Completed">Lines that completed, those of before a resume included.</param>
/// <param name="Failed">Lines that failed.</param>
public sealed record RunProgress(string Run, int Total, int Completed, int Failed)
{
    /// <summary>Since the lines began in this process.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Lines that ended per second in this process; 0 before the first.</summary>
    public double LinesPerSecond { get; init; }

    /// <summary>At the present rate; null before the first line.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Tokens of all lines.</summary>
    public Usage Usage { get; init; }

    /// <summary>Lines that may run at once now.</summary>
    public int Concurrency { get; init; }

    /// <summary>Lines that have ended.</summary>
    public int Done => Completed + Failed;
}

using System.Globalization;
using Gyre.Evaluation.Runs.Execution;

namespace Gyre.Evaluation.Runs;

/// <summary>Limits of a run. The defaults suit flows without Python; those with it are bounded by their workers besides.</summary>
public sealed record BatchOptions
{
    /// <summary>Lines that run at once at the most; the runner finds its own number below. Default 64.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Whether somebody named the number: then the run starts with it instead of finding its own, and goes below only where a provider pushes back.</summary>
    public bool ConcurrencyIsGiven { get; init; }

    /// <summary>Seconds until a line fails with LineExecutionTimeoutError. Default 600.</summary>
    public double LineTimeout { get; init; } = 600;

    /// <summary>Seconds until the run fails with BatchRunTimeoutError; finished lines are kept. Default none.</summary>
    public double? BatchTimeout { get; init; }

    /// <summary>Nodes of a line that run at once. Default 2, as in the original.</summary>
    public int NodeConcurrency { get; init; } = 2;

    /// <summary>What the run's model calls may cost, together with other runs; null for no limit.</summary>
    internal CostCeiling? Ceiling { get; init; }

    /// <summary>How many lines in a row must fail for want of a provider until the run stops and leaves them for a resume; null to run on, as the original does.</summary>
    internal int? LinesWithoutProvider { get; init; }

    /// <summary>What earlier runs found out about how much their providers bear; null to begin anew.</summary>
    internal LineGovernors? Governors { get; init; }

    /// <summary>The original's variables: PF_WORKER_COUNT, PF_LINE_TIMEOUT_SEC, PF_BATCH_TIMEOUT_SEC. What is no number is passed over, as there.</summary>
    public static BatchOptions FromEnvironment(Func<string, string?> environment) => new BatchOptions().With(environment);

    /// <summary>The same variables on top of these options; a run may bring its own.</summary>
    public BatchOptions With(Func<string, string?> environment)
    {
        var workers = Number(environment("PF_WORKER_COUNT"));
        return this with
        {
            Concurrency = (int?)workers ?? Concurrency,
            ConcurrencyIsGiven = workers is not null || ConcurrencyIsGiven,
            LineTimeout = Number(environment("PF_LINE_TIMEOUT_SEC")) ?? LineTimeout,
            BatchTimeout = Number(environment("PF_BATCH_TIMEOUT_SEC")) ?? BatchTimeout,
        };
    }

    private static double? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

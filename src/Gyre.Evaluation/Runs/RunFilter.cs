namespace Gyre.Evaluation.Runs;

/// <summary>Which runs a list shows.</summary>
public sealed record RunFilter
{
    /// <summary>At the most this many; null for all. Default 50, as the original.</summary>
    public int? Limit { get; init; } = 50;

    public bool IncludeArchived { get; init; }

    public bool OnlyArchived { get; init; }

    public RunState? State { get; init; }

    /// <summary>Only runs that were last written to stand so, whether or not their process is there; null for all.</summary>
    internal IReadOnlyList<RunState>? Written { get; init; }

    /// <summary>Only runs that evaluate or otherwise read this run.</summary>
    public string? SourceRun { get; init; }

    /// <summary>Only runs that read one of these; null for all.</summary>
    internal IReadOnlyList<string>? SourceRuns { get; init; }

    public string? NamePrefix { get; init; }

    /// <summary>Only runs that come after this one in the order of the list.</summary>
    internal string? Before { get; init; }
}

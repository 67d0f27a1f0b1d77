namespace Gyre.Gateway.Admission;

/// <summary>Two words for one thing: a limit keeps traffic even, a budget keeps spending down.</summary>
public enum QuotaKind
{
    Limit,
    Budget,
}

/// <summary>At which level a quota counts.</summary>
public enum QuotaLevel
{
    Everyone,
    CostCenter,
    Team,
    Project,
    Key,
}

/// <summary>What is counted.</summary>
public enum QuotaUnit
{
    /// <summary>Money, in billionths of a dollar.</summary>
    Usd,

    /// <summary>Input and output tokens.</summary>
    Tokens,

    Requests,

    /// <summary>Calls under way at once.</summary>
    Concurrency,
}

/// <summary>How much of a unit may be used in a span of time, by whom, for which models.</summary>
public sealed record Quota
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required QuotaKind Kind { get; init; }

    /// <summary>Unique among its kind; stands in refusals.</summary>
    public required string Name { get; init; }

    public required QuotaLevel Level { get; init; }

    /// <summary>Id of the key, name of the team, project or cost center; empty for everyone.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Pattern with <c>*</c> of the models it is for, by any of their names; null for all.</summary>
    public string? Model { get; init; }

    public required QuotaUnit Unit { get; init; }

    /// <summary>In <see cref="Unit"/>; money in billionths of a dollar.</summary>
    public required long Amount { get; init; }

    public required QuotaSpan Span { get; init; }

    /// <summary>Whether calls beyond it are refused; a soft budget only warns.</summary>
    public bool Hard { get; init; } = true;

    /// <summary>Whether a hard budget lets calls pass whose price is not known; they count as nothing.</summary>
    public bool AllowUnpriced { get; init; }

    /// <summary>Percents of the amount at which to warn, ascending.</summary>
    public IReadOnlyList<int> WarnAt { get; init; } = [];

    /// <summary>Counts and refuses nothing while suspended.</summary>
    public bool Suspended { get; init; }

    /// <summary>Another amount for a while.</summary>
    public QuotaOverride? Override { get; init; }

    /// <summary>Every reset begins a new count.</summary>
    public long Generation { get; init; }

    /// <summary>Where months that are not the calendar's begin.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The amount that holds at a time.</summary>
    public long AmountAt(DateTimeOffset now) => Override is { } other && now < other.Until ? other.Amount : Amount;
}

/// <summary>Another amount until a time.</summary>
/// <param name="Amount">In the quota's unit.</param>
/// <param name="Until">When the quota's own amount holds again.</param>
public sealed record QuotaOverride(long Amount, DateTimeOffset Until);

namespace Gyre.Gateway.Usage;

/// <summary>Which calls are looked at, and how they are put together.</summary>
public sealed record UsageQuery
{
    /// <summary>When the calls came.</summary>
    public required UsagePeriod Period { get; init; }

    /// <summary>What a line of the report is for; none for the total alone.</summary>
    public IReadOnlyList<UsageDimension> By { get; init; } = [];

    /// <summary>Only calls with one of these values; an empty text means calls that have none. Keys by name, id or prefix.</summary>
    public IReadOnlyDictionary<UsageDimension, IReadOnlyList<string>> Only { get; init; } = new Dictionary<UsageDimension, IReadOnlyList<string>>();
}

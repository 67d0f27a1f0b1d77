using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>What calls used and cost, in groups and in all.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Lines">One per group: the dearest first, or in order of time where that is what they are for.</param>
/// <param name="Total">Of all calls; every sum in it is that of the lines, to the nano-dollar.</param>
public sealed record UsageReport(UsageQuery Query, IReadOnlyList<UsageLine> Lines, UsageLine Total);

/// <summary>Some calls together.</summary>
public sealed record UsageLine
{
    /// <summary>The values of <see cref="UsageQuery.By"/>, in its order; empty where the calls have none.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    public long Calls { get; init; }

    public long Answered { get; init; }

    /// <summary>Answered from the gateway's cache.</summary>
    public long Cached { get; init; }

    /// <summary>Refused by the gateway.</summary>
    public long Refused { get; init; }

    /// <summary>The client went away.</summary>
    public long Cancelled { get; init; }

    /// <summary>The provider failed, or the way to it.</summary>
    public long Failed { get; init; }

    /// <summary>Tokens and pieces, by bucket; null where no call said.</summary>
    public TokenUsage Usage { get; init; } = new();

    /// <summary>Calls whose usage is an estimate.</summary>
    public long Estimated { get; init; }

    /// <summary>Of the calls whose cost is known.</summary>
    public NanoDollars Cost { get; init; }

    /// <summary>Calls that used something whose price is not known: they are not in <see cref="Cost"/>.</summary>
    public long UnknownCost { get; init; }

    /// <summary>What the answers from the gateway's cache would have cost, as far as that is known; no part of <see cref="Cost"/>.</summary>
    public NanoDollars Saved { get; init; }

    /// <summary>Of answered calls, in whole.</summary>
    public Percentiles? Latency { get; init; }

    /// <summary>From the request to the first token, of answered calls that had one.</summary>
    public Percentiles? FirstToken { get; init; }

    /// <summary>Lines together; percentiles can't be added.</summary>
    internal static UsageLine Sum(IEnumerable<UsageLine> lines) => lines.Aggregate(new UsageLine(), (sum, line) => new UsageLine
    {
        Calls = sum.Calls + line.Calls,
        Answered = sum.Answered + line.Answered,
        Cached = sum.Cached + line.Cached,
        Refused = sum.Refused + line.Refused,
        Cancelled = sum.Cancelled + line.Cancelled,
        Failed = sum.Failed + line.Failed,
        Estimated = sum.Estimated + line.Estimated,
        Cost = sum.Cost + line.Cost,
        UnknownCost = sum.UnknownCost + line.UnknownCost,
        Saved = sum.Saved + line.Saved,
        Usage = sum.Usage + line.Usage,
    });
}

/// <summary>Half and nineteen of twenty calls took at most so long; to three digits.</summary>
public sealed record Percentiles(TimeSpan P50, TimeSpan P95);

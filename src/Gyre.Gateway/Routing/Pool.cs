using System.Collections.Frozen;
using System.Collections.Immutable;
using Gyre.Gateway.Routing.Trying;

namespace Gyre.Gateway.Routing;

/// <summary>The targets behind one public model name, and how they are used. A deployment is a pool of one. Immutable but for its retry budget.</summary>
public sealed class Pool
{
    /// <summary>More targets than this make no sense in one pool, and would not fit its bit masks.</summary>
    internal const int MostTargets = 64;

    private readonly ImmutableArray<Target> targets;

    /// <summary>What callers ask for.</summary>
    public required string Name { get; init; }

    /// <summary>What metrics call it: its name, where no caller made that up.</summary>
    public string Label
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Ordered by tier.</summary>
    public required ImmutableArray<Target> Targets
    {
        get => targets;
        init
        {
            targets = value.Sort((a, b) => a.Tier.CompareTo(b.Tier));
            TierEnds = [.. Enumerable.Range(1, targets.Length).Where(i => i == targets.Length || targets[i].Tier != targets[i - 1].Tier)];
        }
    }

    /// <summary>How a target is chosen within a tier.</summary>
    public RoutingPolicy Policy { get; init; }

    /// <summary>The only regions it may use; null for any.</summary>
    public FrozenSet<string>? Regions { get; init; }

    /// <summary>How often and how fast a failing request is tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>The whole time of one request with all its tries.</summary>
    public TimeSpan Total { get; init; } = Timeouts.Default.Total!.Value;

    /// <summary>Where a request goes when this pool can't answer it; by class of failure.</summary>
    public FrozenDictionary<FallbackClass, string> Fallbacks { get; init; } = FrozenDictionary<FallbackClass, string>.Empty;

    /// <summary>When a second target is asked in parallel; null for never.</summary>
    public Hedging? Hedge { get; init; }

    /// <summary>What keeps related requests together; null for nothing.</summary>
    public Affinity? Affinity { get; init; }

    /// <summary>When an answer is given again to the same request; null for never.</summary>
    public CachePolicy? Cache { get; init; }

    /// <summary>What is left for repetitions.</summary>
    internal RetryBudget Budget { get; init; } = RetryBudget.None;

    /// <summary>Where each tier ends in <see cref="Targets"/>.</summary>
    internal ImmutableArray<int> TierEnds { get; private init; }

    /// <summary>Most tries of one request in this pool.</summary>
    internal int MostTries => Retry.Attempts ?? Math.Max(3, targets.Length);
}

/// <summary>How often and how fast a failing request is tried again.</summary>
public sealed record RetryPolicy
{
    /// <summary>Tries of one request, the first included; null for three, or as many as there are targets.</summary>
    public int? Attempts { get; init; }

    /// <summary>Before a target is asked a second time; doubled each time, and spread by half so that callers do not return together.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Where the doubling ends; where a provider asks for a longer wait, the request ends instead.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Repetitions per request, over all requests: 0.2 lets load grow by a fifth when everything fails.</summary>
    public double Budget { get; init; } = 0.2;
}

/// <summary>When a second target is asked while the first is silent.</summary>
/// <param name="After">Time without a first token; null for the first target's own 95th percentile.</param>
public sealed record Hedging(TimeSpan? After);

/// <summary>What keeps related requests on one target, for its prompt cache.</summary>
public sealed record Affinity
{
    /// <summary>The request header that names the session; null where the beginning of the prompt is the key.</summary>
    public string? Header { get; init; }

    /// <summary>So many bytes of the prompt are the key, where there is no header.</summary>
    public int Prefix { get; init; } = 1024;
}

/// <summary>When an answer is given again.</summary>
/// <param name="Ttl">For how long.</param>
/// <param name="OnlyWhenAsked">Whether a request must ask for it by a header.</param>
public sealed record CachePolicy(TimeSpan Ttl, bool OnlyWhenAsked = false);

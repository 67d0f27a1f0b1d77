using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Workspace.Schemas;

namespace Gyre.Gateway.Routing.Files;

/// <summary><c>gateway/*.yaml</c> with <c>kind: pool</c>.</summary>
internal sealed record PoolShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("What this file defines.")]
    [AllowedValues("pool")]
    public required string Kind { get; init; }

    [Description("What callers ask for.")]
    public required string Name { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("How a target is chosen within a tier: by weight, by latency and work in flight, or the cheapest.")]
    [AllowedValues("weighted", "latency", "cost")]
    public string? Policy { get; init; }

    [Description("The ways to the model, up to 64.")]
    public required IReadOnlyList<TargetShape> Targets { get; init; }

    [Description("The only regions it may use; kept in its fallbacks too.")]
    public IReadOnlyList<string>? Regions { get; init; }

    [Description("How often and how fast a failing request is tried again.")]
    public RetryShape? Retry { get; init; }

    [Description("For all targets that do not say otherwise.")]
    public TimeoutsShape? Timeouts { get; init; }

    [Description("By what went wrong, the pool, deployment or model that a request goes to then.")]
    public FallbackShape? Fallback { get; init; }

    [Description("A second target is asked while the first is silent; the first token wins.")]
    public HedgeShape? Hedge { get; init; }

    [Description("Keeps related requests on one target, for its prompt cache.")]
    public AffinityShape? Affinity { get; init; }

    [Description("Gives an answer again to the same request; never where absent.")]
    public CacheShape? Cache { get; init; }
}

/// <summary>One target of a pool: a deployment by name, or a connection and a model.</summary>
internal sealed record TargetShape : WayShape
{
    [Description("Name of a deployment; then no connection and model.")]
    public string? Deployment { get; init; }

    [Description("Lower tiers are asked first; 1 where absent.")]
    [Range(1, 100)]
    public int? Tier { get; init; }

    [Description("Share within the tier; 1 where absent.")]
    [Range(1, 1000)]
    public int? Weight { get; init; }
}

/// <summary>How often and how fast a failing request is tried again.</summary>
internal sealed record RetryShape
{
    [Description("Tries of one request, the first included; 3, or as many as there are targets.")]
    [Range(1, 100)]
    public int? Attempts { get; init; }

    [Description("Before a target is asked a second time, doubled each time; 0.5 seconds.")]
    [OrText]
    public double? Delay { get; init; }

    [Description("Where the doubling ends; 8 seconds. Where a provider asks for a longer wait, the request ends instead.")]
    [OrText]
    public double? LongestDelay { get; init; }

    [Description("Repetitions per request over all requests, 0 to 10; 0.2.")]
    public double? Budget { get; init; }
}

/// <summary>Where a request goes by what went wrong.</summary>
internal sealed record FallbackShape
{
    [Description("Where throttled, timeout or unavailable is not written.")]
    public string? Any { get; init; }

    [Description("Every target is throttled or full.")]
    public string? Throttled { get; init; }

    [Description("The targets were too slow.")]
    public string? Timeout { get; init; }

    [Description("The targets failed.")]
    public string? Unavailable { get; init; }

    [Description("The prompt is too long for the model.")]
    public string? ContextWindow { get; init; }

    [Description("The provider's content filter refused the prompt.")]
    public string? ContentFilter { get; init; }
}

/// <summary>When a second target is asked.</summary>
internal sealed record HedgeShape
{
    [Description("Time without a first token; or p95, the 95th percentile of the first target.")]
    [OrText]
    public required double? After { get; init; }
}

/// <summary>What keeps requests together.</summary>
internal sealed record AffinityShape
{
    [Description("A header that names the session, or the beginning of the prompt.")]
    [AllowedValues("session", "prompt")]
    public required string By { get; init; }

    [Description("The header, for session; x-session-id where absent.")]
    public string? Header { get; init; }

    [Description("How many bytes of the prompt count, for prompt; 1024 where absent.")]
    [Range(1, 1_000_000)]
    public int? Prefix { get; init; }
}

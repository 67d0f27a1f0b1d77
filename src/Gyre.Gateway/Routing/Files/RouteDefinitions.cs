using Gyre.Gateway.Routing.Trying;
using Gyre.Workspace.Schemas;

namespace Gyre.Gateway.Routing.Files;

/// <summary>A way to a model as written.</summary>
/// <param name="Fields">Where it is written, for faults that show only when files are put together.</param>
internal sealed record WayDefinition(FileFields Fields)
{
    public string Connection { get; init; } = "";

    public string Model { get; init; } = "";

    public string? BaseModel { get; init; }

    public string? Region { get; init; }

    public bool Reserved { get; init; }

    public int? Concurrency { get; init; }

    public bool MarksPrompt { get; init; }

    public Timeouts Timeouts { get; init; } = new();
}

/// <summary>A deployment as written.</summary>
internal sealed record DeploymentDefinition(string Name, WayDefinition Way)
{
    public CachePolicy? Cache { get; init; }
}

/// <summary>A target of a pool as written.</summary>
/// <param name="Way">What stands beside the deployment, or the whole of it.</param>
internal sealed record TargetDefinition(WayDefinition Way)
{
    /// <summary>The deployment's name; null where connection and model are written.</summary>
    public string? Deployment { get; init; }

    public int Tier { get; init; } = 1;

    public int Weight { get; init; } = 1;
}

/// <summary>A pool as written.</summary>
internal sealed record PoolDefinition(string Name, FileFields Fields, IReadOnlyList<TargetDefinition> Targets)
{
    public RoutingPolicy Policy { get; init; }

    public IReadOnlyList<string>? Regions { get; init; }

    public RetryPolicy Retry { get; init; } = new();

    public Timeouts Timeouts { get; init; } = new();

    public IReadOnlyDictionary<FallbackClass, string> Fallbacks { get; init; } = new Dictionary<FallbackClass, string>();

    public FileFields? FallbackFields { get; init; }

    public Hedging? Hedge { get; init; }

    public Affinity? Affinity { get; init; }

    public CachePolicy? Cache { get; init; }
}

using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Flows.Execution;

/// <summary>Which flow to open, and what a run or test changes about it.</summary>
/// <param name="Path">A flow folder, a flow file or a <c>.prompty</c>.</param>
public sealed record FlowRequest(string Path)
{
    /// <summary><c>${node.variant}</c>; null for the defaults.</summary>
    public string? Variant { get; init; }

    /// <summary>Environment variables that win over the flow's own.</summary>
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>By node: <c>connection</c>, <c>deployment_name</c>, <c>model</c>, or any input that takes a connection.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? ConnectionOverrides { get; init; }

    /// <summary>Another model for every prompt of the flow; null for its own.</summary>
    public ModelOverride? Model { get; init; }

    /// <summary>Constructor arguments of a flex flow's class.</summary>
    public PythonDict? Init { get; init; }

    /// <summary>The Python interpreter; null to look for the flow's <c>.venv</c>, <c>GYRE_PYTHON</c> and PATH.</summary>
    public string? Python { get; init; }

    /// <summary>How many Python workers at the most; null for as many as are useful here.</summary>
    public int? PythonWorkers { get; init; }

    /// <summary>Whether the caller takes streams.</summary>
    public bool Streaming { get; init; }

    /// <summary>Where images made by the flow are stored; null for a temporary folder.</summary>
    public string? OutputFolder { get; init; }
}

/// <summary>What flows need of the outside.</summary>
public sealed record FlowServices
{
    /// <summary>Where connections come from.</summary>
    public required IConnectionSource Connections { get; init; }

    /// <summary>The ways to models.</summary>
    public required IModelProviders Models { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Folder of the node cache; null switches <c>enable_cache</c> off, as in the original.</summary>
    public string? CacheFolder { get; init; }
}

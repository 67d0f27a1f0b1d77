using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Python;

/// <summary>What a flex flow needs besides its file.</summary>
internal sealed record FlexFlowOptions
{
    /// <summary>Where connections come from.</summary>
    public required IConnectionSource Connections { get; init; }

    /// <summary>Where the entry is imported from; null for the definition's folder (or its <c>code</c>).</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Environment variables of the flow with run overrides applied and connection references resolved.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Constructor values by name; null for none.</summary>
    public PythonDict? Init { get; init; }

    /// <summary>Whether the caller takes streams.</summary>
    public bool Streaming { get; init; }

    /// <summary>How workers are run.</summary>
    public PythonOptions Python { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Disposed with the flow, last first.</summary>
    public IReadOnlyList<IAsyncDisposable> Owned { get; init; } = [];
}

using Gyre.Flows.Definitions;

namespace Gyre.Flows.Tools;

/// <summary>Makes the tools of one kind of node: prompt, llm, python, csharp, package tools, sub-flows.</summary>
internal interface IToolSource
{
    /// <summary>Whether this source answers for the node; sources are asked in order.</summary>
    bool Serves(FlowNode node);

    /// <summary>Makes the node's tool, or throws the <see cref="FlowException"/> that stands inside ResolveToolError (InvalidSource, PythonLoadError, JinjaParsingError …).</summary>
    ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken);
}

/// <summary>What is the same for every line of one execution of a flow.</summary>
internal sealed record FlowContext
{
    /// <summary>The flow, variants applied.</summary>
    public required FlowDefinition Flow { get; init; }

    /// <summary>Where sources are read and tools run: the flow folder, or its copy with the additional includes.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Where connections come from.</summary>
    public required Models.Connections.IConnectionSource Connections { get; init; }

    /// <summary>Environment variables of the flow with run overrides applied and connection references resolved.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where images made by the flow are stored; a temporary folder unless a run or test gives one.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Whether the caller will take streams: llm nodes that feed only an output stream their text.</summary>
    public bool Streaming { get; init; }
}

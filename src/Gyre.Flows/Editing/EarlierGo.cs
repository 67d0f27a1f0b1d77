using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Editing;

/// <summary>What an earlier go through a flow gave, and how the flow was run then: a test, or a line of a run.</summary>
/// <param name="Flow">Full path of the flow's file or folder; null where that is not known.</param>
/// <param name="Nodes">What its nodes gave.</param>
public sealed record EarlierGo(string? Flow, IReadOnlyList<NodeRecord> Nodes)
{
    /// <summary><c>${node.variant}</c>; null for the defaults.</summary>
    public string? Variant { get; init; }

    /// <summary>Another model for every prompt; null for the flow's own.</summary>
    public ModelOverride? Model { get; init; }

    /// <summary>Nodes that had another connection or model than the flow says.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Full path of the folder that image files of the records are in; null where images are at hand.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>Whether it went through this flow.</summary>
    /// <param name="file">Full path of the flow's file.</param>
    internal bool Through(string file)
    {
        try
        {
            return Flow is not null && FlowFile.Find(Flow, acceptSinglePrompty: true).Path == file;
        }
        catch (FlowException)
        {
            // It was moved or deleted since.
            return false;
        }
    }

    /// <summary>The nodes that are not now what they were then, so that what they gave says nothing.</summary>
    /// <param name="flow">The flow as it is now.</param>
    /// <param name="variant">The variant that is asked for now.</param>
    /// <param name="model">The model that is asked for now.</param>
    internal IEnumerable<string> NotAsNow(FlowDefinition flow, string? variant, ModelOverride? model)
    {
        var nodes = Changed.ToList();
        if ((Variant ?? "") != (variant ?? ""))
        {
            nodes.AddRange(new[] { Variant, variant }.OfType<string>().Select(NodeOf));
        }

        if (Model?.Connection != model?.Connection || Model?.Model != model?.Model || Model is { Parameters.Count: > 0 })
        {
            nodes.AddRange(flow.Nodes.Where(n => n.Type == NodeTypes.Llm).Select(n => n.Name));
        }

        return nodes;
    }

    // ${node.variant}
    private static string NodeOf(string variant) => variant.TrimStart('$', '{').Split('.')[0];
}

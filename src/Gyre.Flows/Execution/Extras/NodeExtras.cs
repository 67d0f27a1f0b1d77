using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution.Extras;

/// <summary>Puts Gyre's own node keys around a tool: timeout, retry, cache and map, from the inside out.</summary>
internal static class NodeExtras
{
    /// <summary>The tool as the plan calls it, and the inputs it then takes.</summary>
    public static (Tool Tool, IReadOnlyList<KeyValuePair<string, InputBinding>> Inputs) Apply(
        FlowNode node, Tool tool, IReadOnlyList<KeyValuePair<string, InputBinding>> inputs, FlowContext flow, DagFlowOptions options)
    {
        if (node.Timeout is { } seconds)
        {
            tool = new TimedTool(tool, TimeSpan.FromSeconds(seconds), options.Time);
        }

        if (node.Retry is { } policy)
        {
            tool = new RetriedTool(tool, policy, options.Time);
        }

        if (node.EnableCache && options.CacheFolder is { } folder && NodeIdentity.Of(node, flow.WorkingFolder) is { } identity)
        {
            tool = new CachedTool(tool, identity, new NodeCache(folder));
        }

        if (node.Map is { } map)
        {
            tool = new MappedTool(tool, map);
            inputs = [.. inputs.Where(i => i.Key != map.As), new(map.As, map.Over)];
        }

        return (tool, inputs);
    }
}

/// <summary>A tool around another.</summary>
internal abstract class ToolAround(Tool inner) : Tool
{
    /// <inheritdoc/>
    public override IReadOnlyList<ToolParameter>? Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override string? Function => Inner.Function;

    /// <summary>The tool inside.</summary>
    protected Tool Inner { get; } = inner;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        await base.DisposeAsync();
    }
}

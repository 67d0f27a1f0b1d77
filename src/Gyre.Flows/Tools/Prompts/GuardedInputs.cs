using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>Which inputs of a node come from the flow's inputs or from prompt nodes: those may carry a user's words. Text of other nodes is trusted.</summary>
internal sealed class GuardedInputs
{
    private readonly HashSet<string> fromFlow;
    private readonly Dictionary<string, string> fromNodes;

    public GuardedInputs(FlowNode node, FlowDefinition flow)
    {
        var prompts = flow.Nodes.Where(n => n.Type == "prompt").Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        fromFlow = node.Inputs.Where(i => i.Value is FlowInputBinding).Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        if (node.Map is { Over: FlowInputBinding } loop)
        {
            fromFlow.Add(loop.As);
        }

        fromNodes = node.Inputs.Where(i => i.Value is NodeBinding { Path.Count: 0 } binding && prompts.Contains(binding.Node))
            .ToDictionary(i => i.Key, i => ((NodeBinding)i.Value).Node, StringComparer.Ordinal);
    }

    /// <summary>The inputs with role headers hidden, and the guard that shows them again; the inputs themselves where there are none.</summary>
    public (PythonDict Inputs, RoleGuard Guard) Hide(PythonDict inputs, LineContext line)
    {
        var guard = new RoleGuard();
        var hidden = new PythonDict(inputs.Count);
        foreach (var (name, value) in inputs)
        {
            hidden[name] = value;
            if (name is not string key)
            {
                continue;
            }

            if (fromNodes.TryGetValue(key, out var node) && value is string text && HiddenPrompts.Of(line).TryGet(node, text, out var prompt))
            {
                guard.Include(prompt.Guard);
                hidden[name] = prompt.Hidden;
            }
            else if (fromFlow.Contains(key))
            {
                hidden[name] = guard.Hide(value);
            }
        }

        return (guard.IsEmpty ? inputs : hidden, guard);
    }
}

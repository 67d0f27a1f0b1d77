using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>
/// Which nodes need not run, because an earlier go answered the same: what a node needs was taken from there too, and its inputs
/// are what they were. Otherwise the answer to one question would be mixed with that to another.
/// </summary>
/// <param name="earlier">What nodes gave then, by name; null where everything is to run.</param>
/// <param name="values">What the nodes of this go have given so far.</param>
/// <param name="nodes">How many the flow has.</param>
internal sealed class Replay(IReadOnlyDictionary<string, NodeRecord>? earlier, LineValues values, int nodes)
{
    private readonly NodeRecord?[] taken = new NodeRecord?[nodes];

    /// <summary>What a node gave then, where it would be asked the same again; else null.</summary>
    public NodeRecord? Find(PlannedNode node) =>
        earlier?.GetValueOrDefault(node.Name) is { } before
        && Array.TrueForAll(node.Needs, n => taken[n] is not null)
        && values.IsToBeBypassed(node) == (before.Status == RunStatus.Bypassed)
        && (before.Status == RunStatus.Bypassed || IsAskedAsIn(before, node)) ? before : null;

    /// <summary>Notes that a node took what it gave then.</summary>
    public void Keep(PlannedNode node, NodeRecord before) => taken[node.Number] = before;

    private bool IsAskedAsIn(NodeRecord before, PlannedNode node)
    {
        var now = NodeCall.Storable(values.InputsOf(node, []));
        return before.Inputs is { } then && now.Count == then.Count && now.All(i => then.TryGetValue(i.Key, out var value) && (PythonEquality.AreEqual(i.Value, value) || WasStream(node, i.Key)));
    }

    // Of what flowed through, the record of who read it has nothing.
    private bool WasStream(PlannedNode node, object? input) =>
        node.Inputs.FirstOrDefault(i => Equals(i.Name, input)).Value is { Kind: ValueKind.Node, Node: var number } && taken[number]?.Form == OutputForm.Pieces;
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Which nodes of a line need not run again when it is run anew from one of its nodes on.</summary>
internal static class LineReplay
{
    /// <summary>The records to replay: of every node that does not depend on the node, as far as an earlier go has a result of it.</summary>
    /// <param name="flow">The flow as it is now, variants applied.</param>
    /// <param name="from">The nodes to run again first; of these the first was asked for by name.</param>
    /// <param name="before">What an earlier go recorded.</param>
    /// <exception cref="FlowException">The flow has no such node.</exception>
    public static IReadOnlyDictionary<string, NodeRecord> Before(FlowDefinition flow, IReadOnlyList<string> from, IEnumerable<NodeRecord> before)
    {
        if (flow.Nodes.All(n => n.Name != from[0]))
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"The flow has no node '{from[0]}' to run from.{Kernel.NearestName.Hint(from[0], flow.Nodes.Select(n => n.Name))}") { File = flow.File };
        }

        var again = Dependents(flow, from);
        return before
            .Where(r => !again.Contains(r.Node) && r.Form != OutputForm.Printed && r.Status is RunStatus.Completed or RunStatus.Bypassed && flow.Nodes.Any(n => n.Name == r.Node && !n.Aggregation))
            .GroupBy(r => r.Node, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
    }

    /// <summary>A record as the next go has it: nothing was called and nothing spent.</summary>
    internal static NodeRecord Of(NodeRecord record, PythonDict? inputs, object? output) => new()
    {
        Node = record.Node,
        FlowRunId = record.FlowRunId,
        RunId = record.RunId,
        ParentRunId = record.ParentRunId,
        Index = record.Index,
        Status = record.Status,
        Inputs = inputs,
        Output = record.Form == OutputForm.Pieces && output is List<object?> pieces ? string.Concat(pieces.Select(PythonText.Str)) : output,
        Form = record.Form,
        StartTime = record.StartTime,
        EndTime = record.EndTime,
        ApiCalls = record.ApiCalls,
        StandardOutput = record.StandardOutput,
        StandardError = record.StandardError,
        MessageFormat = record.MessageFormat,
        Replayed = true,
    };

    private static HashSet<string> Dependents(FlowDefinition flow, IEnumerable<string> from)
    {
        var again = new HashSet<string>(from, StringComparer.Ordinal);
        var size = 0;
        while (size != again.Count)
        {
            size = again.Count;
            again.UnionWith(flow.Nodes.Where(n => FlowGraph.References(n).OfType<NodeBinding>().Any(r => again.Contains(r.Node))).Select(n => n.Name).ToList());
        }

        return again;
    }
}

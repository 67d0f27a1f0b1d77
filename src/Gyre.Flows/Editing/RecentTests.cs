using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Editing;

/// <summary>What the last tests gave, so that the next one need not begin at the beginning. It ends with the process.</summary>
/// <param name="most">How many bytes are kept, about; the oldest tests go first.</param>
internal sealed class RecentTests(long most = 64 * 1024 * 1024)
{
    private const int MostTests = 100;

    private readonly Lock gate = new();
    private readonly LinkedList<(string Test, EarlierGo Go, long Bytes)> kept = new();
    private long bytes;

    public void Keep(string test, EarlierGo go)
    {
        // What was said to models is not needed to go on, and holds each image once more.
        var light = go with { Nodes = [.. go.Nodes.Select(Light)] };
        var size = light.Nodes.Sum(n => SizeOf(n.Inputs) + SizeOf(n.Output));
        lock (gate)
        {
            kept.AddLast((test, light, size));
            bytes += size;
            while (kept.Count > MostTests || (bytes > most && kept.Count > 1))
            {
                bytes -= kept.First!.Value.Bytes;
                kept.RemoveFirst();
            }
        }
    }

    /// <summary>Null where it is forgotten.</summary>
    public EarlierGo? Find(string test)
    {
        lock (gate)
        {
            return kept.FirstOrDefault(k => k.Test == test).Go;
        }
    }

    private static NodeRecord Light(NodeRecord node) => new()
    {
        Node = node.Node,
        FlowRunId = node.FlowRunId,
        RunId = node.RunId,
        ParentRunId = node.ParentRunId,
        Index = node.Index,
        Status = node.Status,
        Inputs = node.Inputs,
        Output = node.Output,
        Form = node.Form,
        Error = node.Error,
        StartTime = node.StartTime,
        EndTime = node.EndTime,
        MessageFormat = node.MessageFormat,
    };

    private static long SizeOf(object? value) => value switch
    {
        string text => 2L * text.Length,
        FlowImage image => image.Bytes.Length,
        PythonDict dict => dict.Sum(e => SizeOf(e.Key) + SizeOf(e.Value) + 48),
        IReadOnlyList<object?> list => list.Sum(SizeOf) + (16L * list.Count),
        _ => 16,
    };
}

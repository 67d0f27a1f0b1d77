using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Editing;

/// <summary>What the last tests gave, so that the next one need not begin at the beginning. It ends with the process.</summary>
internal sealed class RecentTests
{
    private const int Most = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<NodeRecord>> records = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public void Keep(string test, IReadOnlyList<NodeRecord> nodes)
    {
        lock (gate)
        {
            records[test] = nodes;
            order.Enqueue(test);
            while (order.Count > Most)
            {
                records.Remove(order.Dequeue());
            }
        }
    }

    /// <summary>Null where it is forgotten or was another node's.</summary>
    public IReadOnlyList<NodeRecord>? Find(string test)
    {
        lock (gate)
        {
            return records.GetValueOrDefault(test);
        }
    }
}

namespace Gyre.Gateway.Cache;

/// <summary>Answers in memory, up to so many bytes; those that were not asked for the longest go first. Thread-safe, one lock.</summary>
/// <param name="mostBytes">Of all answers together.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerCache(long mostBytes, TimeProvider time)
{
    // Keys, nodes and what an answer's row knew.
    private const int Around = 512;

    private readonly Lock gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> entries = [];

    // The one asked for last stands first.
    private readonly LinkedList<Entry> order = [];
    private long bytes;

    /// <summary>A longer answer is not kept: it would drive out too many others.</summary>
    public int LongestAnswer { get; } = (int)Math.Min(mostBytes / 32, 4 * 1024 * 1024);

    /// <summary>Of all answers, with what is around them.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    /// <summary>The answer, if there is one that is young enough.</summary>
    /// <param name="key">Of the request.</param>
    /// <param name="oldest">An older answer does not count, but stays for those who take it.</param>
    /// <param name="age">Of the answer that was found.</param>
    public CachedAnswer? Find(in CacheKey key, TimeSpan oldest, out TimeSpan age)
    {
        lock (gate)
        {
            age = default;
            if (!entries.TryGetValue(key, out var node))
            {
                return null;
            }

            age = time.GetElapsedTime(node.Value.Answer.MadeAt);
            if (age >= node.Value.Ttl)
            {
                Remove(node);
                return null;
            }

            if (age >= oldest)
            {
                return null;
            }

            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Answer;
        }
    }

    /// <summary>Keeps an answer in place of an older one.</summary>
    public void Keep(in CacheKey key, CachedAnswer answer, TimeSpan ttl)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var old))
            {
                Remove(old);
            }

            entries[key] = order.AddFirst(new Entry(key, answer, ttl));
            bytes += Size(answer);
            while (order.Last is { } last && (bytes > mostBytes || time.GetElapsedTime(last.Value.Answer.MadeAt) >= last.Value.Ttl))
            {
                Remove(last);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        entries.Remove(node.Value.Key);
        order.Remove(node);
        bytes -= Size(node.Value.Answer);
    }

    private static long Size(CachedAnswer answer) => answer.Bytes.Length + Around;

    private sealed record Entry(CacheKey Key, CachedAnswer Answer, TimeSpan Ttl);
}

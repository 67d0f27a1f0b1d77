namespace Gyre.Evaluation.Api;

/// <summary>
/// The latest findings that were read from lines, so that the pages of one table and the parts of one screen read them once.
/// What a key stands for never changes: it names what was read and when that ended.
/// </summary>
internal sealed class KeptFindings
{
    private const int Most = 24;

    private readonly Lock gate = new();
    private readonly LinkedList<(string Key, Lazy<Task<object>> Found)> kept = new();

    /// <summary>What was found before, or finds it; of several who ask at once one does.</summary>
    /// <param name="key">Names what is asked, and of what state; null where that may still change.</param>
    /// <param name="find">Finds it; it goes on when who asked has gone, since others may wait.</param>
    public async Task<T> GetAsync<T>(string? key, Func<T> find)
        where T : class
    {
        if (key is null)
        {
            return await Task.Run(find);
        }

        var entry = Entry(key, () => Task.Run<object>(find));
        try
        {
            return (T)await entry.Value;
        }
        catch
        {
            Forget(key, entry);
            throw;
        }
    }

    private Lazy<Task<object>> Entry(string key, Func<Task<object>> find)
    {
        lock (gate)
        {
            for (var node = kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    kept.Remove(node);
                    kept.AddFirst(node);
                    return node.Value.Found;
                }
            }

            var made = new Lazy<Task<object>>(find);
            kept.AddFirst((key, made));
            if (kept.Count > Most)
            {
                kept.RemoveLast();
            }

            return made;
        }
    }

    private void Forget(string key, Lazy<Task<object>> entry)
    {
        lock (gate)
        {
            kept.Remove((key, entry));
        }
    }
}

using System.Collections.Concurrent;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>Streams of text on the engine's side that Python code reads piece by piece.</summary>
internal sealed class EngineStreams : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, IAsyncEnumerator<string>> open = new();
    private int last;

    /// <summary>The number Python knows it by.</summary>
    public int Add(TextStream stream)
    {
        var number = Interlocked.Increment(ref last);
        open[number] = stream.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        return number;
    }

    /// <summary>The next piece, or null at the end.</summary>
    public async ValueTask<string?> NextAsync(int number)
    {
        if (!open.TryGetValue(number, out var pieces))
        {
            return null;
        }

        if (await pieces.MoveNextAsync())
        {
            return pieces.Current;
        }

        await CloseAsync(number);
        return null;
    }

    /// <summary>Lets go of a stream.</summary>
    public async ValueTask CloseAsync(int number)
    {
        if (open.TryRemove(number, out var pieces))
        {
            await pieces.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var number in open.Keys)
        {
            try
            {
                await CloseAsync(number);
            }
            catch (NotSupportedException)
            {
                // Somebody is still reading it.
            }
        }
    }
}

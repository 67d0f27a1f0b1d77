using System.Runtime.CompilerServices;
using System.Text;

namespace Gyre.Flows.Values;

/// <summary>A Python generator of text: a sequence of chunks that can be consumed once, by whoever asks first.</summary>
/// <param name="chunks">The chunks as they come.</param>
public sealed class TextStream(IAsyncEnumerable<string> chunks) : IPythonObject, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly List<object?> seen = [];
    private IAsyncEnumerator<string>? reader;
    private bool ended;

    /// <summary>The object behind it, which another node of the same line gets in its place: a generator in a Python worker.</summary>
    internal IPythonObject? Source { get; init; }

    /// <summary>The chunks that were consumed so far, in order.</summary>
    public IReadOnlyList<object?> Seen
    {
        get
        {
            lock (seen)
            {
                return [.. seen];
            }
        }
    }

    /// <summary>Called once, when the last chunk was taken, the source failed, or the stream was disposed.</summary>
    internal Func<ValueTask>? WhenEnded { get; set; }

    /// <inheritdoc/>
    public string TypeName => "generator";

    /// <inheritdoc/>
    public string Str() => Repr();

    /// <inheritdoc/>
    public string Repr() => Source?.Repr() ?? "<generator object>";

    /// <summary>Tells all chunks that were taken where the generator lives, by nodes there too; null where that is not known any more.</summary>
    internal Func<ValueTask<List<object?>?>>? Taken { get; init; }

    /// <summary>Brings <see cref="Seen"/> up to what was consumed elsewhere (inside the Python worker that holds the generator).</summary>
    internal async ValueTask CatchUpAsync()
    {
        if (Taken is null || await Taken() is not { } all)
        {
            return;
        }

        lock (seen)
        {
            seen.Clear();
            seen.AddRange(all);
        }
    }

    /// <summary>The rest of the stream as one text: empty where another consumer used it up.</summary>
    public async ValueTask<string> JoinAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var chunk in ReadAsync(cancellationToken))
        {
            text.Append(chunk);
        }

        return text.ToString();
    }

    /// <summary>Gives up what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The chunks that nobody took so far; a later reader goes on where the last one stopped.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await NextAsync(cancellationToken) is not { } chunk)
            {
                yield break;
            }

            yield return chunk;
        }
    }

    private async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (ended)
            {
                return null;
            }

            reader ??= chunks.GetAsyncEnumerator(cancellationToken);
            var going = false;
            try
            {
                going = await reader.MoveNextAsync();
            }
            finally
            {
                if (!going)
                {
                    await EndAsync();
                }
            }

            if (!going)
            {
                return null;
            }

            lock (seen)
            {
                seen.Add(reader.Current);
            }

            return reader.Current;
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask EndAsync()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        if (reader is not null)
        {
            await reader.DisposeAsync();
        }

        if (WhenEnded is { } told)
        {
            await told();
        }
    }
}

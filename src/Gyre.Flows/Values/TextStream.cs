using System.Runtime.CompilerServices;
using System.Text;

namespace Gyre.Flows.Values;

/// <summary>Text that arrives in pieces, like a Python generator: whoever reads it first uses it up, later readers find nothing.</summary>
public sealed class TextStream(IAsyncEnumerable<string> pieces) : IPythonObject
{
    private int taken;

    /// <summary>The object behind it, which another node of the same line gets in its place: a generator in a Python worker.</summary>
    public IPythonObject? Source { get; init; }

    /// <summary>The pieces for the first reader, none for the others.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref taken, 1) == 1)
        {
            yield break;
        }

        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            yield return piece;
        }
    }

    /// <summary>All pieces as one text; empty where they were read before.</summary>
    public async ValueTask<string> JoinAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var piece in ReadAsync(cancellationToken))
        {
            text.Append(piece);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public string Str() => Repr();

    /// <inheritdoc/>
    public string Repr() => Source?.Repr() ?? "<generator object>";
}

using System.Collections;

namespace Gyre.Flows.Values;

/// <summary>A Python <c>tuple</c>: a list that never changes and may be a key.</summary>
public class PythonTuple(params IReadOnlyList<object?> items) : IReadOnlyList<object?>
{
    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public object? this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

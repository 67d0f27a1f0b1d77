using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Gyre.Flows.Values;

/// <summary>
/// A Python <c>dict</c>: keeps insertion order, compares keys as Python does (<c>1</c>, <c>1.0</c> and <c>True</c> are one key).
/// </summary>
/// <remarks>
/// The value model of flows, everywhere: <c>null</c> (None), <see cref="bool"/>, <see cref="long"/> or
/// <see cref="System.Numerics.BigInteger"/> (int), <see cref="double"/> (float), <see cref="string"/>,
/// <see cref="List{T}"/> of <see cref="object"/> (list), <see cref="PythonTuple"/>, <see cref="PythonDict"/>,
/// and <see cref="IPythonObject"/> for everything else. No other CLR type may travel as a flow value.
/// </remarks>
public sealed class PythonDict : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    private readonly OrderedDictionary<Key, object?> entries;

    /// <summary>An empty dict.</summary>
    public PythonDict(int capacity = 0) => entries = new OrderedDictionary<Key, object?>(capacity);

    /// <summary>A dict of text keys, in the order given; a later value replaces an earlier one.</summary>
    public PythonDict(IEnumerable<KeyValuePair<string, object?>> items)
        : this()
    {
        foreach (var (key, value) in items)
        {
            this[key] = value;
        }
    }

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <summary>In insertion order.</summary>
    public IEnumerable<object?> Keys => entries.Keys.Select(k => k.Value);

    /// <summary>In insertion order.</summary>
    public IEnumerable<object?> Values => entries.Values;

    /// <summary>Gets a present key or sets one; use <see cref="TryGetValue"/> where it may be absent.</summary>
    public object? this[object? key]
    {
        get => entries[new Key(key)];
        set => entries[new Key(key)] = value;
    }

    /// <summary>Whether the key is present, and its value.</summary>
    public bool TryGetValue(object? key, [MaybeNullWhen(false)] out object? value) => entries.TryGetValue(new Key(key), out value);

    /// <summary>The key's value, or null where it is absent.</summary>
    public object? GetValueOrDefault(object? key) => TryGetValue(key, out var value) ? value : null;

    /// <summary>Whether the key is present.</summary>
    public bool ContainsKey(object? key) => entries.ContainsKey(new Key(key));

    /// <summary>Removes a key; false where it was absent.</summary>
    public bool Remove(object? key) => entries.Remove(new Key(key));

    /// <summary>The entry at this place of the insertion order.</summary>
    public KeyValuePair<object?, object?> At(int index)
    {
        var (key, value) = entries.GetAt(index);
        return KeyValuePair.Create(key.Value, value);
    }

    /// <summary>For collection initialisers.</summary>
    public void Add(object? key, object? value) => this[key] = value;

    /// <summary>In insertion order, without allocation.</summary>
    public Enumerator GetEnumerator() => new(entries);

    IEnumerator<KeyValuePair<object?, object?>> IEnumerable<KeyValuePair<object?, object?>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks a dict in insertion order.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<object?, object?>>
    {
        private OrderedDictionary<Key, object?>.Enumerator inner;

        internal Enumerator(object entries) => inner = ((OrderedDictionary<Key, object?>)entries).GetEnumerator();

        /// <inheritdoc/>
        public readonly KeyValuePair<object?, object?> Current => new(inner.Current.Key.Value, inner.Current.Value);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => inner.MoveNext();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
            // Nothing is held.
        }

        void IEnumerator.Reset() => throw new NotSupportedException("A dict is walked once by an enumerator.");
    }

    private readonly record struct Key(object? Value)
    {
        public bool Equals(Key other) => PythonEquality.AreEqual(Value, other.Value);

        public override int GetHashCode() => PythonEquality.Hash(Value);
    }
}

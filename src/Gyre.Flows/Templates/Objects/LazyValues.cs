namespace Gyre.Flows.Templates.Objects;

/// <summary>A generator: what <c>map</c>, <c>select</c>, <c>batch</c> and their like give. It can be walked once.</summary>
internal sealed class LazyValues(string typeName, IEnumerator<object?> items) : TemplateObject
{
    public LazyValues(IEnumerable<object?> items)
        : this("generator", items.GetEnumerator())
    {
    }

    public override string TypeName => typeName;

    public override IEnumerator<object?> Iterate() => new Rest(items);

    /// <summary>What is left of it; walking further parts of it is not ended by the first walker.</summary>
    private sealed class Rest(IEnumerator<object?> items) : IEnumerator<object?>
    {
        public object? Current => items.Current;

        public bool MoveNext() => items.MoveNext();

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            // The generator lives on: another walker takes what is left.
        }
    }
}

namespace Gyre.Flows.Templates.Objects;

/// <summary>The values a call passes.</summary>
internal readonly struct CallValues(object?[] positional, List<KeyValuePair<string, object?>>? named = null)
{
    public static CallValues None { get; } = new([]);

    public object?[] Positional { get; } = positional;

    public List<KeyValuePair<string, object?>>? Named { get; } = named;

    public int NamedCount => Named?.Count ?? 0;

    /// <summary>The same with a value before the first.</summary>
    public CallValues Prepend(object? value) => new([value, .. Positional], Named);
}

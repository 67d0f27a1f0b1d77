using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>Reads fields of objects that others wrote: a field that is absent, null or of another kind is nothing, never an exception.</summary>
public static class JsonFields
{
    /// <summary>A field's text.</summary>
    public static string? Text(this JsonElement e, string name) => e.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A field's whole number; a fraction without a rest counts.</summary>
    public static long? Whole(this JsonElement e, string name) =>
        e.Field(name) is not { ValueKind: JsonValueKind.Number } value ? null
        : value.TryGetInt64(out var whole) ? whole
        : value.TryGetDouble(out var number) && Math.Abs(number) < 1e15 && Math.Floor(number) == number ? (long)number : null;

    /// <summary>A field's number.</summary>
    public static double? Number(this JsonElement e, string name) => e.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    /// <summary>A field's truth.</summary>
    public static bool? Flag(this JsonElement e, string name) => e.Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A field's object; undefined where there is none.</summary>
    public static JsonElement Object(this JsonElement e, string name) => e.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : default;

    /// <summary>The elements of a field's array; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement e, string name) => e.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A field, whatever it is; undefined where it is absent or this is no object.</summary>
    public static JsonElement Field(this JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Whether there is something: neither undefined nor null.</summary>
    public static bool IsSome(this JsonElement e) => e.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}

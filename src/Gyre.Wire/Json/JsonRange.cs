namespace Gyre.Wire.Json;

/// <summary>Where a value stands in JSON text; quotes and brackets belong to it. A length of 0 means that it is not there.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">How many.</param>
public readonly record struct JsonRange(int Start, int Length)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsThere => Length > 0;

    /// <summary>The first byte after it.</summary>
    public int End => Start + Length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json.Slice(Start, Length);

    /// <summary>The text of a string, escapes resolved; null where there is none or it is no string.</summary>
    public string? TextIn(ReadOnlySpan<byte> json)
    {
        if (Length < 2 || json[Start] != (byte)'"')
        {
            return null;
        }

        var inner = json.Slice(Start + 1, Length - 2);
        if (!inner.Contains((byte)'\\'))
        {
            return System.Text.Encoding.UTF8.GetString(inner);
        }

        var reader = new System.Text.Json.Utf8JsonReader(In(json));
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            return null;
        }
    }
}

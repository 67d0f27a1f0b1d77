using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>One change of JSON text.</summary>
/// <param name="At">What goes; a length of 0 only puts in.</param>
/// <param name="With">What comes.</param>
public readonly record struct JsonEdit(JsonRange At, ReadOnlyMemory<byte> With);

/// <summary>Changes JSON text in place of rewriting it: everything but the changed bytes stays as it was sent.</summary>
public static class JsonSplice
{
    /// <summary>The changed text. With one change nothing is copied; with several, what lies between the first and the last.</summary>
    /// <param name="json">The text.</param>
    /// <param name="edits">In any order; they must not overlap.</param>
    public static SplicedBytes Apply(ReadOnlyMemory<byte> json, params ReadOnlySpan<JsonEdit> edits)
    {
        switch (edits.Length)
        {
            case 0:
                return json;
            case 1:
                return new SplicedBytes(json[..edits[0].At.Start], edits[0].With, json[edits[0].At.End..]);
        }

        var sorted = edits.ToArray();
        Array.Sort(sorted, static (a, b) => a.At.Start != b.At.Start ? a.At.Start.CompareTo(b.At.Start) : a.At.End.CompareTo(b.At.End));
        var middle = new ArrayBufferWriter<byte>();
        var from = sorted[0].At.Start;
        foreach (var edit in sorted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(edit.At.Start, from, nameof(edits));
            middle.Write(json.Span[from..edit.At.Start]);
            middle.Write(edit.With.Span);
            from = edit.At.End;
        }

        return new SplicedBytes(json[..sorted[0].At.Start], middle.WrittenMemory, json[from..]);
    }

    /// <summary>Puts another value in place of one that is there.</summary>
    public static JsonEdit Replace(JsonRange value, ReadOnlyMemory<byte> with) => new(value, with);

    /// <summary>Puts text in place of a value that is there.</summary>
    public static JsonEdit Replace(JsonRange value, string text) => new(value, JsonSerializer.SerializeToUtf8Bytes(text));

    /// <summary>Adds members to the object; at most one such edit to an object without any.</summary>
    /// <param name="peek">Of the text.</param>
    /// <param name="members">Such as <c>"stream_options":{"include_usage":true}</c>, without a comma at either end.</param>
    public static JsonEdit Add(in JsonPeek peek, ReadOnlySpan<byte> members)
    {
        byte[] with = peek.Model.IsThere ? [(byte)',', .. members] : peek.IsEmpty ? members.ToArray() : [.. members, (byte)','];
        return new JsonEdit(new JsonRange(peek.Slot, 0), with);
    }

    /// <summary>What makes an OpenAI stream report its usage; null where it does already.</summary>
    public static JsonEdit? AskForUsage(in JsonPeek peek, ReadOnlySpan<byte> json)
    {
        if (peek.WantsUsage)
        {
            return null;
        }

        if (peek.IncludeUsage.IsThere)
        {
            return Replace(peek.IncludeUsage, "true"u8.ToArray());
        }

        var options = peek.StreamOptions;
        if (!options.IsThere)
        {
            return Add(peek, "\"stream_options\":{\"include_usage\":true}"u8);
        }

        if (json[options.Start] != (byte)'{')
        {
            return Replace(options, "{\"include_usage\":true}"u8.ToArray());
        }

        var empty = options.In(json)[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0;
        return new JsonEdit(new JsonRange(options.Start + 1, 0), empty ? "\"include_usage\":true"u8.ToArray() : "\"include_usage\":true,"u8.ToArray());
    }

    /// <summary>What tells the limit of an answer to a server that knows only <c>max_tokens</c>; null where it is said so, or there is no limit.</summary>
    public static JsonEdit? LimitByMaxTokens(in JsonPeek peek, ReadOnlySpan<byte> json)
    {
        if (peek.MaxOutput is not { } limit || (peek.OldMaxTokens.IsThere && char.IsAsciiDigit((char)json[peek.OldMaxTokens.Start])))
        {
            return null;
        }

        var number = Encoding.ASCII.GetBytes(limit.ToString(CultureInfo.InvariantCulture));
        return peek.OldMaxTokens.IsThere ? Replace(peek.OldMaxTokens, number) : Add(peek, [.. "\"max_tokens\":"u8, .. number]);
    }
}

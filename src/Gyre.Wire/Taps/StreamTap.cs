using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Taps;

/// <summary>What an event of a stream is to whoever passes it on.</summary>
public enum StreamSign
{
    /// <summary>Something between: a ping, a role, a filter's report.</summary>
    Other,

    /// <summary>Words, thinking, a tool call: the model has begun to answer.</summary>
    Content,

    /// <summary>There only to tell usage, because the request asked for it.</summary>
    UsageOnly,

    /// <summary>The provider failed inside the stream.</summary>
    Error,

    /// <summary>The end as the dialect marks it.</summary>
    End,
}

/// <summary>
/// Looks at a provider's stream as it passes, without holding it up: usage, model, speed class, whether it ended well.
/// One per stream; not thread-safe. Most events are searched for a word and not parsed.
/// </summary>
public abstract class StreamTap
{
    /// <summary>The latest count of the provider; null until it sent one.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>The model that answers, as the provider says.</summary>
    public string? Model { get; protected set; }

    /// <summary>The speed class that serves it, as the provider says.</summary>
    public string? ServiceTier { get; protected set; }

    /// <summary>The id by which the provider may be asked for the answer again; null where it keeps none or says none.</summary>
    public string? Id { get; protected set; }

    /// <summary>Whether the answer is complete, told by its end mark or a finish reason. A stream that stops without is cut.</summary>
    public bool Complete { get; protected set; }

    /// <summary>Whether the model has begun to answer.</summary>
    public bool Begun { get; protected set; }

    /// <summary>Bytes of the model's words so far: what an estimate is made from when a stream is left before its usage came.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Whether events are lines of JSON instead of server-sent events.</summary>
    public virtual bool Lines => false;

    /// <summary>Takes the next event.</summary>
    /// <param name="type">The <c>event:</c> field; empty without one.</param>
    /// <param name="data">The <c>data:</c> field, or the line.</param>
    public StreamSign Look(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        try
        {
            var sign = data.IsEmpty ? StreamSign.Other : Sign(type, data);
            if (sign == StreamSign.Content)
            {
                Begun = true;
                TextBytes += TextIn(data);
            }

            return sign;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The provider's own business: it passes as it came.
            return StreamSign.Other;
        }
    }

    /// <summary>Bytes of the model's words in an event or a whole answer, as they are written in JSON; the words of the first choice.</summary>
    public virtual int TextIn(ReadOnlySpan<byte> data) => data.Length;

    /// <summary>What the event is; the data is not empty.</summary>
    protected abstract StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data);

    /// <summary>Whether the data may hold this member. Within a text of the model its quotes are escaped and do not match.</summary>
    protected static bool Mentions(ReadOnlySpan<byte> data, ReadOnlySpan<byte> quotedName) => data.IndexOf(quotedName) >= 0;

    /// <summary>Bytes of the first text that is a member of this name, without its quotes; 0 where there is none.</summary>
    protected static int TextAfter(ReadOnlySpan<byte> data, ReadOnlySpan<byte> quotedName)
    {
        while (data.IndexOf(quotedName) is >= 0 and var at)
        {
            data = data[(at + quotedName.Length)..];
            var value = data.TrimStart((byte)' ');
            if (value.StartsWith(":"u8) && value[1..].TrimStart((byte)' ') is [(byte)'"', .. var text])
            {
                return ToQuote(text);
            }
        }

        return 0;
    }

    /// <summary>Parses an event; dispose it.</summary>
    protected static JsonDocument Parse(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>A text member, or null.</summary>
    protected static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a member is there and neither null nor empty.</summary>
    protected static bool Filled(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.String => !value.ValueEquals(""u8),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Null or JsonValueKind.Undefined => false,
            _ => true,
        };

    private static int ToQuote(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (text[length..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var next)
        {
            length += next;
            if (text[length] == (byte)'"')
            {
                return length;
            }

            // What is escaped ends nothing.
            length = Math.Min(length + 2, text.Length);
        }

        return text.Length;
    }
}

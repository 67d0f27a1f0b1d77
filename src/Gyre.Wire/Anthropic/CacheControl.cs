using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Wire.Anthropic;

/// <summary>
/// Asks Anthropic to cache a prompt: marks behind the last tool, the instructions and the last turn of the user, which is three of the four
/// that may be set. A request that has a mark of its own stays as it is.
/// </summary>
public static class CacheControl
{
    private const int DeepestJson = 256;

    private static readonly byte[] InBlock = ",\"cache_control\":{\"type\":\"ephemeral\"}"u8.ToArray();
    private static readonly byte[] BeforeText = "[{\"type\":\"text\",\"text\":"u8.ToArray();
    private static readonly byte[] BehindText = ",\"cache_control\":{\"type\":\"ephemeral\"}}]"u8.ToArray();

    /// <summary>The changes that set the marks; none where there is nothing to mark.</summary>
    /// <param name="json">A request for <c>messages</c>; valid JSON.</param>
    public static IReadOnlyList<JsonEdit> Edits(ReadOnlySpan<byte> json)
    {
        // Within a text its quotes are escaped and do not match.
        if (json.IndexOf("\"cache_control\""u8) >= 0)
        {
            return [];
        }

        try
        {
            return Found(json);
        }
        catch (InvalidOperationException)
        {
            // An escaped name that is no text: for the provider to refuse.
            return [];
        }
    }

    private static List<JsonEdit> Found(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestJson });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return [];
        }

        Place tools = default, system = default, user = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("tools"u8))
            {
                reader.Read();
                tools = Content(ref reader);
            }
            else if (reader.ValueTextEquals("system"u8))
            {
                reader.Read();
                system = Content(ref reader);
            }
            else if (reader.ValueTextEquals("messages"u8))
            {
                reader.Read();
                user = LastOfUser(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        var edits = new List<JsonEdit>();
        foreach (var place in (ReadOnlySpan<Place>)[tools, system, user])
        {
            Mark(place, edits);
        }

        return edits;
    }

    private static void Mark(Place place, List<JsonEdit> edits)
    {
        if (place.Text.IsThere)
        {
            edits.Add(new JsonEdit(new JsonRange(place.Text.Start, 0), BeforeText));
            edits.Add(new JsonEdit(new JsonRange(place.Text.End, 0), BehindText));
        }
        else if (place.BlockEnd > 0)
        {
            edits.Add(new JsonEdit(new JsonRange(place.BlockEnd, 0), InBlock));
        }
    }

    private static Place LastOfUser(ref Utf8JsonReader reader)
    {
        Place last = default;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return last;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var user = false;
            Place content = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (role, said) = (reader.ValueTextEquals("role"u8), reader.ValueTextEquals("content"u8));
                reader.Read();
                if (said)
                {
                    content = Content(ref reader);
                    continue;
                }

                user |= role && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("user"u8);
                reader.Skip();
            }

            last = user ? content : last;
        }

        return last;
    }

    // A text, or the last block or tool that takes a mark; the reader then stands at the end of the value.
    private static Place Content(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var start = (int)reader.TokenStartIndex;
            return reader.ValueSpan.IndexOfAnyExcept(" \t"u8) < 0 ? default : new Place(new JsonRange(start, (int)reader.BytesConsumed - start), 0);
        }

        Place last = default;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                last = reader.TokenType == JsonTokenType.StartObject && TakesMark(ref reader) ? new Place(default, (int)reader.TokenStartIndex) : last;
                reader.Skip();
            }

            return last;
        }

        reader.Skip();
        return last;
    }

    // Neither thinking, nor an empty text, nor a tool that is loaded later may have one. The reader then stands at the closing brace.
    private static bool TakesMark(ref Utf8JsonReader reader)
    {
        var (takes, members) = (true, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            members++;
            var (type, text, later) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("text"u8), reader.ValueTextEquals("defer_loading"u8));
            reader.Read();
            takes &= !(type && reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("redacted_thinking"u8)));
            takes &= !(text && (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IndexOfAnyExcept(" \t"u8) < 0));
            takes &= !(later && reader.TokenType == JsonTokenType.True);
            reader.Skip();
        }

        return takes && members > 0;
    }

    /// <param name="Text">A text that a marked block is made of.</param>
    /// <param name="BlockEnd">Or the closing brace of a block.</param>
    private readonly record struct Place(JsonRange Text, int BlockEnd);
}

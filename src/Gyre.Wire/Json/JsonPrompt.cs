using System.Buffers;
using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>What a model reads of a request: messages, contents, input, prompt, system and everything unknown. Text is counted, pictures and files are noticed.</summary>
internal struct JsonPrompt
{
    // Of base64 in both alphabets; a backslash stands before a slash in what PHP writes.
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\\"u8);

    // A word looks like base64 too.
    private const int ShortestEncoded = 64;

    private int marked;
    private int encoded;

    /// <summary>Bytes of strings, without keys and without encoded media.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Whether there is a picture.</summary>
    public bool HasImages { get; private set; }

    /// <summary>Pictures, sounds and files, encoded or referred to.</summary>
    public readonly int MediaItems => Math.Max(marked, encoded);

    /// <summary>Takes text that was read otherwise.</summary>
    public void Add(int textBytes) => TextBytes += textBytes;

    /// <summary>Takes the value the reader stands at; the reader then stands at its end.</summary>
    public void Add(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        Count(ref reader, Place.Text);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var place = Place.Text;
        while (reader.Read() && !(reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                place = PlaceOf(ref reader);
                continue;
            }

            Count(ref reader, place);

            // An object's members have places of their own; the elements of a list have the list's.
            place = reader.TokenType == JsonTokenType.StartArray || (place == Place.Media && reader.TokenType == JsonTokenType.String) ? place : Place.Text;
        }
    }

    private Place PlaceOf(ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan.Length)
        {
            case 3 when reader.ValueTextEquals("url"u8):
            case 4 when reader.ValueTextEquals("data"u8):
            case 9 when reader.ValueTextEquals("file_data"u8):
                return Place.Media;
            case 4 when reader.ValueTextEquals("type"u8):
                return Place.Type;
            case 6 when reader.ValueTextEquals("images"u8):
            case 9 when reader.ValueTextEquals("image_url"u8):
                HasImages = true;
                return Place.Media;
            case 10 when reader.ValueTextEquals("inlineData"u8):
            case 11 when reader.ValueTextEquals("inline_data"u8):
                HasImages = true;
                marked++;
                return Place.Text;
            case 8 when reader.ValueTextEquals("fileData"u8):
                marked++;
                return Place.Text;
            default:
                return Place.Text;
        }
    }

    private void Count(ref Utf8JsonReader reader, Place place)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return;
        }

        if (place == Place.Type)
        {
            var image = reader.ValueTextEquals("image"u8) || reader.ValueTextEquals("input_image"u8);
            HasImages |= image;
            marked += image || reader.ValueTextEquals("image_url"u8) || reader.ValueTextEquals("document"u8) || reader.ValueTextEquals("file"u8)
                || reader.ValueTextEquals("input_file"u8) || reader.ValueTextEquals("input_audio"u8) ? 1 : 0;
        }
        else if (place == Place.Media && IsEncoded(reader.ValueSpan))
        {
            encoded++;
        }
        else
        {
            TextBytes += reader.ValueSpan.Length;
        }
    }

    // Text that calls itself data is text.
    private static bool IsEncoded(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("data:"u8))
        {
            var comma = value.IndexOf((byte)',');
            if (comma < 0 || !value[..comma].EndsWith(";base64"u8))
            {
                return false;
            }

            value = value[(comma + 1)..];
        }
        else if (value.Length < ShortestEncoded)
        {
            return false;
        }

        return value.IndexOfAnyExcept(Base64) < 0;
    }

    private enum Place
    {
        Text,
        Type,
        Media,
    }
}

using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Wire.Gemini;

/// <summary>The models that Gemini's requests name once more inside: <c>batchEmbedContents</c> in each of its <c>requests</c>, <c>countTokens</c> in its <c>generateContentRequest</c>.</summary>
public static class RequestModels
{
    private const int DeepestJson = 256;

    /// <summary>The changes that put one name in the place of each.</summary>
    /// <param name="json">The body.</param>
    /// <param name="model">As <c>models/text-embedding-004</c>.</param>
    public static IReadOnlyList<JsonEdit> Edits(ReadOnlySpan<byte> json, string model)
    {
        var edits = new List<JsonEdit>();
        var with = JsonSerializer.SerializeToUtf8Bytes(model);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestJson });
        try
        {
            reader.Read();
            while (reader.TokenType != JsonTokenType.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var inside = reader.ValueTextEquals("requests"u8) || reader.ValueTextEquals("generateContentRequest"u8) || reader.ValueTextEquals("generate_content_request"u8);
                reader.Read();
                if (inside)
                {
                    Of(ref reader, with, edits);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // For the provider to refuse.
        }

        return edits;
    }

    // An object, or a list of them.
    private static void Of(ref Utf8JsonReader reader, byte[] with, List<JsonEdit> edits)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Of(ref reader, with, edits);
            }

            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = reader.ValueTextEquals("model"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (named)
            {
                edits.Add(new JsonEdit(new JsonRange(start, (int)reader.BytesConsumed - start), with));
            }
        }
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Embeddings;

/// <summary>A vector as numbers, or as base64 of its bytes.</summary>
internal static class Vectors
{
    public static float[] Read(JsonElement vector)
    {
        switch (vector.ValueKind)
        {
            case JsonValueKind.Array:
                var numbers = new float[vector.GetArrayLength()];
                var at = 0;
                foreach (var number in vector.EnumerateArray())
                {
                    numbers[at++] = number.ValueKind == JsonValueKind.Number && number.TryGetSingle(out var value) ? value : throw new JsonException("A vector holds what is no number.");
                }

                return numbers;
            case JsonValueKind.String when vector.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0:
                return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            default:
                throw new JsonException("The answer holds no vector.");
        }
    }

    public static void Write(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    public static void WriteBase64(Utf8JsonWriter json, float[] vector) => json.WriteBase64StringValue(MemoryMarshal.AsBytes(vector.AsSpan()));

    /// <summary>The texts of OpenAI's and Ollama's <c>input</c>.</summary>
    public static IReadOnlyList<string> Texts(JsonElement body) => body.Field("input") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many when many.GetArrayLength() > 0 => [.. many.EnumerateArray().Select((t, i) => t.ValueKind == JsonValueKind.String ? t.GetString()! : throw Tokens(t, i))],
        _ => throw Dialects.Untranslatable.Invalid("input", "a text or a list of texts"),
    };

    // Numbers are tokens of a tokenizer that only OpenAI's models share.
    private static Kernel.ProblemException Tokens(JsonElement item, int index) => item.ValueKind is JsonValueKind.Number or JsonValueKind.Array
        ? Dialects.Untranslatable.NotCarried("input", "another vendor's format", "Send texts instead of tokens.")
        : Dialects.Untranslatable.Invalid($"input[{index}]", "a text");
}

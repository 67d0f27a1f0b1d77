using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Simulated;

/// <summary>Vectors and counts of tokens in every dialect's form.</summary>
internal static class SimulatedVectors
{
    private const int Usual = 256;

    public static SimulatedAnswer Answer(ModelRequest request, ReadOnlySpan<byte> body, in JsonPeek peek)
    {
        var tokens = Math.Max(1, peek.TextBytes / 4);
        var to = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            Write(json, request, JsonElement.Parse(body), tokens);
            json.WriteEndObject();
        }

        return new SimulatedAnswer([to.WrittenSpan.ToArray()], false, 1, "application/json");
    }

    private static void Write(Utf8JsonWriter json, ModelRequest request, JsonElement root, long tokens)
    {
        switch (request.Operation)
        {
            case ModelOperation.CountTokens:
                json.WriteNumber("input_tokens", tokens);
                break;
            case ModelOperation.CountGeminiTokens:
                json.WriteNumber("totalTokens", tokens);
                break;
            case ModelOperation.EmbedContent:
                json.WriteStartObject("embedding");
                Values(json, "values", Content(root.Object("content")), Size(root, "outputDimensionality"));
                json.WriteEndObject();
                break;
            case ModelOperation.BatchEmbedContents:
                json.WriteStartArray("embeddings");
                foreach (var one in root.Items("requests"))
                {
                    json.WriteStartObject();
                    Values(json, "values", Content(one.Object("content")), Size(one, "outputDimensionality"));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case ModelOperation.OllamaEmbed:
                json.WriteString("model", request.Model);
                json.WriteStartArray("embeddings");
                foreach (var text in Inputs(root))
                {
                    Values(json, null, text, Size(root, "dimensions"));
                }

                json.WriteEndArray();
                json.WriteNumber("prompt_eval_count", tokens);
                break;
            default:
                OpenAi(json, request, root, tokens);
                break;
        }
    }

    private static void OpenAi(Utf8JsonWriter json, ModelRequest request, JsonElement root, long tokens)
    {
        var base64 = root.Text("encoding_format") == "base64";
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var (index, text) in Inputs(root).Index())
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            if (base64)
            {
                json.WriteBase64String("embedding", MemoryMarshal.AsBytes(HashEmbedding.Of(text, Size(root, "dimensions")).AsSpan()));
            }
            else
            {
                Values(json, "embedding", text, Size(root, "dimensions"));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", request.Model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
    }

    private static IEnumerable<string> Inputs(JsonElement root) => root.Field("input") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Number) => [many.GetRawText()],
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText()),
        _ => [],
    };

    private static string Content(JsonElement content) => string.Concat(content.Items("parts").Select(p => p.Text("text")));

    private static int Size(JsonElement root, string name) => (int)Math.Clamp(root.Whole(name) ?? Usual, 8, 8192);

    private static void Values(Utf8JsonWriter json, string? name, string text, int size)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartArray();
        foreach (var value in HashEmbedding.Of(text, size))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}

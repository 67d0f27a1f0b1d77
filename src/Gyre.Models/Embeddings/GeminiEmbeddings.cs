using System.Text.Json;
using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Gemini;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Embeddings;

/// <summary>Gemini's <c>embedContent</c> from clients, and <c>batchEmbedContents</c> on both sides. It counts no tokens.</summary>
internal sealed class GeminiEmbeddings : IEmbeddingDialect
{
    public ModelOperation Operation => ModelOperation.BatchEmbedContents;

    public EmbeddingCall ReadCall(JsonElement body, ModelRequest request)
    {
        var single = request.Operation == ModelOperation.EmbedContent;
        List<JsonElement> wishes = single ? [body] : [.. CallFields.RequiredItems(body, "requests", "")];
        if (wishes.Count == 0)
        {
            throw Untranslatable.Invalid("requests", "a list that is not empty");
        }

        return new EmbeddingCall(request.Model, [.. wishes.Select((w, i) => Text(w, single ? "" : $"requests[{i}]."))])
        {
            Dimensions = GeminiFields.EitherWhole(wishes[0], "outputDimensionality", ""),
            Task = wishes[0].EitherText("taskType"),
            Single = single,
        };
    }

    public void WriteCall(Utf8JsonWriter json, EmbeddingCall call)
    {
        json.WriteStartArray("requests"u8);
        foreach (var text in call.Texts)
        {
            json.WriteStartObject();
            json.WriteString("model"u8, call.Model.Contains('/', StringComparison.Ordinal) ? call.Model : "models/" + call.Model);
            json.WriteStartObject("content"u8);
            json.WriteStartArray("parts"u8);
            json.WriteStartObject();
            json.WriteString("text"u8, text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.Text("taskType"u8, call.Task);
            json.Number("outputDimensionality"u8, call.Dimensions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public EmbeddingAnswer ReadAnswer(JsonElement body) => new("", [.. body.Items("embeddings").Select(e => Vectors.Read(e.Field("values")))], null);

    public void WriteAnswer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingCall call)
    {
        if (call.Single)
        {
            json.WritePropertyName("embedding"u8);
            Values(json, answer.Vectors[0]);
            return;
        }

        json.WriteStartArray("embeddings"u8);
        foreach (var vector in answer.Vectors)
        {
            Values(json, vector);
        }

        json.WriteEndArray();
    }

    private static void Values(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartObject();
        json.WritePropertyName("values"u8);
        Vectors.Write(json, vector);
        json.WriteEndObject();
    }

    private static string Text(JsonElement wish, string path)
    {
        var texts = CallFields.RequiredItems(wish.Object("content"), "parts", path + "content.")
            .Select((p, i) => p.Text("text") ?? throw CallFields.Refused($"{path}content.parts[{i}]", "Gemini's embedContent"));
        return string.Join('\n', texts);
    }
}

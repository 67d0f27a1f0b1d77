using System.Text.Json;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Embeddings;

/// <summary>Ollama's <c>/api/embed</c>, and from clients its older form <c>/api/embeddings</c>.</summary>
internal sealed class OllamaEmbeddings : IEmbeddingDialect
{
    public ModelOperation Operation => ModelOperation.OllamaEmbed;

    public EmbeddingCall ReadCall(JsonElement body, ModelRequest request) => request.Operation == ModelOperation.OllamaEmbeddings
        ? new(CallFields.RequiredText(body, "model", ""), [CallFields.RequiredText(body, "prompt", "")]) { Single = true }
        : new(CallFields.RequiredText(body, "model", ""), Vectors.Texts(body)) { Dimensions = CallFields.Whole(body, "dimensions") };

    public void WriteCall(Utf8JsonWriter json, EmbeddingCall call)
    {
        json.WriteString("model"u8, call.Model);
        json.WriteStartArray("input"u8);
        foreach (var text in call.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.Number("dimensions"u8, call.Dimensions);
    }

    public EmbeddingAnswer ReadAnswer(JsonElement body) => new(
        body.Text("model") ?? "",
        [.. body.Items("embeddings").Select(Vectors.Read)],
        body.Whole("prompt_eval_count") is { } tokens ? new TokenUsage { FreshInput = tokens } : null);

    public void WriteAnswer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingCall call)
    {
        if (call.Single)
        {
            json.WritePropertyName("embedding"u8);
            Vectors.Write(json, answer.Vectors[0]);
            return;
        }

        json.WriteString("model"u8, answer.Model.Length > 0 ? answer.Model : call.Model);
        json.WriteStartArray("embeddings"u8);
        foreach (var vector in answer.Vectors)
        {
            Vectors.Write(json, vector);
        }

        json.WriteEndArray();
        json.Number("prompt_eval_count"u8, answer.Usage?.TotalInput);
    }
}

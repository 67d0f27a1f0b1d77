using System.Text.Json;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Embeddings;

/// <summary>OpenAI's <c>embeddings</c>, and Jina's, Voyage's and Cohere's in its style.</summary>
internal sealed class OpenAiEmbeddings : IEmbeddingDialect
{
    public ModelOperation Operation => ModelOperation.Embedding;

    public EmbeddingCall ReadCall(JsonElement body, ModelRequest request) => new(CallFields.RequiredText(body, "model", ""), Vectors.Texts(body))
    {
        Dimensions = CallFields.Whole(body, "dimensions"),
        Base64 = body.Text("encoding_format") == "base64",
    };

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
        [.. body.Items("data").OrderBy(d => d.Whole("index") ?? 0).Select(d => Vectors.Read(d.Field("embedding")))],
        body.Object("usage").Whole("prompt_tokens") is { } tokens ? new TokenUsage { FreshInput = tokens } : null);

    public void WriteAnswer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingCall call)
    {
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (index, vector) in answer.Vectors.Index())
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, index);
            json.WritePropertyName("embedding"u8);
            if (call.Base64)
            {
                Vectors.WriteBase64(json, vector);
            }
            else
            {
                Vectors.Write(json, vector);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, answer.Model.Length > 0 ? answer.Model : call.Model);
        if (answer.Usage?.TotalInput is { } tokens)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, tokens);
            json.WriteNumber("total_tokens"u8, tokens);
            json.WriteEndObject();
        }
    }
}

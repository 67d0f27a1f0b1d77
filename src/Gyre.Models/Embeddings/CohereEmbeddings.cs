using System.Text.Json;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Embeddings;

/// <summary>Cohere's <c>v2/embed</c>.</summary>
internal sealed class CohereEmbeddings : IEmbeddingDialect
{
    private const string Name = "Cohere's embed";

    // The first is Cohere's word for texts that are to be found, which it wants where nothing is said.
    private static readonly (string Word, string Task)[] Purposes =
        [("search_document", "RETRIEVAL_DOCUMENT"), ("search_query", "RETRIEVAL_QUERY"), ("classification", "CLASSIFICATION"), ("clustering", "CLUSTERING")];

    public ModelOperation Operation => ModelOperation.CohereEmbed;

    public EmbeddingCall ReadCall(JsonElement body, ModelRequest request)
    {
        if (body.Items("images").Any() || body.Items("inputs").Any())
        {
            throw CallFields.Refused(body.Items("images").Any() ? "images" : "inputs", Name);
        }

        if (body.Items("embedding_types").Any(t => t.ValueKind != JsonValueKind.String || !t.ValueEquals("float"u8)))
        {
            throw CallFields.Refused("embedding_types", Name);
        }

        var texts = CallFields.RequiredItems(body, "texts", "").Select((t, i) => t.ValueKind == JsonValueKind.String ? t.GetString()! : throw Untranslatable.Invalid($"texts[{i}]", "a text")).ToList();
        return texts.Count == 0 ? throw Untranslatable.Invalid("texts", "a list that is not empty") : new EmbeddingCall(request.Model, texts)
        {
            Dimensions = CallFields.Whole(body, "output_dimension"),
            Task = CallFields.Text(body, "input_type") is not { } purpose ? null
                : Array.Find(Purposes, p => p.Word == purpose).Task ?? throw CallFields.Refused("input_type", Name),
        };
    }

    public void WriteCall(Utf8JsonWriter json, EmbeddingCall call)
    {
        json.WriteString("model"u8, call.Model);
        Texts(json, call);
        json.WriteString("input_type"u8, Purposes.FirstOrDefault(p => p.Task == call.Task, Purposes[0]).Word);
        json.WriteStartArray("embedding_types"u8);
        json.WriteStringValue("float"u8);
        json.WriteEndArray();
        json.Number("output_dimension"u8, call.Dimensions);
    }

    public EmbeddingAnswer ReadAnswer(JsonElement body) => new(
        "",
        [.. body.Object("embeddings").Items("float").Select(Vectors.Read)],
        body.Object("meta").Object("billed_units").Whole("input_tokens") is { } tokens ? new TokenUsage { FreshInput = tokens } : null);

    public void WriteAnswer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingCall call)
    {
        json.WriteString("id"u8, Guid.CreateVersion7().ToString());
        json.WriteStartObject("embeddings"u8);
        json.WriteStartArray("float"u8);
        foreach (var vector in answer.Vectors)
        {
            Vectors.Write(json, vector);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Texts(json, call);
        json.WriteStartObject("meta"u8);
        json.WriteStartObject("api_version"u8);
        json.WriteString("version"u8, "2"u8);
        json.WriteEndObject();
        if (answer.Usage?.TotalInput is { } tokens)
        {
            json.WriteStartObject("billed_units"u8);
            json.WriteNumber("input_tokens"u8, tokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("response_type"u8, "embeddings_by_type"u8);
    }

    private static void Texts(Utf8JsonWriter json, EmbeddingCall call)
    {
        json.WriteStartArray("texts"u8);
        foreach (var text in call.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}

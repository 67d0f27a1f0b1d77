using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Offline;

/// <summary>
/// The offline stand-in: no model, no network, no key. It answers by quoting the sentences of its prompt that share most
/// with the question, and says so when none do. Every answer names it: <c>offline/quote</c>, vectors <c>offline/hash</c>.
/// The same request always gets the same answer.
/// </summary>
internal sealed class OfflineProvider : IModelProvider
{
    /// <summary>In the <c>model</c> field of every chat answer and completion.</summary>
    public const string QuoteModel = "offline/quote";

    /// <summary>In the <c>model</c> field of every embedding.</summary>
    public const string HashModel = "offline/hash";

    /// <summary>Shown wherever the stand-in is.</summary>
    public const string Description = "Offline stand-in: quotes the best sentences of its prompt. It is no model; it understands nothing and judges nothing.";

    private static readonly Dictionary<string, string> Json = new(StringComparer.Ordinal) { ["content-type"] = "application/json" };
    private static readonly Dictionary<string, string> Events = new(StringComparer.Ordinal) { ["content-type"] = "text/event-stream" };

    /// <inheritdoc/>
    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(request.Body.ToMemory());
        }
        catch (JsonException)
        {
            return Task.FromResult(Refuse("The request body is not JSON."));
        }

        using (document)
        {
            var body = document.RootElement;
            return Task.FromResult(body.ValueKind != JsonValueKind.Object ? Refuse("The request body must be a JSON object.") : request.Operation switch
            {
                ModelOperation.Embedding => Embeddings(body),
                ModelOperation.Completion => Completion(body, request),
                _ => Chat(body, request),
            });
        }
    }

    private static ModelResponse Chat(JsonElement body, ModelRequest request)
    {
        if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            return Refuse("'messages' must be a list with at least one message.");
        }

        return Answer(OfflineAnswer.ToChat(body), body, request, "chat.completion");
    }

    private static ModelResponse Completion(JsonElement body, ModelRequest request)
    {
        var prompt = body.TryGetProperty("prompt", out var written) ? written : default;
        return prompt.ValueKind switch
        {
            JsonValueKind.String => Answer(OfflineAnswer.ToText(body, prompt.GetString()!), body, request, "text_completion"),
            JsonValueKind.Array when prompt.EnumerateArray().All(p => p.ValueKind == JsonValueKind.String) =>
                Answer(OfflineAnswer.ToText(body, string.Join("\n", prompt.EnumerateArray().Select(p => p.GetString()))), body, request, "text_completion"),
            _ => Refuse("'prompt' must be text."),
        };
    }

    private static ModelResponse Answer(OfflineAnswer answer, JsonElement body, ModelRequest request, string kind)
    {
        var writer = new OfflineWriter("offline-" + Convert.ToHexStringLower(SHA256.HashData(request.Body.ToMemory().Span).AsSpan(0, 8)), kind, answer);
        if (!request.Stream)
        {
            var copies = body.TryGetProperty("n", out var n) && n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var count) ? Math.Clamp(count, 1, 16) : 1;
            return Respond(200, writer.Whole(copies), Json);
        }

        var usage = body.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;
        return Respond(200, writer.Stream(usage), Events);
    }

    private static ModelResponse Embeddings(JsonElement body)
    {
        var input = body.TryGetProperty("input", out var written) ? written : default;
        List<string>? texts = input.ValueKind switch
        {
            JsonValueKind.String => [input.GetString()!],
            JsonValueKind.Array when input.GetArrayLength() > 0 && input.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Number) => [input.GetRawText()],
            JsonValueKind.Array when input.GetArrayLength() > 0 => [.. input.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText())],
            _ => null,
        };
        if (texts is null)
        {
            return Refuse("'input' must be text or a list of texts.");
        }

        var dimensions = body.TryGetProperty("dimensions", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var wanted) ? Math.Clamp(wanted, 8, 4096) : HashEmbedding.Dimensions;
        var base64 = body.TryGetProperty("encoding_format", out var format) && format.ValueKind == JsonValueKind.String && format.GetString() == "base64";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (index, text) in texts.Index())
            {
                json.WriteStartObject();
                json.WriteString("object", "embedding");
                json.WriteNumber("index", index);
                WriteVector(json, HashEmbedding.Of(text, dimensions), base64);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("model", HashModel);
            var tokens = texts.Sum(OfflineAnswer.Tokens);
            json.WriteStartObject("usage");
            json.WriteNumber("prompt_tokens", tokens);
            json.WriteNumber("total_tokens", tokens);
            json.WriteBoolean("estimated", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Respond(200, buffer.WrittenMemory, Json);
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool base64)
    {
        if (base64)
        {
            json.WriteBase64String("embedding", MemoryMarshal.AsBytes(vector.AsSpan()));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var value in vector)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static ModelResponse Refuse(string message) =>
        Respond(400, Encoding.UTF8.GetBytes($$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":"invalid_request_error","param":null,"code":null}}"""), Json);

    private static ModelResponse Respond(int status, ReadOnlyMemory<byte> body, Dictionary<string, string> headers) =>
        new(status, headers, new MemoryStream(body.ToArray(), writable: false));
}

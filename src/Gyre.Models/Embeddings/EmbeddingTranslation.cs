using System.Buffers;
using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Models.Embeddings;

/// <summary>A provider that is asked for vectors in its own form by clients of another: OpenAI's, Gemini's, Ollama's and Cohere's among each other.</summary>
/// <param name="provider">One that has embeddings, though not the client's.</param>
public sealed class EmbeddingTranslation(IModelProvider provider) : IModelProvider
{
    /// <summary>The problem's code where the provider answered, and not with vectors for every text.</summary>
    public const string NotUnderstood = "answer-not-understood";

    private const int LongestError = 64 * 1024;

    // Thousands of texts with the longest vectors there are.
    private const long LongestAnswer = 256 * 1024 * 1024;

    /// <summary>Whether the provider can be asked for what the client's operation wants, translated.</summary>
    public static bool IsPossible(IModelProvider provider, ModelOperation operation) => operation.IsEmbedding && Target(provider) is not null;

    /// <inheritdoc/>
    public bool Speaks(ModelOperation operation) => IsPossible(provider, operation);

    /// <inheritdoc/>
    public string Redact(string text) => provider.Redact(text);

    /// <summary>Sends the request in the provider's form and gives the answer, or the error, in the client's.</summary>
    /// <param name="request">In the client's form; the model is the provider's.</param>
    /// <param name="cancellationToken">Stops the exchange.</param>
    /// <exception cref="ProblemException"><c>invalid-request</c>, <c>not-carried</c> with the field; <c>operation-not-spoken</c>; <c>answer-not-understood</c>.</exception>
    public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var client = Of(request.Operation);
        var target = Target(provider) ?? throw new ProblemException("operation-not-spoken", "The provider has no embeddings. Use a model of one that has.");
        var call = client.ReadCall(CallFields.Parse(request.Body.ToMemory().Span), request) with { Model = request.Model };
        var asked = request with { Operation = target.Operation, Body = Bytes(json => target.WriteCall(json, call)), Stream = false, Query = null };
        using var response = await provider.SendAsync(asked, cancellationToken);
        if (response.Status is < 200 or >= 300)
        {
            return await ErrorAsync(response, request.Operation, target.Operation, cancellationToken);
        }

        EmbeddingAnswer answer;
        try
        {
            using var body = await JsonDocument.ParseAsync(new BoundedStream(response.Body, LongestAnswer), cancellationToken: cancellationToken);
            answer = target.ReadAnswer(body.RootElement);
        }
        catch (JsonException e)
        {
            throw new ProblemException(new Problem(NotUnderstood, $"The provider's answer is no list of vectors ({e.Message.TrimEnd('.')})."), e);
        }

        return answer.Vectors.Count == call.Texts.Count
            ? Response(200, response, Bytes(json => client.WriteAnswer(json, answer, call)))
            : throw new ProblemException(NotUnderstood, $"The provider gave {answer.Vectors.Count} vectors for {call.Texts.Count} texts.");
    }

    private static async Task<ModelResponse> ErrorAsync(ModelResponse response, ModelOperation client, ModelOperation target, CancellationToken cancellationToken)
    {
        var body = new byte[LongestError];
        var length = await response.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        var error = (ChatDialects.Find(target) ?? ChatDialects.Of(Dialect.OpenAi)).ReadError(response.Status, body.AsSpan(0, length));
        var to = new ArrayBufferWriter<byte>();
        (ChatDialects.Find(client) ?? ChatDialects.Of(Dialect.OpenAi)).WriteError(error, to);
        return Response(error.Status, response, to.WrittenSpan.ToArray());
    }

    // What is said of the body no longer holds; the rest passes (limits, waits, request ids).
    private static ModelResponse Response(int status, ModelResponse from, byte[] body)
    {
        var headers = from.Headers.Where(h => h.Key is not ("content-type" or "content-length" or "content-encoding" or "transfer-encoding" or "digest" or "content-md5")).ToDictionary(StringComparer.OrdinalIgnoreCase);
        headers["content-type"] = "application/json";
        return new ModelResponse(status, headers, new MemoryStream(body, writable: false));
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var to = new ArrayBufferWriter<byte>();
        JsonOut.Write(to, write, static (json, body) =>
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        });
        return to.WrittenSpan.ToArray();
    }

    private static IEmbeddingDialect? Target(IModelProvider provider) =>
        provider.Speaks(ModelOperation.Embedding) ? new OpenAiEmbeddings()
        : provider.Speaks(ModelOperation.BatchEmbedContents) ? new GeminiEmbeddings()
        : provider.Speaks(ModelOperation.OllamaEmbed) ? new OllamaEmbeddings()
        : provider.Speaks(ModelOperation.CohereEmbed) ? new CohereEmbeddings()
        : null;

    private static IEmbeddingDialect Of(ModelOperation operation) => operation switch
    {
        ModelOperation.Embedding => new OpenAiEmbeddings(),
        ModelOperation.CohereEmbed => new CohereEmbeddings(),
        ModelOperation.EmbedContent or ModelOperation.BatchEmbedContents => new GeminiEmbeddings(),
        ModelOperation.OllamaEmbed or ModelOperation.OllamaEmbeddings => new OllamaEmbeddings(),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This is no embedding."),
    };
}

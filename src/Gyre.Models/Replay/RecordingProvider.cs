using System.Text.Json;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>
/// Passes calls to a provider and records each answer once it is read to its end, for a <see cref="ReplayProvider"/>.
/// Passing failures (429 and 5xx) and cut answers are not recorded, keys never are.
/// </summary>
internal sealed class RecordingProvider(IModelProvider inner, string folder, TimeProvider? time = null) : IModelProvider, IDisposable
{
    private static readonly HashSet<string> KeptHeaders = new(["content-type", "x-request-id", "apim-request-id", "openai-model", "openai-processing-ms"], StringComparer.Ordinal);

    private readonly RecordingFolder recordings = new(folder);
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public Dialect ChatDialect => inner.ChatDialect;

    /// <inheritdoc/>
    public ModelTraits Traits => inner.Traits;

    /// <inheritdoc/>
    public bool Speaks(ModelOperation operation) => inner.Speaks(operation);

    /// <inheritdoc/>
    public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var response = await inner.SendAsync(request, cancellationToken);
        if (response.Status is 429 or >= 500)
        {
            return response;
        }

        var body = new RecordingStream(response.Body, time, start, chunks => Keep(request, response, chunks));
        return new ModelResponse(response.Status, response.Headers, body, response);
    }

    /// <inheritdoc/>
    public string Redact(string text) => inner.Redact(text);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    private void Keep(ModelRequest request, ModelResponse response, IReadOnlyList<Recording.Chunk> chunks)
    {
        var body = RequestKey.Normalise(request.Body.ToMemory());
        recordings.Add(RequestKey.Of(request, body), new Recording
        {
            Operation = request.Operation.ToString(),
            Model = request.Model,
            Request = Element(inner.Redact(System.Text.Encoding.UTF8.GetString(body))),
            Status = response.Status,
            Headers = response.Headers.Where(h => KeptHeaders.Contains(h.Key)).ToDictionary(StringComparer.Ordinal),
            Chunks = [.. chunks.Select(c => c.Text is null ? c : c with { Text = inner.Redact(c.Text) })],
        });
    }

    private static JsonElement Element(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

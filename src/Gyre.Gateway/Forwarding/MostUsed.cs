using System.Text.Json;
using Gyre.Gateway.Routing;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>The most that a call can use at any target, for its reservation.</summary>
internal static class MostUsed
{
    // Tokens a second of sound is at the most; Gemini's 32 are the highest that is published.
    private const long SoundTokens = 50;

    // A reranker's search is up to a hundred documents; one of more than five hundred tokens counts for each five hundred, its query included.
    private const long DocumentsPerSearch = 100;
    private const long ShortestChunk = 250;

    // Tokens, images, searches. No call makes so many; and none is asked for so many that the sum turns negative and passes every limit.
    private const long MostOfAll = 1_000_000_000;

    // Where the request leaves their number to the model.
    private const long UsualSearches = 10;

    public static TokenUsage Of(ClientCall call, TargetPricing pricing, IReadOnlyList<Pool> pools)
    {
        var (operation, pieces) = (call.Operation, call.Pieces);
        var byTokens = operation.IsText || operation.IsEmbedding || operation == ModelOperation.Raw || pricing.IsByTokens(pools, call.StartedAt);
        var writes = byTokens && !operation.IsEmbedding && operation is not (ModelOperation.Rerank or ModelOperation.Moderation);
        var input = pieces.Audio is { } audio
            ? (audio.MostMilliseconds * SoundTokens / 1000) + Tokens.Most(0, 0, 0) + call.Body.Span.Length - (call.Form is { } form ? form.Content(call.Body.Span, "file").Length : 0)
            : Tokens.Most(call.Peek.TextBytes, call.Body.Span.Length, call.Peek.MediaItems);
        return new TokenUsage
        {
            FreshInput = byTokens ? input : 0,
            Output = writes ? Math.Min(Math.Min(pricing.MostOutput(pools, call.Peek.MaxOutput), MostOfAll) * Math.Clamp(call.Peek.Copies ?? pieces.Images ?? 1, 1, MostOfAll), MostOfAll) : 0,
            Images = pieces.Images is { } images ? Math.Min(images, MostOfAll) : null,
            AudioMilliseconds = pieces.Audio?.MostMilliseconds,
            Characters = pieces.Characters,
            Searches = pieces.Documents is { } documents
                ? (documents + (call.Peek.TextBytes / ShortestChunk) + DocumentsPerSearch - 1) / DocumentsPerSearch
                : WebSearches(call),
        };
    }

    private static long? WebSearches(ClientCall call)
    {
        var tools = call.Peek.Tools.In(call.Body.Span);
        if (tools.IndexOf("\"web_search"u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(tools, new JsonReaderOptions { MaxDepth = 256 });
        return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(t => t.Text("type")?.StartsWith("web_search", StringComparison.Ordinal) == true).Sum(t => Math.Clamp(t.Whole("max_uses") ?? UsualSearches, 0, MostOfAll))
            : null;
    }
}

using System.Text;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary><c>groundingMetadata</c>: the pages an answer rests on, and which of its words rest on which. Places are counted in bytes of UTF-8 there.</summary>
internal static class GeminiGrounding
{
    /// <summary>How many searches it took; null where none is told.</summary>
    public static long? Searches(JsonElement grounding) => grounding.Field("webSearchQueries") is { ValueKind: JsonValueKind.Array } queries && queries.GetArrayLength() > 0 ? queries.GetArrayLength() : null;

    /// <summary>The pages, each with the words it stands for.</summary>
    /// <param name="grounding">Undefined gives none.</param>
    /// <param name="text">All words of the answer.</param>
    public static IReadOnlyList<Citation> Read(JsonElement grounding, string text)
    {
        var pages = grounding.Items("groundingChunks").Select(c => c.Object("web")).ToList();
        if (pages.Count == 0)
        {
            return [];
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var placed = grounding.Items("groundingSupports").SelectMany(s => s.Items("groundingChunkIndices")
            .Where(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out var at) && at >= 0 && at < pages.Count)
            .Select(i => Of(pages[i.GetInt32()]) is { } page
                ? page with { Quote = s.Object("segment").Text("text"), Start = Letters(bytes, s.Object("segment").Whole("startIndex") ?? 0), End = Letters(bytes, s.Object("segment").Whole("endIndex")) }
                : null)).OfType<Citation>().ToList();
        return placed.Count > 0 ? placed : [.. pages.Select(Of).OfType<Citation>()];
    }

    /// <summary>The field of a candidate; nothing where there is no citation.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Citation> citations, string text)
    {
        if (citations.Count == 0)
        {
            return;
        }

        var pages = citations.Select(c => (c.Url, c.Title)).Distinct().ToList();
        json.WriteStartObject("groundingMetadata"u8);
        json.WriteStartArray("groundingChunks"u8);
        foreach (var (url, title) in pages)
        {
            json.WriteStartObject();
            json.WriteStartObject("web"u8);
            json.WriteString("uri"u8, url);
            json.Text("title"u8, title);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("groundingSupports"u8);
        foreach (var citation in citations.Where(c => c.Start >= 0 && c.Start <= c.End && c.End <= text.Length))
        {
            var (start, end) = (citation.Start!.Value, citation.End!.Value);
            json.WriteStartObject();
            json.WriteStartObject("segment"u8);
            json.WriteNumber("startIndex"u8, Encoding.UTF8.GetByteCount(text.AsSpan(0, start)));
            json.WriteNumber("endIndex"u8, Encoding.UTF8.GetByteCount(text.AsSpan(0, end)));
            json.WriteString("text"u8, text.AsSpan(start, end - start));
            json.WriteEndObject();
            json.WriteStartArray("groundingChunkIndices"u8);
            json.WriteNumberValue(pages.IndexOf((citation.Url, citation.Title)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Citation? Of(JsonElement page) => page.Text("uri") is { Length: > 0 } url ? new Citation(url) { Title = page.Text("title") } : null;

    private static int? Letters(byte[] text, long? bytes) => bytes is { } count && count >= 0 && count <= text.Length ? Encoding.UTF8.GetCharCount(text, 0, (int)count) : null;
}

using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Citations of the web in blocks of text. Those of documents that the client sent have no address, and stay out.</summary>
internal static class AnthropicCitations
{
    /// <summary>Null where it is of another kind.</summary>
    /// <param name="citation">The citation.</param>
    /// <param name="start">Where its block begins among all words.</param>
    /// <param name="end">Where it ends.</param>
    public static Citation? Read(JsonElement citation, int start, int end) => citation.Text("url") is { Length: > 0 } url
        ? new Citation(url) { Title = citation.Text("title"), Quote = citation.Text("cited_text"), Start = start, End = end }
        : null;

    public static void Write(Utf8JsonWriter json, Citation citation)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "web_search_result_location"u8);
        json.WriteString("url"u8, citation.Url);
        json.WriteString("title"u8, citation.Title ?? "");
        json.WriteString("cited_text"u8, citation.Quote ?? "");
        json.WriteString("encrypted_index"u8, ""u8);
        json.WriteEndObject();
    }
}

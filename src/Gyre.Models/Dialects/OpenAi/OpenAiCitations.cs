using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Annotations of text that name a page: flat in responses, one deeper in chat completions.</summary>
internal static class OpenAiCitations
{
    /// <summary>The citations of a text or delta.</summary>
    /// <param name="from">What has <c>annotations</c>.</param>
    /// <param name="before">How many letters of the answer stand before this text.</param>
    public static IReadOnlyList<Citation> Read(JsonElement from, int before = 0) => from.Items("annotations").Select(a => One(a, before)).OfType<Citation>().ToArray();

    /// <summary>Of one annotation; null where it is of another kind.</summary>
    public static Citation? One(JsonElement annotation, int before = 0)
    {
        var cited = annotation.Object("url_citation") is { ValueKind: JsonValueKind.Object } inner ? inner : annotation;
        return annotation.Text("type") == "url_citation" && cited.Text("url") is { Length: > 0 } url
            ? new Citation(url) { Title = cited.Text("title"), Start = (int?)cited.Whole("start_index") + before, End = (int?)cited.Whole("end_index") + before }
            : null;
    }

    /// <summary>One annotation.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="citation">What.</param>
    /// <param name="before">How many letters of the answer stand before the text.</param>
    /// <param name="length">Of the text: a citation without a place stands for all of it.</param>
    /// <param name="nested">For chat completions.</param>
    public static void Write(Utf8JsonWriter json, Citation citation, int before, int length, bool nested)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "url_citation"u8);
        if (nested)
        {
            json.WriteStartObject("url_citation"u8);
        }

        json.WriteString("url"u8, citation.Url);
        json.WriteString("title"u8, citation.Title ?? "");
        json.WriteNumber("start_index"u8, Math.Max(0, (citation.Start ?? before) - before));
        json.WriteNumber("end_index"u8, Math.Max(0, (citation.End ?? (before + length)) - before));
        if (nested)
        {
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

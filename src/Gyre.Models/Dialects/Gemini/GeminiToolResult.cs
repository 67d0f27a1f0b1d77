using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>A tool's result as the object Gemini wants: a JSON object as it is, any other text as <c>output</c> or <c>error</c>.</summary>
internal static class GeminiToolResult
{
    public static void Write(Utf8JsonWriter json, string text, bool failed)
    {
        if (!failed && Object(text) is { } whole && Wrapped(whole, out _) is null)
        {
            json.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString(failed ? "error"u8 : "output"u8, text);
        json.WriteEndObject();
    }

    public static Part[] Read(JsonElement response, out bool failed)
    {
        failed = false;
        if (response.ValueKind != JsonValueKind.Object)
        {
            return response.IsSome() ? [new TextPart(response.ValueKind == JsonValueKind.String ? response.GetString()! : response.GetRawText())] : [];
        }

        var text = Wrapped(response, out failed) ?? response.GetRawText();
        return text.Length == 0 ? [] : [new TextPart(text)];
    }

    // The text of an object that is nothing but our wrapping, or Google's clients'.
    private static string? Wrapped(JsonElement e, out bool failed)
    {
        failed = false;
        if (e.EnumerateObject().ToList() is not [{ Value.ValueKind: JsonValueKind.String } only] || only.Name is not ("output" or "error" or "result"))
        {
            return null;
        }

        failed = only.Name == "error";
        return only.Value.GetString();
    }

    private static JsonElement? Object(string text)
    {
        try
        {
            return text.AsSpan().TrimStart().StartsWith("{") && JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } whole ? whole : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

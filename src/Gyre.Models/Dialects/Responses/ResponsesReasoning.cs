using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Reasoning items: a summary for reading, and the thinking itself encrypted.</summary>
internal static class ResponsesReasoning
{
    /// <summary>What stands between the pieces of a summary when they are one text.</summary>
    public const string Break = "\n\n";

    public static ThinkingPart Read(JsonElement item)
    {
        var summary = item.Items("summary").Select(s => s.Text("text")).OfType<string>().ToList();
        var text = string.Join(Break, summary.Count > 0 ? summary : item.Items("content").Select(c => c.Text("text")).OfType<string>());
        var signature = Signature(item, out var redacted);
        return new ThinkingPart(text) { Signature = signature, Redacted = redacted };
    }

    /// <summary>What the provider wants back; null where it sent nothing encrypted.</summary>
    public static Opaque? Signature(JsonElement item, out bool redacted)
    {
        redacted = false;
        if (item.Text("encrypted_content") is not { Length: > 0 } encrypted)
        {
            return null;
        }

        var read = Opaque.Read(encrypted, Dialect.Responses, out redacted);
        return read.Value == encrypted ? read with { Id = item.Text("id") } : read;
    }

    /// <summary>Writes an item.</summary>
    public static void Write(Utf8JsonWriter json, ThinkingPart thinking, string? id)
    {
        json.WriteStartObject();
        json.Text("id"u8, id);
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        if (thinking.Text.Length > 0)
        {
            Summary(json, thinking.Text);
        }

        json.WriteEndArray();

        // OpenAI wants it back under the id it came with; where the item has another, the id travels inside.
        var signature = thinking.Signature;
        json.Text("encrypted_content"u8, signature is { Origin: Dialect.Responses } && signature.Id == id ? signature.Value : signature?.Marked(thinking.Redacted));
        json.WriteEndObject();
    }

    /// <summary>One piece of a summary.</summary>
    public static void Summary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}

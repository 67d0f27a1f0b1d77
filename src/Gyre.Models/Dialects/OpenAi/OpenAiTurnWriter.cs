using System.Text.Json;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Writes a turn as one message, or as one for each tool's result.</summary>
internal static class OpenAiTurnWriter
{
    public static void Write(Utf8JsonWriter json, Turn turn, ModelTraits traits)
    {
        switch (turn.Role)
        {
            case TurnRole.Assistant:
                Assistant(json, turn, traits);
                break;
            case TurnRole.Tool:
                Results(json, turn);
                break;
            default:
                Begin(json, turn.Role switch { TurnRole.User => "user", TurnRole.Developer when traits.DeveloperRole => "developer", _ => "system" }, turn.Name);
                Content(json, turn.Parts);
                json.WriteEndObject();
                break;
        }
    }

    private static void Assistant(Utf8JsonWriter json, Turn turn, ModelTraits traits)
    {
        Begin(json, "assistant", turn.Name);
        var texts = turn.Parts.OfType<TextPart>().Where(t => t.Text.Length > 0).ToList();
        var calls = turn.Parts.OfType<ToolCallPart>().ToList();
        if (texts.Count == 0)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            Content(json, texts);
        }

        json.Text("refusal"u8, turn.Parts.OfType<RefusalPart>().FirstOrDefault()?.Text);
        if (traits.ThinkingBack && string.Concat(turn.Parts.OfType<ThinkingPart>().Where(t => t.Signature is null).Select(t => t.Text)) is { Length: > 0 } thinking)
        {
            json.WriteString("reasoning_content"u8, thinking);
        }

        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                Call(json, call, traits);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, ToolCallPart call, ModelTraits traits)
    {
        var custom = call.Custom && traits.DeveloperRole;
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
        json.WriteStartObject(custom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString(custom ? "input"u8 : "arguments"u8, custom ? call.Arguments : CustomTools.Wrapped(call) is { Length: > 0 } arguments ? arguments : "{}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Results(Utf8JsonWriter json, Turn turn)
    {
        var pictures = new List<Part>();
        foreach (var result in turn.Parts.Cast<ToolResultPart>())
        {
            Begin(json, "tool", null);
            json.WriteString("tool_call_id"u8, result.CallId);
            var words = result.Content.Select(p => p is FilePart file && Conversation.Words(file) is { } text ? new TextPart(text) : p).ToList();
            json.WriteString("content"u8, Conversation.Text(words));
            json.WriteEndObject();
            pictures.AddRange(words.Where(p => p is not TextPart));
        }

        if (pictures.Count > 0)
        {
            // Tools answer in words only here; what they show comes from the user, right behind.
            Begin(json, "user", null);
            Content(json, pictures);
            json.WriteEndObject();
        }
    }

    private static void Content(Utf8JsonWriter json, IReadOnlyList<Part> parts)
    {
        if (parts is [] or [TextPart])
        {
            json.WriteString("content"u8, parts is [TextPart one] ? one.Text : "");
            return;
        }

        json.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            Piece(json, part);
        }

        json.WriteEndArray();
    }

    private static void Piece(Utf8JsonWriter json, Part part)
    {
        switch (part)
        {
            case TextPart { Text: "" }:
                return;
            case TextPart text:
                Text(json, text.Text);
                return;
            case ImagePart image:
                json.WriteStartObject();
                json.WriteString("type"u8, "image_url"u8);
                json.WriteStartObject("image_url"u8);
                json.WriteString("url"u8, image.Source.Address ?? throw FileId("image"));
                json.Text("detail"u8, image.Detail);
                json.WriteEndObject();
                json.WriteEndObject();
                return;
            case FilePart file when Conversation.Words(file) is { } words:
                Text(json, words);
                return;
            case FilePart file:
                json.WriteStartObject();
                json.WriteString("type"u8, "file"u8);
                json.WriteStartObject("file"u8);
                if (file.Source.FileId is { } id)
                {
                    json.WriteString("file_id"u8, id);
                }
                else
                {
                    json.WriteString("file_data"u8, file.Source.Base64 is null ? throw FileUrl() : file.Source.Address);
                    json.WriteString("filename"u8, file.Name ?? "document.pdf");
                }

                json.WriteEndObject();
                json.WriteEndObject();
                return;
            case AudioPart audio:
                json.WriteStartObject();
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, audio.Base64);
                json.WriteString("format"u8, audio.Format);
                json.WriteEndObject();
                json.WriteEndObject();
                return;
            default:
                return;
        }
    }

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string role, string? name)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.Text("name"u8, name);
    }

    private static Kernel.ProblemException FileId(string field) => Untranslatable.NotCarried(field, "OpenAI's chat completions", "A file id is of no use there: send the bytes as base64.");

    private static Kernel.ProblemException FileUrl() => Untranslatable.NotCarried("document.source.url", "OpenAI's chat completions", "It takes documents as base64 only: send the bytes.");
}

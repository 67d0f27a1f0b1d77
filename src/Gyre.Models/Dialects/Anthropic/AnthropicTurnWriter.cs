using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>
/// Writes a conversation by Anthropic's rules: instructions apart and together, user and model in turn, results of tools first in the user's turn,
/// no empty text, and the user begins.
/// </summary>
internal static class AnthropicTurnWriter
{
    // Anthropic wants the user to begin; a conversation that begins with the model is rare, and this says nothing new.
    private static readonly Part[] Opening = [new TextPart("Continue.")];

    /// <summary><c>system</c> and <c>messages</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Turn> turns, bool thinks)
    {
        var instructions = turns.Where(IsInstruction).SelectMany(t => t.Parts).Where(IsSaid).ToList();
        var messages = Messages(turns.Where(t => !IsInstruction(t)));
        if (messages.Count == 0)
        {
            // Instructions alone: they are the question.
            (messages, instructions) = ([(false, instructions)], []);
        }

        if (instructions.Count > 0)
        {
            json.WriteStartArray("system"u8);
            instructions.ForEach(p => Block(json, p));
            json.WriteEndArray();
        }

        json.WriteStartArray("messages"u8);
        for (var i = 0; i < messages.Count; i++)
        {
            var (model, parts) = messages[i];
            json.WriteStartObject();
            json.WriteString("role"u8, model ? "assistant"u8 : "user"u8);
            json.WriteStartArray("content"u8);
            parts = model && i == messages.Count - 1 ? Trimmed(parts) : parts;
            parts.ForEach(p => Block(json, p));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Cache(Utf8JsonWriter json, CacheMark? mark)
    {
        if (mark is not null)
        {
            json.WriteStartObject("cache_control"u8);
            json.WriteString("type"u8, "ephemeral"u8);
            json.Text("ttl"u8, mark.Ttl);
            json.WriteEndObject();
        }
    }

    private static bool IsInstruction(Turn turn) => turn.Role is TurnRole.System or TurnRole.Developer;

    private static List<(bool Model, List<Part> Parts)> Messages(IEnumerable<Turn> turns)
    {
        var messages = new List<(bool Model, List<Part> Parts)>();
        foreach (var turn in turns)
        {
            var model = turn.Role == TurnRole.Assistant;
            var parts = turn.Parts.Where(IsSaid).ToList();
            if (parts.Count == 0)
            {
                continue;
            }

            if (messages.Count == 0 && model)
            {
                messages.Add((false, [.. Opening]));
            }

            if (messages.Count > 0 && messages[^1].Model == model)
            {
                messages[^1].Parts.AddRange(parts);
            }
            else
            {
                messages.Add((model, parts));
            }
        }

        foreach (var (_, parts) in messages.Where(m => !m.Model))
        {
            var results = parts.FindAll(p => p is ToolResultPart);
            if (results.Count > 0)
            {
                parts.RemoveAll(p => p is ToolResultPart);
                parts.InsertRange(0, results);
            }
        }

        return messages;
    }

    // Thinking of others means nothing here; the rest of what is empty is refused there.
    private static bool IsSaid(Part part) => part switch
    {
        TextPart text => !string.IsNullOrWhiteSpace(text.Text),
        RefusalPart refusal => !string.IsNullOrWhiteSpace(refusal.Text),
        ThinkingPart thinking => thinking.Signature?.Origin == Dialect.Anthropic,
        _ => true,
    };

    // The model goes on from a last turn of its own, which may not end in white space.
    private static List<Part> Trimmed(List<Part> parts) => parts[^1] is TextPart last ? [.. parts[..^1], last with { Text = last.Text.TrimEnd() }] : parts;

    private static void Block(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                Text(json, text.Text);
                break;
            case RefusalPart refusal:
                Text(json, refusal.Text);
                break;
            case ThinkingPart { Redacted: true } hidden:
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, hidden.Signature!.Value);
                break;
            case ThinkingPart thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature!.Value);
                break;
            case ImagePart image:
                json.WriteString("type"u8, "image"u8);
                Source(json, image.Source, "image");
                break;
            case FilePart file:
                json.WriteString("type"u8, "document"u8);
                File(json, file);
                json.Text("title"u8, file.Name);
                break;
            case ToolCallPart call:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, Id(call.Id));
                json.WriteString("name"u8, call.Name);
                json.Object("input"u8, CustomTools.Wrapped(call));
                break;
            case ToolResultPart result:
                Result(json, result);
                break;
            default:
                throw Untranslatable.NotCarried("input_audio", AnthropicDialect.Name, "It hears no sound: send text.");
        }

        Cache(json, part.Cache);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ToolResultPart result)
    {
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, Id(result.CallId));
        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }

        if (result.Content.Any(IsSaid))
        {
            json.WriteStartArray("content"u8);
            foreach (var part in result.Content.Where(IsSaid))
            {
                Block(json, part);
            }

            json.WriteEndArray();
        }
    }

    private static void File(Utf8JsonWriter json, FilePart file)
    {
        if (file.Source is not { Base64: { } data, Type: { } type } || !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            Source(json, file.Source.Type is null ? file.Source with { Type = "application/pdf" } : file.Source, "file");
            return;
        }

        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("media_type"u8, "text/plain"u8);
        json.WriteString("data"u8, Conversation.Words(file with { Name = null }));
        json.WriteEndObject();
    }

    private static void Source(Utf8JsonWriter json, Media source, string field)
    {
        json.WriteStartObject("source"u8);
        if (source.Base64 is { } data)
        {
            json.WriteString("type"u8, "base64"u8);
            json.WriteString("media_type"u8, source.Type ?? PictureType(data));
            json.WriteString("data"u8, data);
        }
        else
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, source.Url ?? throw Untranslatable.NotCarried(field + ".file_id", AnthropicDialect.Name, "A file id of another provider is of no use there: send the bytes as base64."));
        }

        json.WriteEndObject();
    }

    // By the first bytes, as base64 shows them.
    private static string PictureType(string data) => data switch
    {
        ['/', '9', 'j', '/', ..] => "image/jpeg",
        ['R', '0', 'l', 'G', ..] => "image/gif",
        ['U', 'k', 'l', 'G', ..] => "image/webp",
        _ => "image/png",
    };

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
    }

    // Anthropic takes letters, digits, dash and underscore in ids; others are more generous.
    private static string Id(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? id : string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
}

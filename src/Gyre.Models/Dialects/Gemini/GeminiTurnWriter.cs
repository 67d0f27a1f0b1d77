using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Writes <c>contents</c>: turns of one role that follow each other become one, results keep a content of their own.</summary>
internal static class GeminiTurnWriter
{
    // Google's own word for "this call is another model's": without any signature newer models refuse the conversation.
    private const string NoSignature = "skip_thought_signature_validator";

    public static void Write(Utf8JsonWriter json, ChatCall call, GeminiModel model)
    {
        json.WriteStartArray("contents"u8);
        TurnRole? open = null;
        foreach (var turn in call.Turns.Where(t => t.Role is TurnRole.User or TurnRole.Assistant or TurnRole.Tool))
        {
            if (open != turn.Role)
            {
                End(json, open);
                json.WriteStartObject();
                json.WriteString("role"u8, turn.Role == TurnRole.Assistant ? "model"u8 : "user"u8);
                json.WriteStartArray("parts"u8);
                open = turn.Role;
            }

            var signed = !model.WantsSignatures;
            foreach (var part in turn.Parts)
            {
                if (part is ToolResultPart result)
                {
                    Result(json, result, model);
                }
                else
                {
                    Part(json, part, ref signed);
                }
            }
        }

        End(json, open);
        json.WriteEndArray();
    }

    private static void End(Utf8JsonWriter json, TurnRole? open)
    {
        if (open is not null)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void Part(Utf8JsonWriter json, Part part, ref bool signed)
    {
        switch (part)
        {
            case TextPart { Text.Length: > 0 } text:
                Text(json, text.Text);
                break;
            case RefusalPart { Text.Length: > 0 } refusal:
                Text(json, refusal.Text);
                break;
            case ThinkingPart { Signature: { Origin: Dialect.Gemini } signature } thinking:
                json.WriteStartObject();
                json.WriteString("text"u8, thinking.Text);
                json.Flag("thought"u8, thinking.Text.Length > 0 ? true : null);
                json.WriteString("thoughtSignature"u8, signature.Value);
                json.WriteEndObject();
                break;
            case ToolCallPart call:
                var signedBy = call.Signature is { Origin: Dialect.Gemini } own ? own.Value : signed ? null : NoSignature;
                signed = true;
                GeminiAnswerWriter.Call(json, call, signedBy);
                break;
            case ImagePart image:
                GeminiMedia.Write(json, image.Source, "image/png");
                break;
            case FilePart file:
                GeminiMedia.Write(json, file.Source, "application/pdf");
                break;
            case AudioPart audio:
                GeminiMedia.Write(json, new Media { Base64 = audio.Base64, Type = "audio/" + audio.Format }, "audio/wav");
                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ToolResultPart result, GeminiModel model)
    {
        var pictures = result.Content.OfType<ImagePart>().ToList();
        json.WriteStartObject();
        json.WriteStartObject("functionResponse"u8);
        json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, result.Name ?? result.CallId);
        json.WritePropertyName("response"u8);
        GeminiToolResult.Write(json, Conversation.Text(result.Content), result.IsError);
        if (pictures.Count > 0 && model.Major >= 3)
        {
            json.WriteStartArray("parts"u8);
            Pictures(json, pictures);
            json.WriteEndArray();
            pictures = [];
        }

        json.WriteEndObject();
        json.WriteEndObject();
        Pictures(json, pictures);
    }

    private static void Pictures(Utf8JsonWriter json, List<ImagePart> pictures)
    {
        foreach (var picture in pictures)
        {
            GeminiMedia.Write(json, picture.Source, "image/png");
        }
    }
}

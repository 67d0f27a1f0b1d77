using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Writes the request of <c>responses</c>.</summary>
internal static class ResponsesCallWriter
{
    public static void Write(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        Refuse(call);
        json.WriteStartObject();
        json.WriteString("model"u8, call.Model);
        json.WriteStartArray("input"u8);
        foreach (var turn in call.Turns)
        {
            Turn(json, turn);
        }

        json.WriteEndArray();
        if (call.Tools.Count + call.HostedTools.Count > 0)
        {
            ResponsesSettings.Tools(json, call);
            ResponsesSettings.Choice(json, call);
            json.Flag("parallel_tool_calls"u8, call.ParallelToolCalls);
        }

        json.Number("max_tool_calls"u8, call.HostedTools.Max(t => t.MaxUses));
        ResponsesSettings.Text(json, call);
        var effort = OpenAiEfforts.Word(call, traits);
        Reasoning(json, call, traits, effort);
        json.Number("max_output_tokens"u8, traits.Limited(call.MaxOutput));
        if (!traits.FixedSampling || effort == "none")
        {
            json.Number("temperature"u8, call.Temperature);
            json.Number("top_p"u8, call.TopP);
        }

        json.Text("user"u8, call.EndUser);
        json.Text("service_tier"u8, call.ServiceTier);
        json.Text("prompt_cache_key"u8, call.PromptCacheKey);
        json.WriteBoolean("store"u8, false);
        if (call.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        json.WriteEndObject();
    }

    private static void Refuse(ChatCall call)
    {
        var field = call.Stops.Count > 0 ? "stop" : call.FrequencyPenalty is not (null or 0) ? "frequency_penalty" : call.PresencePenalty is not (null or 0) ? "presence_penalty" : null;
        if (field is not null)
        {
            throw Untranslatable.NotCarried(field, ResponsesDialect.Name, "Leave it out.");
        }
    }

    private static void Reasoning(Utf8JsonWriter json, ChatCall call, ModelTraits traits, string? effort)
    {
        if (traits.Reasons == false)
        {
            return;
        }

        if ((effort ?? call.Reasoning?.Summary) is not null)
        {
            json.WriteStartObject("reasoning"u8);
            json.Text("effort"u8, effort);
            json.Text("summary"u8, call.Reasoning?.Summary);
            json.WriteEndObject();
        }

        if (call.Reasoning is not null || traits.Reasons == true)
        {
            // Nothing is stored there, so the next turn must bring the thinking along.
            json.WriteStartArray("include"u8);
            json.WriteStringValue("reasoning.encrypted_content"u8);
            json.WriteEndArray();
        }
    }

    private static void Turn(Utf8JsonWriter json, Turn turn)
    {
        switch (turn.Role)
        {
            case TurnRole.Assistant:
                Spoken(json, turn);
                break;
            case TurnRole.Tool:
                foreach (var result in turn.Parts.Cast<ToolResultPart>())
                {
                    Result(json, result);
                }

                break;
            default:
                Message(json, turn.Role switch { TurnRole.User => "user"u8, TurnRole.Developer => "developer"u8, _ => "system"u8 }, turn.Parts, false);
                break;
        }
    }

    private static void Spoken(Utf8JsonWriter json, Turn turn)
    {
        foreach (var thinking in turn.Parts.OfType<ThinkingPart>().Where(t => t.Signature?.Origin == Dialect.Responses))
        {
            ResponsesReasoning.Write(json, thinking, thinking.Signature!.Id);
        }

        var words = turn.Parts.Where(p => p is TextPart { Text.Length: > 0 } or RefusalPart).ToList();
        if (words.Count > 0)
        {
            Message(json, "assistant"u8, words, true);
        }

        foreach (var call in turn.Parts.OfType<ToolCallPart>())
        {
            json.WriteStartObject();
            json.WriteString("type"u8, call.Custom ? "custom_tool_call"u8 : "function_call"u8);
            json.WriteString("call_id"u8, call.Id);
            json.WriteString("name"u8, call.Name);
            json.WriteString(call.Custom ? "input"u8 : "arguments"u8, call.Arguments.Length == 0 && !call.Custom ? "{}" : call.Arguments);
            json.WriteEndObject();
        }
    }

    private static void Result(Utf8JsonWriter json, ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, result.Custom ? "custom_tool_call_output"u8 : "function_call_output"u8);
        json.WriteString("call_id"u8, result.CallId);
        if (result.Content.All(p => p is TextPart))
        {
            json.WriteString("output"u8, Conversation.Text(result.Content));
        }
        else
        {
            Parts(json, "output"u8, result.Content, false);
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, ReadOnlySpan<byte> role, IReadOnlyList<Part> parts, bool spoken)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, role);
        Parts(json, "content"u8, parts, spoken);
        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Part> parts, bool spoken)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            Piece(json, part, spoken);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Piece(Utf8JsonWriter json, Part part, bool spoken)
    {
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, spoken ? "output_text"u8 : "input_text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("type"u8, "refusal"u8);
                json.WriteString("refusal"u8, refusal.Text);
                break;
            case ImagePart image:
                json.WriteString("type"u8, "input_image"u8);
                json.WriteString(image.Source.FileId is null ? "image_url"u8 : "file_id"u8, image.Source.FileId ?? image.Source.Address);
                json.Text("detail"u8, image.Detail);
                break;
            case FilePart file when Conversation.Words(file) is { } words:
                json.WriteString("type"u8, "input_text"u8);
                json.WriteString("text"u8, words);
                break;
            case FilePart { Source: var source } file:
                json.WriteString("type"u8, "input_file"u8);
                json.WriteString(source.FileId is not null ? "file_id"u8 : source.Url is not null ? "file_url"u8 : "file_data"u8, source.FileId ?? source.Address);
                json.Text("filename"u8, source.Base64 is null ? null : file.Name ?? "document.pdf");
                break;
            default:
                throw Untranslatable.NotCarried("input_audio", ResponsesDialect.Name, "It hears no sound: send text.");
        }
    }
}

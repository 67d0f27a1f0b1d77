using System.Text.Json;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Writes the request of <c>/api/chat</c>.</summary>
internal static class OllamaCallWriter
{
    public static void Write(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, call.Model);
        json.WriteStartArray("messages"u8);
        foreach (var turn in call.Turns)
        {
            Turn(json, turn);
        }

        json.WriteEndArray();
        if (call.HostedTools is [var hosted, ..])
        {
            throw HostedTools.NotAt(hosted.Kind, "Ollama's format");
        }

        Tools(json, call);
        if (call.Format is { } format)
        {
            json.WritePropertyName("format"u8);
            if (format.HasSchema)
            {
                format.Schema.WriteTo(json);
            }
            else
            {
                json.WriteStringValue("json"u8);
            }
        }

        Think(json, call, traits);
        Options(json, call, traits);
        json.WriteBoolean("stream"u8, call.Stream);
        json.WriteEndObject();
    }

    private static void Turn(Utf8JsonWriter json, Turn turn)
    {
        switch (turn.Role)
        {
            case TurnRole.Tool:
                foreach (var result in turn.Parts.OfType<ToolResultPart>())
                {
                    json.WriteStartObject();
                    json.WriteString("role"u8, "tool"u8);
                    json.Text("tool_name"u8, result.Name);
                    json.WriteString("tool_call_id"u8, result.CallId);
                    Content(json, result.Content);
                    json.WriteEndObject();
                }

                break;
            default:
                json.WriteStartObject();
                json.WriteString("role"u8, turn.Role switch { TurnRole.User => "user"u8, TurnRole.Assistant => "assistant"u8, _ => "system"u8 });
                Content(json, turn.Parts);
                if (turn.Role == TurnRole.Assistant)
                {
                    Spoken(json, turn.Parts);
                }

                json.WriteEndObject();
                break;
        }
    }

    private static void Content(Utf8JsonWriter json, IReadOnlyList<Part> parts)
    {
        json.WriteString("content"u8, string.Join('\n', parts.Select(Words).Where(w => !string.IsNullOrEmpty(w))));
        if (parts.Any(p => p is ImagePart))
        {
            json.WriteStartArray("images"u8);
            foreach (var image in parts.OfType<ImagePart>())
            {
                json.WriteStringValue(OllamaImages.Base64(image));
            }

            json.WriteEndArray();
        }
    }

    private static string? Words(Part part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        FilePart file => Conversation.Words(file) ?? throw Untranslatable.NotCarried("file", "Ollama's format", "Send its text instead."),
        AudioPart => throw Untranslatable.NotCarried("input_audio", "Ollama's format", "Send a transcript instead."),
        _ => null,
    };

    private static void Spoken(Utf8JsonWriter json, IReadOnlyList<Part> parts)
    {
        var thinking = string.Concat(parts.OfType<ThinkingPart>().Where(t => t.Signature is null).Select(t => t.Text));
        json.Text("thinking"u8, thinking.Length == 0 ? null : thinking);
        if (parts.Any(p => p is ToolCallPart))
        {
            OllamaAnswers.Calls(json, [.. parts.OfType<ToolCallPart>().Select(c => c with { Signature = null })]);
        }
    }

    private static void Tools(Utf8JsonWriter json, ChatCall call)
    {
        var offered = call.ToolChoice switch
        {
            { Kind: ToolChoiceKind.None } => [],
            { Kind: ToolChoiceKind.Named, Name: { } name } => [.. call.Tools.Where(t => t.Name == name)],
            _ => call.Tools,
        };
        if (offered.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in offered)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            json.Text("description"u8, CustomTools.Description(tool));
            json.Json("parameters"u8, CustomTools.Schema(tool));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Only gpt-oss knows degrees; the others think or do not.
    private static void Think(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        if (call.Reasoning is not { } wish || traits.Reasons == false)
        {
            return;
        }

        if (call.Model.Contains("gpt-oss", StringComparison.OrdinalIgnoreCase) && Efforts.Word(wish) is { } effort && effort != "none")
        {
            json.WriteString("think"u8, effort switch { "minimal" or "low" => "low", "medium" => "medium", _ => "high" });
        }
        else
        {
            json.WriteBoolean("think"u8, !wish.Off);
        }
    }

    private static void Options(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        json.WriteStartObject("options"u8);
        json.Number("num_predict"u8, traits.Limited(call.MaxOutput));
        json.Number("temperature"u8, call.Temperature);
        json.Number("top_p"u8, call.TopP);
        json.Number("top_k"u8, call.TopK);
        json.Number("seed"u8, call.Seed);
        json.Number("frequency_penalty"u8, call.FrequencyPenalty);
        json.Number("presence_penalty"u8, call.PresencePenalty);
        if (call.Stops.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in call.Stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

using System.Text.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Writes the request of <c>generateContent</c>.</summary>
internal static class GeminiCallWriter
{
    public static void Write(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        var model = GeminiModel.Of(traits.Name ?? call.Model);
        json.WriteStartObject();
        System(json, call);
        GeminiTurnWriter.Write(json, call, model);
        Tools(json, call, model);
        Settings(json, call, traits, model);
        json.WriteEndObject();
    }

    private static void System(Utf8JsonWriter json, ChatCall call)
    {
        var words = call.Turns.Where(t => t.Role is TurnRole.System or TurnRole.Developer).SelectMany(t => t.Parts).OfType<TextPart>().ToList();
        if (words.Count == 0)
        {
            return;
        }

        json.WriteStartObject("systemInstruction"u8);
        json.WriteStartArray("parts"u8);
        foreach (var text in words)
        {
            json.WriteStartObject();
            json.WriteString("text"u8, text.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, ChatCall call, GeminiModel model)
    {
        if (call.Tools.Count + call.HostedTools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var hosted in call.HostedTools)
        {
            Hosted(json, hosted);
        }

        if (call.Tools.Count == 0)
        {
            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in call.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            json.Text("description"u8, CustomTools.Description(tool));
            Schema(json, "parameters", "parametersJsonSchema", CustomTools.Schema(tool), model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (call.ToolChoice is { } choice)
        {
            json.WriteStartObject("toolConfig"u8);
            json.WriteStartObject("functionCallingConfig"u8);
            json.WriteString("mode"u8, choice.Kind switch { ToolChoiceKind.None => "NONE"u8, ToolChoiceKind.Required or ToolChoiceKind.Named => "ANY"u8, _ => "AUTO"u8 });
            if (choice is { Kind: ToolChoiceKind.Named, Name: { } name })
            {
                json.WriteStartArray("allowedFunctionNames"u8);
                json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void Hosted(Utf8JsonWriter json, HostedTool tool)
    {
        if (tool.AllowedDomains.Count + tool.BlockedDomains.Count > 0)
        {
            throw HostedTools.Domains(tool.AllowedDomains.Count > 0 ? "allowed_domains" : "blocked_domains", "Gemini's generateContent");
        }

        json.WriteStartObject();
        json.WriteStartObject(tool.Kind switch { HostedToolKind.WebSearch => "googleSearch"u8, HostedToolKind.WebFetch => "urlContext"u8, _ => "codeExecution"u8 });
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Settings(Utf8JsonWriter json, ChatCall call, ModelTraits traits, GeminiModel model)
    {
        json.WriteStartObject("generationConfig"u8);
        json.Number("maxOutputTokens"u8, traits.Limited(call.MaxOutput));
        json.Number("temperature"u8, call.Temperature);
        json.Number("topP"u8, call.TopP);
        json.Number("topK"u8, call.TopK);
        json.Number("seed"u8, call.Seed);
        json.Number("presencePenalty"u8, call.PresencePenalty);
        json.Number("frequencyPenalty"u8, call.FrequencyPenalty);
        if (call.Stops.Count > 0)
        {
            json.WriteStartArray("stopSequences"u8);
            foreach (var stop in call.Stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        if (call.Format is { } format)
        {
            json.WriteString("responseMimeType"u8, "application/json"u8);
            Schema(json, "responseSchema", "responseJsonSchema", format.Schema, model);
        }

        if (call.Reasoning is { } wish && traits.Reasons != false)
        {
            Thinking(json, wish, model);
        }

        json.WriteEndObject();
    }

    private static void Thinking(Utf8JsonWriter json, ReasoningWish wish, GeminiModel model)
    {
        json.WriteStartObject("thinkingConfig"u8);
        if (model.HasBudget || wish.Effort is null)
        {
            json.Number("thinkingBudget"u8, model.Budget(Efforts.Tokens(wish)));
        }
        else
        {
            json.WriteString("thinkingLevel"u8, wish.Effort switch { "none" or "minimal" => model.IsPro ? "low" : "minimal", "low" => "low", "medium" => "medium", _ => "high" });
        }

        if (!wish.Off && (wish.Summary is not null || wish.Budget is not null))
        {
            json.WriteBoolean("includeThoughts"u8, true);
        }

        json.WriteEndObject();
    }

    private static void Schema(Utf8JsonWriter json, string old, string newer, JsonElement schema, GeminiModel model)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (!model.OldSchemas)
        {
            json.WritePropertyName(newer);
            schema.WriteTo(json);
        }
        else if (GeminiSchema.ToOpenApi(schema) is { } subset)
        {
            json.WritePropertyName(old);
            subset.WriteTo(json);
        }
    }
}

using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Reads the request of <c>generateContent</c>.</summary>
internal static class GeminiCallReader
{
    private const string Name = "Gemini's generateContent";

    private static readonly IReadOnlySet<string> Known = GeminiFields.Both("model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings", "labels");

    private static readonly IReadOnlySet<string> KnownSettings = GeminiFields.Both(
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "presencePenalty", "frequencyPenalty",
        "responseMimeType", "responseSchema", "responseJsonSchema", "thinkingConfig", "responseModalities", "mediaResolution", "responseLogprobs", "logprobs");

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        CallFields.RefuseOthers(body, "", Name, Known);
        var settings = body.Either("generationConfig");
        if (settings.ValueKind == JsonValueKind.Object)
        {
            CallFields.RefuseOthers(settings, "generationConfig.", Name, KnownSettings);
            RefuseWhatHasNoNeutralForm(settings);
        }

        var (tools, hosted) = Tools(body);
        return new ChatCall
        {
            Model = target.Model ?? CallFields.RequiredText(body, "model", ""),
            Turns = [.. System(body), .. GeminiTurnReader.Read(CallFields.RequiredItems(body, "contents", ""))],
            Tools = tools,
            HostedTools = hosted,
            ToolChoice = Choice(body.Either("toolConfig").Either("functionCallingConfig")),
            Format = Format(settings),
            Reasoning = Reasoning(settings.Either("thinkingConfig")),
            MaxOutput = GeminiFields.EitherWhole(settings, "maxOutputTokens", "generationConfig."),
            Temperature = GeminiFields.EitherNumber(settings, "temperature", "generationConfig."),
            TopP = GeminiFields.EitherNumber(settings, "topP", "generationConfig."),
            TopK = GeminiFields.EitherWhole(settings, "topK", "generationConfig."),
            Seed = GeminiFields.EitherWhole(settings, "seed", "generationConfig."),
            PresencePenalty = GeminiFields.EitherNumber(settings, "presencePenalty", "generationConfig."),
            FrequencyPenalty = GeminiFields.EitherNumber(settings, "frequencyPenalty", "generationConfig."),
            Stops = [.. CallFields.Texts(settings, "stopSequences"), .. CallFields.Texts(settings, "stop_sequences")],
            Stream = target.Stream ?? false,
            IncludeUsage = true,
        };
    }

    private static void RefuseWhatHasNoNeutralForm(JsonElement settings)
    {
        if (GeminiFields.EitherWhole(settings, "candidateCount", "generationConfig.") is not (null or 1))
        {
            throw CallFields.Refused("generationConfig.candidateCount", Name);
        }

        if (settings.Either("responseLogprobs").ValueKind == JsonValueKind.True)
        {
            throw CallFields.Refused("generationConfig.responseLogprobs", Name);
        }

        if (settings.Either("responseModalities") is { ValueKind: JsonValueKind.Array } modalities
            && modalities.EnumerateArray().Any(m => m.ValueKind != JsonValueKind.String || !string.Equals(m.GetString(), "text", StringComparison.OrdinalIgnoreCase)))
        {
            throw CallFields.Refused("generationConfig.responseModalities", Name);
        }
    }

    private static Turn[] System(JsonElement body) => body.Either("systemInstruction") switch
    {
        { ValueKind: JsonValueKind.String } text => [new Turn(TurnRole.System, [new TextPart(text.GetString()!)])],
        { ValueKind: JsonValueKind.Object } content => [new Turn(TurnRole.System, [.. content.Items("parts").Select(p => p.Text("text")).OfType<string>().Select(t => new TextPart(t))])],
        _ => [],
    };

    private static (List<ChatTool> Tools, List<HostedTool> Hosted) Tools(JsonElement body)
    {
        var (tools, hosted) = (new List<ChatTool>(), new List<HostedTool>());
        foreach (var (index, tool) in body.Items("tools").Index())
        {
            foreach (var field in tool.EnumerateObject().Where(f => f.Value.IsSome() && f.Name is not ("functionDeclarations" or "function_declarations")))
            {
                hosted.Add(field.Name switch
                {
                    "googleSearch" or "google_search" => new HostedTool(HostedToolKind.WebSearch),
                    "urlContext" or "url_context" => new HostedTool(HostedToolKind.WebFetch),
                    "codeExecution" or "code_execution" => new HostedTool(HostedToolKind.CodeExecution),
                    _ => throw HostedTools.OnlyAt($"tools[{index}].{field.Name}", field.Name, Name),
                });
            }

            if (tool.Either("functionDeclarations") is { ValueKind: JsonValueKind.Array } functions)
            {
                tools.AddRange(functions.EnumerateArray().Select((f, i) => new ChatTool(CallFields.RequiredText(f, "name", $"tools[{index}].functionDeclarations[{i}]."))
                {
                    Description = f.Text("description"),
                    Schema = f.Either("parametersJsonSchema") is { ValueKind: JsonValueKind.Object } whole ? whole : GeminiSchema.ToJsonSchema(f.Field("parameters")),
                }));
            }
        }

        return (tools, hosted);
    }

    private static ToolChoice? Choice(JsonElement config)
    {
        var allowed = config.Either("allowedFunctionNames") is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().ToList() : [];
        return config.Text("mode")?.ToUpperInvariant() switch
        {
            null or "MODE_UNSPECIFIED" => null,
            "AUTO" or "VALIDATED" => new ToolChoice(ToolChoiceKind.Auto),
            "NONE" => new ToolChoice(ToolChoiceKind.None),
            "ANY" when allowed is [{ ValueKind: JsonValueKind.String } one] => new ToolChoice(ToolChoiceKind.Named, one.GetString()),
            "ANY" when allowed.Count > 1 => throw CallFields.Refused("toolConfig.functionCallingConfig.allowedFunctionNames", Name),
            "ANY" => new ToolChoice(ToolChoiceKind.Required),
            _ => throw Untranslatable.Invalid("toolConfig.functionCallingConfig.mode", "AUTO, ANY, VALIDATED or NONE"),
        };
    }

    private static AnswerFormat? Format(JsonElement settings) => settings.EitherText("responseMimeType") switch
    {
        null or "" or "text/plain" => null,
        "application/json" => new AnswerFormat
        {
            Schema = settings.Either("responseJsonSchema") is { ValueKind: JsonValueKind.Object } whole ? whole : GeminiSchema.ToJsonSchema(settings.Either("responseSchema")),
        },
        "text/x.enum" => throw CallFields.Refused("generationConfig.responseMimeType", Name),
        _ => throw Untranslatable.Invalid("generationConfig.responseMimeType", "text/plain or application/json"),
    };

    private static ReasoningWish? Reasoning(JsonElement thinking)
    {
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new ReasoningWish
        {
            Effort = thinking.EitherText("thinkingLevel") is { } level && !level.Contains("UNSPECIFIED", StringComparison.OrdinalIgnoreCase) ? level.ToLowerInvariant() : null,
            Budget = GeminiFields.EitherWhole(thinking, "thinkingBudget", "generationConfig.thinkingConfig."),
            Summary = thinking.Either("includeThoughts").ValueKind == JsonValueKind.True ? "auto" : null,
        };
    }
}

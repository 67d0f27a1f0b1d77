using System.Collections.Frozen;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Reads the request of <c>chat/completions</c>.</summary>
internal static class OpenAiCallReader
{
    private const string Name = OpenAiDialect.Name;

    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "messages", "tools", "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "thinking", "verbosity", "max_tokens",
        "max_completion_tokens", "temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "stop", "stream", "stream_options",
        "user", "safety_identifier", "service_tier", "prompt_cache_key", "functions", "function_call", "n", "logprobs", "top_logprobs", "logit_bias", "modalities", "web_search_options",

        // Hints that change no answer.
        "store", "metadata", "prediction", "prompt_cache_retention",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        CallFields.RefuseOthers(body, "", Name, Known);
        RefuseWhatHasNoNeutralForm(body);
        return new ChatCall
        {
            Model = target.Model ?? CallFields.RequiredText(body, "model", ""),
            Turns = Turns(body),
            Tools = [.. body.Items("tools").Select(Tool), .. body.Items("functions").Select(f => Function(f, "functions"))],
            HostedTools = body.Object("web_search_options") is { ValueKind: JsonValueKind.Object } search
                ? [new HostedTool(HostedToolKind.WebSearch) { Place = HostedTools.Place(search.Object("user_location").Object("approximate")) }]
                : [],
            ToolChoice = Choice(body.Field("tool_choice")) ?? OldChoice(body.Field("function_call")),
            ParallelToolCalls = CallFields.Flag(body, "parallel_tool_calls"),
            Format = Format(body.Field("response_format")),
            Reasoning = Reasoning(body),
            Verbosity = CallFields.Text(body, "verbosity"),
            MaxOutput = CallFields.Whole(body, "max_completion_tokens") ?? CallFields.Whole(body, "max_tokens"),
            Temperature = CallFields.Number(body, "temperature"),
            TopP = CallFields.Number(body, "top_p"),
            TopK = CallFields.Whole(body, "top_k"),
            Seed = CallFields.Whole(body, "seed"),
            FrequencyPenalty = CallFields.Number(body, "frequency_penalty"),
            PresencePenalty = CallFields.Number(body, "presence_penalty"),
            Stops = CallFields.Texts(body, "stop"),
            Stream = CallFields.Flag(body, "stream") ?? false,
            IncludeUsage = body.Object("stream_options").Flag("include_usage") ?? false,
            EndUser = body.Text("user") is { Length: > 0 } user ? user : body.Text("safety_identifier"),
            ServiceTier = CallFields.Text(body, "service_tier"),
            PromptCacheKey = CallFields.Text(body, "prompt_cache_key"),
        };
    }

    private static void RefuseWhatHasNoNeutralForm(JsonElement body)
    {
        if (CallFields.Whole(body, "n") is not (null or 1))
        {
            throw CallFields.Refused("n", Name);
        }

        if (CallFields.Flag(body, "logprobs") == true)
        {
            throw CallFields.Refused("logprobs", Name);
        }

        if (body.Object("logit_bias") is { ValueKind: JsonValueKind.Object } bias && bias.EnumerateObject().Any())
        {
            throw CallFields.Refused("logit_bias", Name);
        }

        if (body.Items("modalities").Any(m => m.ValueKind != JsonValueKind.String || !m.ValueEquals("text"u8)))
        {
            throw CallFields.Refused("modalities", Name);
        }
    }

    private static IReadOnlyList<Turn> Turns(JsonElement body)
    {
        var turns = new List<Turn>();
        foreach (var (index, message) in CallFields.RequiredItems(body, "messages", "").Index())
        {
            var path = $"messages[{index}].";
            switch (message.Text("role"))
            {
                case "system":
                    turns.Add(new Turn(TurnRole.System, Parts(message, path)) { Name = message.Text("name") });
                    break;
                case "developer":
                    turns.Add(new Turn(TurnRole.Developer, Parts(message, path)) { Name = message.Text("name") });
                    break;
                case "user":
                    turns.Add(new Turn(TurnRole.User, Parts(message, path)) { Name = message.Text("name") });
                    break;
                case "assistant":
                    turns.Add(new Turn(TurnRole.Assistant, AssistantParts(message, path)) { Name = message.Text("name") });
                    break;
                case "tool":
                    var id = Opaque.SplitId(CallFields.RequiredText(message, "tool_call_id", path), out _);
                    Conversation.AddResult(turns, new ToolResultPart(id, Parts(message, path)) { Name = message.Text("name"), Cache = Cache(message) });
                    break;
                case "function":
                    var name = CallFields.RequiredText(message, "name", path);
                    Conversation.AddResult(turns, new ToolResultPart(name, Parts(message, path)) { Name = name });
                    break;
                default:
                    throw Untranslatable.Invalid(path + "role", "system, developer, user, assistant or tool");
            }
        }

        return Conversation.WithResultNames(turns);
    }

    private static List<Part> Parts(JsonElement message, string path)
    {
        switch (message.Field("content"))
        {
            case { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null }:
                return [];
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString() is { Length: > 0 } words ? [new TextPart(words) { Cache = Cache(message) }] : [];
            case { ValueKind: JsonValueKind.Array } list:
                return [.. list.EnumerateArray().Select((p, i) => Part(p, $"{path}content[{i}]"))];
            default:
                throw Untranslatable.Invalid(path + "content", "a text or a list of parts");
        }
    }

    private static Part Part(JsonElement part, string path) => part.Text("type") switch
    {
        "text" => new TextPart(part.Text("text") ?? throw Untranslatable.Invalid(path + ".text", "a text")) { Cache = Cache(part) },
        "refusal" => new RefusalPart(part.Text("refusal") ?? ""),
        "image_url" => new ImagePart(Media.Of(CallFields.RequiredText(part.Object("image_url"), "url", path + ".image_url."))) { Detail = part.Object("image_url").Text("detail"), Cache = Cache(part) },
        "input_audio" => new AudioPart(
            CallFields.RequiredText(part.Object("input_audio"), "data", path + ".input_audio."),
            CallFields.RequiredText(part.Object("input_audio"), "format", path + ".input_audio.")),
        "file" => File(part.Object("file"), path) with { Cache = Cache(part) },
        var other => throw CallFields.Refused($"{path}.type", Name + (other is null ? "" : $" ('{other}')")),
    };

    private static FilePart File(JsonElement file, string path) => file.Text("file_data") is { Length: > 0 } data
        ? new FilePart(data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? Media.Of(data) : new Media { Base64 = data, Type = "application/pdf" }) { Name = file.Text("filename") }
        : new FilePart(new Media { FileId = CallFields.RequiredText(file, "file_id", path + ".file.") }) { Name = file.Text("filename") };

    private static List<Part> AssistantParts(JsonElement message, string path)
    {
        if (message.Field("audio").IsSome())
        {
            throw CallFields.Refused(path + "audio", Name);
        }

        var parts = OpenAiThinking.Read(message);
        parts.AddRange(Parts(message, path));
        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        parts.AddRange(message.Items("tool_calls").Select((c, i) => Call(c, $"{path}tool_calls[{i}].")));
        if (message.Object("function_call") is { ValueKind: JsonValueKind.Object } old)
        {
            var name = CallFields.RequiredText(old, "name", path + "function_call.");
            parts.Add(new ToolCallPart(name, name, old.Text("arguments") ?? ""));
        }

        return parts;
    }

    private static ToolCallPart Call(JsonElement call, string path)
    {
        var id = Opaque.SplitId(CallFields.RequiredText(call, "id", path), out var signature);
        return call.Object("custom") is { ValueKind: JsonValueKind.Object } custom
            ? new ToolCallPart(id, CallFields.RequiredText(custom, "name", path + "custom."), custom.Text("input") ?? "") { Custom = true, Signature = signature }
            : new ToolCallPart(id, CallFields.RequiredText(call.Object("function"), "name", path + "function."), call.Object("function").Text("arguments") ?? "") { Signature = signature, Cache = Cache(call) };
    }

    private static ChatTool Tool(JsonElement tool, int index)
    {
        var path = $"tools[{index}]";
        return tool.Text("type") switch
        {
            "function" => Function(tool.Object("function"), path + ".function") with { Cache = Cache(tool) },
            "custom" => new ChatTool(CallFields.RequiredText(tool.Object("custom"), "name", path + ".custom."))
            {
                Description = tool.Object("custom").Text("description"),
                Custom = true,
                Grammar = tool.Object("custom").Object("format"),
            },
            var other => throw HostedTools.OnlyAt(path + ".type", other, Name),
        };
    }

    private static ChatTool Function(JsonElement function, string path) => new(CallFields.RequiredText(function, "name", path + "."))
    {
        Description = function.Text("description"),
        Schema = function.Object("parameters"),
        Strict = function.Flag("strict"),
    };

    private static ToolChoice? Choice(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => choice.GetString() switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "none" => new ToolChoice(ToolChoiceKind.None),
            "required" or "any" => new ToolChoice(ToolChoiceKind.Required),
            _ => throw Untranslatable.Invalid("tool_choice", "auto, none, required or an object that names a tool"),
        },
        _ => choice.Text("type") switch
        {
            "function" => new ToolChoice(ToolChoiceKind.Named, CallFields.RequiredText(choice.Object("function"), "name", "tool_choice.function.")),
            "custom" => new ToolChoice(ToolChoiceKind.Named, CallFields.RequiredText(choice.Object("custom"), "name", "tool_choice.custom.")),
            _ => throw CallFields.Refused("tool_choice", Name),
        },
    };

    private static ToolChoice? OldChoice(JsonElement choice) => choice.ValueKind == JsonValueKind.Object
        ? new ToolChoice(ToolChoiceKind.Named, CallFields.RequiredText(choice, "name", "function_call."))
        : Choice(choice);

    private static AnswerFormat? Format(JsonElement format) => format.Text("type") switch
    {
        null when !format.IsSome() => null,
        "text" => null,
        "json_object" => new AnswerFormat(),
        "json_schema" when format.Object("json_schema") is { ValueKind: JsonValueKind.Object } named => new AnswerFormat
        {
            Name = named.Text("name"),
            Description = named.Text("description"),
            Schema = named.Object("schema"),
            Strict = named.Flag("strict"),
        },
        _ => throw Untranslatable.Invalid("response_format", "an object of type text, json_object or json_schema"),
    };

    private static ReasoningWish? Reasoning(JsonElement body)
    {
        var effort = CallFields.Text(body, "reasoning_effort");
        var thinking = body.Object("thinking");
        var budget = thinking.Text("type") == "disabled" ? 0 : thinking.Whole("budget_tokens") ?? (thinking.Text("type") is "enabled" or "adaptive" ? -1 : null);
        return (effort, budget) is (null, null) ? null : new ReasoningWish { Effort = effort, Budget = budget };
    }

    // Not OpenAI's own: what clients of OpenRouter and LiteLLM write for Anthropic's caching.
    private static CacheMark? Cache(JsonElement e) => e.Object("cache_control") is { ValueKind: JsonValueKind.Object } mark ? new CacheMark(mark.Text("ttl")) : null;
}

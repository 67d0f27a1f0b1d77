using System.Collections.Frozen;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Reads the request of <c>responses</c>.</summary>
internal static class ResponsesCallReader
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "input", "instructions", "max_output_tokens", "temperature", "top_p", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text",
        "stream", "stream_options", "user", "safety_identifier", "service_tier", "prompt_cache_key", "background", "top_logprobs",

        // Hints that change no answer.
        "store", "metadata", "include", "truncation", "prompt_cache_retention", "client_metadata",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        CallFields.RefuseOthers(body, "", ResponsesDialect.Name, Known);
        if (CallFields.Flag(body, "background") == true)
        {
            throw CallFields.Refused("background", ResponsesDialect.Name);
        }

        if (CallFields.Whole(body, "top_logprobs") is > 0)
        {
            throw CallFields.Refused("top_logprobs", ResponsesDialect.Name);
        }

        var tools = body.Items("tools").Select((t, i) => (Tool: t, Index: i, Hosted: ResponsesHostedTools.Read(t, $"tools[{i}]"))).ToList();
        var (reasoning, text) = (body.Object("reasoning"), body.Object("text"));
        return new ChatCall
        {
            Model = target.Model ?? CallFields.RequiredText(body, "model", ""),
            Turns = Turns(body),
            Tools = [.. tools.Where(t => t.Hosted is null).Select(t => Tool(t.Tool, t.Index))],
            HostedTools = [.. tools.Select(t => t.Hosted).OfType<HostedTool>()],
            ToolChoice = Choice(body.Field("tool_choice")),
            ParallelToolCalls = CallFields.Flag(body, "parallel_tool_calls"),
            Format = Format(text.Field("format")),
            Reasoning = reasoning.Text("effort") is null && reasoning.Text("summary") is null ? null : new ReasoningWish { Effort = reasoning.Text("effort"), Summary = reasoning.Text("summary") },
            Verbosity = text.Text("verbosity"),
            MaxOutput = CallFields.Whole(body, "max_output_tokens"),
            Temperature = CallFields.Number(body, "temperature"),
            TopP = CallFields.Number(body, "top_p"),
            Stream = CallFields.Flag(body, "stream") ?? false,
            EndUser = body.Text("user") is { Length: > 0 } user ? user : body.Text("safety_identifier"),
            ServiceTier = CallFields.Text(body, "service_tier"),
            PromptCacheKey = CallFields.Text(body, "prompt_cache_key"),
        };
    }

    private static IReadOnlyList<Turn> Turns(JsonElement body)
    {
        var turns = new List<Turn>();
        if (CallFields.Text(body, "instructions") is { Length: > 0 } instructions)
        {
            turns.Add(new Turn(TurnRole.System, [new TextPart(instructions)]));
        }

        if (body.Text("input") is { } question)
        {
            turns.Add(new Turn(TurnRole.User, [new TextPart(question)]));
            return turns;
        }

        foreach (var (index, item) in CallFields.RequiredItems(body, "input", "").Index())
        {
            Item(turns, item, $"input[{index}]");
        }

        return Conversation.WithResultNames(turns);
    }

    private static void Item(List<Turn> turns, JsonElement item, string path)
    {
        switch (item.Text("type") ?? "message")
        {
            case "message":
                Message(turns, item, path);
                break;
            case "reasoning":
                Spoken(turns, [ResponsesReasoning.Read(item)]);
                break;
            case "function_call":
                Spoken(turns, [Call(item, path, "arguments")]);
                break;
            case "custom_tool_call":
                Spoken(turns, [Call(item, path, "input") with { Custom = true }]);
                break;
            case "function_call_output" or "custom_tool_call_output":
                var id = Opaque.SplitId(CallFields.RequiredText(item, "call_id", path + "."), out _);
                Conversation.AddResult(turns, new ToolResultPart(id, Parts(item.Field("output"), path + ".output")) { Custom = item.Text("type") == "custom_tool_call_output" });
                break;
            case var type when ResponsesHostedTools.IsWork(type):
                break;
            default:
                throw CallFields.Refused(path + ".type", ResponsesDialect.Name);
        }
    }

    private static void Message(List<Turn> turns, JsonElement item, string path)
    {
        var parts = Parts(item.Field("content"), path + ".content");
        switch (item.Text("role"))
        {
            case "system":
                turns.Add(new Turn(TurnRole.System, parts));
                break;
            case "developer":
                turns.Add(new Turn(TurnRole.Developer, parts));
                break;
            case "user":
                turns.Add(new Turn(TurnRole.User, parts));
                break;
            case "assistant":
                Spoken(turns, parts);
                break;
            default:
                throw Untranslatable.Invalid(path + ".role", "system, developer, user or assistant");
        }
    }

    // What the model says is one turn elsewhere; here it comes in items.
    private static void Spoken(List<Turn> turns, IReadOnlyList<Part> parts)
    {
        if (turns.Count > 0 && turns[^1].Role == TurnRole.Assistant)
        {
            turns[^1] = turns[^1] with { Parts = [.. turns[^1].Parts, .. parts] };
        }
        else
        {
            turns.Add(new Turn(TurnRole.Assistant, parts));
        }
    }

    private static ToolCallPart Call(JsonElement item, string path, string arguments)
    {
        var id = Opaque.SplitId(CallFields.RequiredText(item, "call_id", path + "."), out var signature);
        return new ToolCallPart(id, CallFields.RequiredText(item, "name", path + "."), item.Text(arguments) ?? "") { Signature = signature };
    }

    private static List<Part> Parts(JsonElement content, string path) => content.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.String => content.GetString() is { Length: > 0 } text ? [new TextPart(text)] : [],
        JsonValueKind.Array => [.. content.EnumerateArray().Select((p, i) => Part(p, $"{path}[{i}]"))],
        _ => throw Untranslatable.Invalid(path, "a text or a list of parts"),
    };

    private static Part Part(JsonElement part, string path) => part.Text("type") switch
    {
        "input_text" or "output_text" or "text" => new TextPart(part.Text("text") ?? throw Untranslatable.Invalid(path + ".text", "a text")),
        "refusal" => new RefusalPart(part.Text("refusal") ?? ""),
        "input_image" => new ImagePart(part.Text("image_url") is { Length: > 0 } address ? Media.Of(address) : new Media { FileId = CallFields.RequiredText(part, "file_id", path + ".") }) { Detail = part.Text("detail") },
        "input_file" => new FilePart(File(part, path)) { Name = part.Text("filename") },
        "input_audio" => new AudioPart(CallFields.RequiredText(part.Object("input_audio"), "data", path + ".input_audio."), CallFields.RequiredText(part.Object("input_audio"), "format", path + ".input_audio.")),
        _ => throw CallFields.Refused(path + ".type", ResponsesDialect.Name),
    };

    private static Media File(JsonElement part, string path) => (part.Text("file_data"), part.Text("file_url")) switch
    {
        ({ Length: > 0 } data, _) => data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? Media.Of(data) : new Media { Base64 = data, Type = "application/pdf" },
        (_, { Length: > 0 } address) => new Media { Url = address },
        _ => new Media { FileId = CallFields.RequiredText(part, "file_id", path + ".") },
    };

    private static ChatTool Tool(JsonElement tool, int index)
    {
        var path = $"tools[{index}].";
        return tool.Text("type") switch
        {
            "function" => new ChatTool(CallFields.RequiredText(tool, "name", path)) { Description = tool.Text("description"), Schema = tool.Object("parameters"), Strict = tool.Flag("strict") },
            "custom" => new ChatTool(CallFields.RequiredText(tool, "name", path)) { Description = tool.Text("description"), Custom = true, Grammar = tool.Object("format") },
            var other => throw HostedTools.OnlyAt(path + "type", other, ResponsesDialect.Name),
        };
    }

    private static ToolChoice? Choice(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => choice.GetString() switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "none" => new ToolChoice(ToolChoiceKind.None),
            "required" => new ToolChoice(ToolChoiceKind.Required),
            _ => throw Untranslatable.Invalid("tool_choice", "auto, none, required or an object that names a tool"),
        },
        _ => choice.Text("type") is "function" or "custom"
            ? new ToolChoice(ToolChoiceKind.Named, CallFields.RequiredText(choice, "name", "tool_choice."))
            : throw CallFields.Refused("tool_choice", ResponsesDialect.Name),
    };

    private static AnswerFormat? Format(JsonElement format) => format.Text("type") switch
    {
        null when !format.IsSome() => null,
        "text" => null,
        "json_object" => new AnswerFormat(),
        "json_schema" => new AnswerFormat { Name = format.Text("name"), Description = format.Text("description"), Schema = format.Object("schema"), Strict = format.Flag("strict") },
        _ => throw Untranslatable.Invalid("text.format", "an object of type text, json_object or json_schema"),
    };
}

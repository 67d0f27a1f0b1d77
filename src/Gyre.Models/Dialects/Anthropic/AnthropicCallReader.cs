using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Reads the request of <c>messages</c>.</summary>
internal static class AnthropicCallReader
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "messages", "system", "max_tokens", "tools", "tool_choice", "temperature", "top_p", "top_k", "stop_sequences", "stream", "thinking",
        "output_config", "output_format", "metadata", "service_tier",

        // Hints that change no answer, and the provider's own care for its context.
        "context_management", "cache_control", "betas",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        CallFields.RefuseOthers(body, "", AnthropicDialect.Name, Known);
        var choice = body.Object("tool_choice");
        return new ChatCall
        {
            Model = target.Model ?? CallFields.RequiredText(body, "model", ""),
            Turns = Turns(body),
            Tools = [.. body.Items("tools").Index().Where(t => AnthropicHostedTools.Read(t.Item) is null).Select(t => Tool(t.Item, t.Index))],
            HostedTools = [.. body.Items("tools").Select(AnthropicHostedTools.Read).OfType<HostedTool>()],
            ToolChoice = Choice(choice),
            ParallelToolCalls = choice.Flag("disable_parallel_tool_use") is { } serial ? !serial : null,
            Format = Format(body.Object("output_config").Object("format")) ?? Format(body.Object("output_format")),
            Reasoning = Reasoning(body),
            MaxOutput = CallFields.Whole(body, "max_tokens") ?? throw Untranslatable.Invalid("max_tokens", "a whole number: messages demand it"),
            Temperature = CallFields.Number(body, "temperature"),
            TopP = CallFields.Number(body, "top_p"),
            TopK = CallFields.Whole(body, "top_k"),
            Stops = CallFields.Texts(body, "stop_sequences"),
            Stream = CallFields.Flag(body, "stream") ?? false,
            EndUser = body.Object("metadata").Text("user_id"),
            ServiceTier = CallFields.Text(body, "service_tier") switch { null => null, "standard_only" => "default", var tier => tier },
        };
    }

    private static IReadOnlyList<Turn> Turns(JsonElement body)
    {
        var turns = new List<Turn>();
        if (Parts(body.Field("system"), "system") is { Count: > 0 } system)
        {
            turns.Add(new Turn(TurnRole.System, system));
        }

        foreach (var (index, message) in CallFields.RequiredItems(body, "messages", "").Index())
        {
            var path = $"messages[{index}]";
            var parts = Parts(message.Field("content"), path + ".content");
            switch (message.Text("role"))
            {
                case "user":
                    User(turns, parts);
                    break;
                case "assistant":
                    turns.Add(new Turn(TurnRole.Assistant, parts));
                    break;
                case "system":
                    turns.Add(new Turn(TurnRole.System, parts));
                    break;
                default:
                    throw Untranslatable.Invalid(path + ".role", "user or assistant");
            }
        }

        return Conversation.WithResultNames(turns);
    }

    // Results of tools stand among the user's words here.
    private static void User(List<Turn> turns, List<Part> parts)
    {
        foreach (var result in parts.OfType<ToolResultPart>())
        {
            Conversation.AddResult(turns, result);
        }

        if (parts.FindAll(p => p is not ToolResultPart) is { Count: > 0 } words)
        {
            turns.Add(new Turn(TurnRole.User, words));
        }
    }

    private static List<Part> Parts(JsonElement content, string path) => content.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.String => content.GetString() is { Length: > 0 } text ? [new TextPart(text)] : [],
        JsonValueKind.Array => [.. content.EnumerateArray().Index().Where(b => !AnthropicHostedTools.IsWork(b.Item.Text("type"))).Select(b => Block(b.Item, $"{path}[{b.Index}]"))],
        _ => throw Untranslatable.Invalid(path, "a text or a list of blocks"),
    };

    private static Part Block(JsonElement block, string path)
    {
        Part part = block.Text("type") switch
        {
            "text" => new TextPart(block.Text("text") ?? throw Untranslatable.Invalid(path + ".text", "a text")),
            "image" => new ImagePart(Source(block.Object("source"), path)),
            "document" => new FilePart(Source(block.Object("source"), path)) { Name = block.Text("title") },
            "thinking" => Thinking(block),
            "redacted_thinking" => new ThinkingPart("") { Redacted = true, Signature = new Opaque(Dialect.Anthropic, CallFields.RequiredText(block, "data", path + ".")) },
            "tool_use" => Call(block, path),
            "tool_result" => new ToolResultPart(Opaque.SplitId(CallFields.RequiredText(block, "tool_use_id", path + "."), out _), Parts(block.Field("content"), path + ".content")) { IsError = block.Flag("is_error") ?? false },
            var other => throw CallFields.Refused($"{path}.type", AnthropicDialect.Name + (other is null ? "" : $" ('{other}')")),
        };
        return Cache(block) is { } mark ? part with { Cache = mark } : part;
    }

    private static ThinkingPart Thinking(JsonElement block)
    {
        var text = block.Text("thinking") ?? "";
        return block.Text("signature") is { Length: > 0 } signature
            ? new ThinkingPart(text) { Signature = Opaque.Read(signature, Dialect.Anthropic, out var redacted), Redacted = redacted }
            : new ThinkingPart(text);
    }

    private static ToolCallPart Call(JsonElement block, string path)
    {
        var id = Opaque.SplitId(CallFields.RequiredText(block, "id", path + "."), out var signature);
        return new ToolCallPart(id, CallFields.RequiredText(block, "name", path + "."), block.Field("input").IsSome() ? block.Field("input").GetRawText() : "{}") { Signature = signature };
    }

    private static Media Source(JsonElement source, string path) => source.Text("type") switch
    {
        "base64" => new Media { Type = source.Text("media_type"), Base64 = CallFields.RequiredText(source, "data", path + ".source.") },
        "text" => new Media { Type = "text/plain", Base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(source.Text("data") ?? "")) },
        "url" => new Media { Url = CallFields.RequiredText(source, "url", path + ".source.") },
        "content" => new Media { Type = "text/plain", Base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Conversation.Text(Parts(source.Field("content"), path + ".source.content")))) },
        _ => throw CallFields.Refused(path + ".source.type", AnthropicDialect.Name),
    };

    private static ChatTool Tool(JsonElement tool, int index)
    {
        var path = $"tools[{index}].";
        if (tool.Text("type") is { } type and not "custom")
        {
            throw HostedTools.OnlyAt(path + "type", type, AnthropicDialect.Name);
        }

        return new ChatTool(CallFields.RequiredText(tool, "name", path))
        {
            Description = tool.Text("description"),
            Schema = tool.Object("input_schema"),
            Strict = tool.Flag("strict"),
            Cache = Cache(tool),
        };
    }

    private static ToolChoice? Choice(JsonElement choice) => choice.Text("type") switch
    {
        null => null,
        "auto" => new ToolChoice(ToolChoiceKind.Auto),
        "none" => new ToolChoice(ToolChoiceKind.None),
        "any" => new ToolChoice(ToolChoiceKind.Required),
        "tool" => new ToolChoice(ToolChoiceKind.Named, CallFields.RequiredText(choice, "name", "tool_choice.")),
        _ => throw Untranslatable.Invalid("tool_choice.type", "auto, any, tool or none"),
    };

    private static AnswerFormat? Format(JsonElement format) => format.ValueKind != JsonValueKind.Object ? null
        : format.Text("type") == "json_schema" && format.Object("schema") is { ValueKind: JsonValueKind.Object } schema ? new AnswerFormat { Schema = schema, Strict = true }
        : throw Untranslatable.Invalid("output_config.format", "an object of type json_schema with a schema");

    private static ReasoningWish? Reasoning(JsonElement body)
    {
        var thinking = body.Object("thinking");
        long? budget = thinking.Text("type") switch
        {
            null => null,
            "disabled" => 0,
            "adaptive" => -1,
            "enabled" => CallFields.Whole(thinking, "budget_tokens", "thinking.") ?? -1,
            _ => throw Untranslatable.Invalid("thinking.type", "enabled, adaptive or disabled"),
        };
        var effort = body.Object("output_config").Text("effort");
        return (effort, budget) is (null, null) ? null : new ReasoningWish { Effort = budget == 0 ? null : effort, Budget = budget };
    }

    private static CacheMark? Cache(JsonElement e) => e.Object("cache_control") is { ValueKind: JsonValueKind.Object } mark ? new CacheMark(mark.Text("ttl")) : null;
}

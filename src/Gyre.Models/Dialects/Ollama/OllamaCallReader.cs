using System.Collections.Frozen;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Reads the request of <c>/api/chat</c>, which is a stream unless it says otherwise.</summary>
internal static class OllamaCallReader
{
    private const string Name = "Ollama's chat";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.Ordinal, "model", "messages", "tools", "format", "options", "stream", "think", "keep_alive", "truncate", "shift");

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        CallFields.RefuseOthers(body, "", Name, Known);
        return Settings(body, target) with { Turns = Turns(body), Tools = [.. body.Items("tools").Select(Tool)] };
    }

    /// <summary>What chat and generate have alike: everything but the words.</summary>
    public static ChatCall Settings(JsonElement body, CallTarget target)
    {
        var options = body.Object("options");
        return new ChatCall
        {
            Model = target.Model ?? CallFields.RequiredText(body, "model", ""),
            Format = Format(body.Field("format")),
            Reasoning = Reasoning(body.Field("think")),
            MaxOutput = CallFields.Whole(options, "num_predict", "options.") is > 0 and var limit ? limit : null,
            Temperature = CallFields.Number(options, "temperature", "options."),
            TopP = CallFields.Number(options, "top_p", "options."),
            TopK = CallFields.Whole(options, "top_k", "options."),
            Seed = CallFields.Whole(options, "seed", "options."),
            FrequencyPenalty = CallFields.Number(options, "frequency_penalty", "options."),
            PresencePenalty = CallFields.Number(options, "presence_penalty", "options."),
            Stops = CallFields.Texts(options, "stop"),
            Stream = target.Stream ?? CallFields.Flag(body, "stream") ?? true,
            IncludeUsage = true,
        };
    }

    private static IReadOnlyList<Turn> Turns(JsonElement body)
    {
        var turns = new List<Turn>();
        var open = new List<ToolCallPart>();
        foreach (var (index, message) in CallFields.RequiredItems(body, "messages", "").Index())
        {
            var path = $"messages[{index}].";
            switch (message.Text("role"))
            {
                case "system":
                    turns.Add(new Turn(TurnRole.System, Content(message)));
                    break;
                case "user":
                    turns.Add(new Turn(TurnRole.User, Content(message)));
                    break;
                case "assistant":
                    List<ToolCallPart> calls = [.. message.Items("tool_calls").Select((c, i) => Call(c, path, $"call_{index}_{i}"))];
                    open.AddRange(calls);
                    turns.Add(new Turn(TurnRole.Assistant, [.. Thinking(message), .. Content(message), .. calls]));
                    break;
                case "tool":
                    Conversation.AddResult(turns, Result(message, open));
                    break;
                default:
                    throw Untranslatable.Invalid(path + "role", "system, user, assistant or tool");
            }
        }

        return Conversation.WithResultNames(turns);
    }

    private static Part[] Content(JsonElement message) =>
    [
        .. OllamaImages.Read(message),
        .. message.Text("content") is { Length: > 0 } text ? [new TextPart(text)] : Array.Empty<Part>(),
    ];

    private static Part[] Thinking(JsonElement message) => message.Text("thinking") is { Length: > 0 } text ? [new ThinkingPart(text)] : [];

    private static ToolCallPart Call(JsonElement call, string path, string id)
    {
        var function = call.Object("function");
        var own = Opaque.SplitId(call.Text("id") ?? "", out var signature);
        return new ToolCallPart(own.Length > 0 ? own : id, CallFields.RequiredText(function, "name", path + "tool_calls.function."), OllamaAnswers.Arguments(function)) { Signature = signature };
    }

    // Older clients send neither id nor name: results then come in the order of the calls.
    private static ToolResultPart Result(JsonElement message, List<ToolCallPart> open)
    {
        var (id, name) = (Opaque.SplitId(message.Text("tool_call_id") ?? "", out _), message.Text("tool_name") ?? message.Text("name"));
        var answered = open.FindIndex(c => id.Length > 0 ? c.Id == id : name is null || c.Name == name);
        var call = answered < 0 ? null : open[answered];
        if (call is not null)
        {
            open.RemoveAt(answered);
        }

        return new ToolResultPart(id.Length > 0 ? id : call?.Id ?? name ?? "call", Content(message)) { Name = name ?? call?.Name };
    }

    private static ChatTool Tool(JsonElement tool, int index)
    {
        var function = tool.Object("function");
        return new ChatTool(CallFields.RequiredText(function, "name", $"tools[{index}].function.")) { Description = function.Text("description"), Schema = function.Object("parameters") };
    }

    private static AnswerFormat? Format(JsonElement format) => format.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => new AnswerFormat { Schema = format },
        JsonValueKind.String when format.ValueEquals(""u8) => null,
        JsonValueKind.String when format.ValueEquals("json"u8) => new AnswerFormat(),
        _ => throw Untranslatable.Invalid("format", "\"json\" or a JSON schema"),
    };

    private static ReasoningWish? Reasoning(JsonElement think) => think.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.True => new ReasoningWish { Budget = -1 },
        JsonValueKind.False => new ReasoningWish { Budget = 0 },
        JsonValueKind.String => new ReasoningWish { Effort = think.GetString() },
        _ => throw Untranslatable.Invalid("think", "true, false, low, medium or high"),
    };
}

using System.Text.Json;
using Gyre.Wire.OpenAi;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Reads OpenAI's chat answers and chunks.</summary>
internal static class ChatAnswerReader
{
    public static ChatResponse Read(JsonElement answer)
    {
        var messages = new List<ChatMessage>();
        ChatFinishReason? finish = null;
        foreach (var choice in Choices(answer))
        {
            var message = choice.TryGetProperty("message", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : default;
            finish ??= Finish(choice);
            if (message.ValueKind == JsonValueKind.Object)
            {
                messages.Add(new ChatMessage(ChatRole.Assistant, Contents(message)) { MessageId = Text(answer, "id") });
            }
        }

        return new ChatResponse(messages)
        {
            ResponseId = Text(answer, "id"),
            ModelId = Text(answer, "model"),
            CreatedAt = Created(answer),
            FinishReason = finish,
            Usage = OpenAiUsage.Of(answer) is { } usage ? TokenBuckets.Details(usage) : null,
            RawRepresentation = answer.Clone(),
        };
    }

    /// <summary>What one chunk adds; fragments of tool calls go to the assembler and come out at the end.</summary>
    public static ChatResponseUpdate? Update(JsonElement chunk, ToolCallAssembler calls)
    {
        var contents = new List<AIContent>();
        ChatFinishReason? finish = null;
        foreach (var choice in Choices(chunk).Take(1))
        {
            finish = Finish(choice);
            var delta = choice.TryGetProperty("delta", out var inner) || choice.TryGetProperty("message", out inner) ? inner : default;
            if (delta.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            contents.AddRange(Texts(delta));
            foreach (var fragment in Array(delta, "tool_calls"))
            {
                calls.Add(fragment);
            }
        }

        if (OpenAiUsage.Of(chunk) is { } usage)
        {
            contents.Add(new UsageContent(TokenBuckets.Details(usage)));
        }

        return contents.Count == 0 && finish is null ? null : new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = Text(chunk, "id"),
            MessageId = Text(chunk, "id"),
            ModelId = Text(chunk, "model"),
            CreatedAt = Created(chunk),
            FinishReason = finish,
            RawRepresentation = chunk.Clone(),
        };
    }

    /// <summary>Arguments that are no JSON object are kept as an exception, for the model to be told.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments,
        id,
        name,
        static text => string.IsNullOrWhiteSpace(text) ? new Dictionary<string, object?>(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, object?>>(text, AIJsonUtilities.DefaultOptions));

    private static List<AIContent> Contents(JsonElement message)
    {
        var contents = Texts(message).ToList();
        foreach (var (index, call) in Array(message, "tool_calls").Index())
        {
            if (call.TryGetProperty("function", out var function))
            {
                contents.Add(Call(Text(call, "id") is { Length: > 0 } id ? id : $"call_{index}", Text(function, "name") ?? "", Arguments(function)));
            }
        }

        return contents;
    }

    private static IEnumerable<AIContent> Texts(JsonElement message)
    {
        if ((Text(message, "reasoning_content") ?? Text(message, "reasoning")) is { Length: > 0 } thinking)
        {
            yield return new TextReasoningContent(thinking);
        }

        if (message.TryGetProperty("content", out var content))
        {
            if (content.ValueKind == JsonValueKind.String)
            {
                if (content.GetString() is { Length: > 0 } text)
                {
                    yield return new TextContent(text);
                }
            }
            else if (content.ValueKind == JsonValueKind.Array)
            {
                foreach (var part in content.EnumerateArray())
                {
                    if (Text(part, "text") is { Length: > 0 } piece)
                    {
                        yield return new TextContent(piece);
                    }
                }
            }
        }

        if (Text(message, "refusal") is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = "Refusal" };
        }
    }

    private static string Arguments(JsonElement function) =>
        !function.TryGetProperty("arguments", out var arguments) ? "" : arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText();

    private static ChatFinishReason? Finish(JsonElement choice) => Text(choice, "finish_reason") switch
    {
        null => null,
        "function_call" => ChatFinishReason.ToolCalls,
        var reason => new ChatFinishReason(reason),
    };

    private static DateTimeOffset? Created(JsonElement answer) =>
        answer.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number && created.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static IEnumerable<JsonElement> Choices(JsonElement answer) => Array(answer, "choices").Where(c => c.ValueKind == JsonValueKind.Object);

    private static IEnumerable<JsonElement> Array(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Text(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

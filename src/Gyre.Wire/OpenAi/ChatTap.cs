using System.Text.Json;
using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.OpenAi;

/// <summary>Looks at a stream of chat completions or completions.</summary>
public sealed class ChatTap : StreamTap
{
    /// <inheritdoc/>
    public override int TextIn(ReadOnlySpan<byte> data)
    {
        var text = TextAfter(data, "\"content\""u8);
        return text > 0 ? text
            : TextAfter(data, "\"arguments\""u8) + TextAfter(data, "\"reasoning_content\""u8) + TextAfter(data, "\"reasoning\""u8)
            + TextAfter(data, "\"text\""u8) + TextAfter(data, "\"refusal\""u8);
    }

    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            Complete = true;
            return StreamSign.End;
        }

        // Once it has begun only these members change what we know.
        if (Begun && !Mentions(data, "\"usage\":{"u8) && !Mentions(data, "\"usage\": {"u8) && !Mentions(data, "\"finish_reason\":\""u8) && !Mentions(data, "\"finish_reason\": \""u8) && !Mentions(data, "\"error\""u8))
        {
            return StreamSign.Content;
        }

        using var chunk = Parse(data);
        var root = chunk.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return StreamSign.Other;
        }

        if (Filled(root, "error"))
        {
            return StreamSign.Error;
        }

        Model ??= Text(root, "model") is { Length: > 0 } model ? model : null;
        ServiceTier = Text(root, "service_tier") ?? ServiceTier;
        var counted = root.TryGetProperty("usage", out var usage) ? UsageReader.OpenAi(usage) : null;
        Usage = counted ?? Usage;
        var choices = root.TryGetProperty("choices", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
        if (choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            return choices.EnumerateArray().Aggregate(StreamSign.Other, (sign, choice) => Speaks(choice) ? StreamSign.Content : sign);
        }

        return counted is null ? StreamSign.Other : StreamSign.UsageOnly;
    }

    private bool Speaks(JsonElement choice)
    {
        if (Filled(choice, "finish_reason"))
        {
            Complete = true;
            return true;
        }

        var delta = choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("delta", out var inner) ? inner : default;
        return Filled(choice, "text") || Filled(delta, "content") || Filled(delta, "tool_calls") || Filled(delta, "reasoning_content")
            || Filled(delta, "reasoning") || Filled(delta, "refusal") || Filled(delta, "audio") || Filled(delta, "function_call");
    }
}

using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Anthropic;

/// <summary>Looks at a stream of Anthropic's messages.</summary>
public sealed class MessagesTap : StreamTap
{
    /// <inheritdoc/>
    public override int TextIn(ReadOnlySpan<byte> data) => TextAfter(data, "\"text\""u8) + TextAfter(data, "\"partial_json\""u8) + TextAfter(data, "\"thinking\""u8);

    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("content_block_delta"u8))
        {
            return StreamSign.Content;
        }

        if (type.SequenceEqual("message_start"u8))
        {
            using var start = Parse(data);
            if (start.RootElement.TryGetProperty("message", out var message))
            {
                Model = Text(message, "model");
                Count(message);
            }
        }
        else if (type.SequenceEqual("message_delta"u8))
        {
            using var delta = Parse(data);
            Count(delta.RootElement);
            return StreamSign.Content;
        }
        else if (type.SequenceEqual("message_stop"u8))
        {
            Complete = true;
            return StreamSign.End;
        }
        else if (type.SequenceEqual("error"u8))
        {
            return StreamSign.Error;
        }

        // A tool call's start names the tool; a text block's start says nothing yet.
        return type.SequenceEqual("content_block_start"u8) && Mentions(data, "tool_use\""u8) ? StreamSign.Content : StreamSign.Other;
    }

    private void Count(System.Text.Json.JsonElement from)
    {
        if (from.TryGetProperty("usage", out var usage))
        {
            Usage = UsageReader.Anthropic(usage, Usage);
            ServiceTier = Text(usage, "service_tier") ?? ServiceTier;
        }
    }
}

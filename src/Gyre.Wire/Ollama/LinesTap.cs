using System.Text.Json;
using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Ollama;

/// <summary>Looks at Ollama's lines of JSON, of chat or generate.</summary>
public sealed class LinesTap : StreamTap
{
    /// <inheritdoc/>
    public override bool Lines => true;

    /// <inheritdoc/>
    public override int TextIn(ReadOnlySpan<byte> data) => TextAfter(data, "\"content\""u8) + TextAfter(data, "\"response\""u8) + TextAfter(data, "\"thinking\""u8);

    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var done = Mentions(data, "\"done\":true"u8) || Mentions(data, "\"done\": true"u8);
        if (Begun && !done && !Mentions(data, "\"error\""u8))
        {
            return StreamSign.Content;
        }

        using var line = Parse(data);
        var root = line.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return StreamSign.Other;
        }

        if (Filled(root, "error"))
        {
            return StreamSign.Error;
        }

        Model ??= Text(root, "model");
        if (root.TryGetProperty("done", out var end) && end.ValueKind == JsonValueKind.True)
        {
            Complete = true;
            Usage = UsageReader.Ollama(root) ?? Usage;
            return StreamSign.End;
        }

        var message = root.TryGetProperty("message", out var inner) ? inner : default;
        return Filled(root, "response") || Filled(message, "content") || Filled(message, "thinking") || Filled(message, "tool_calls") ? StreamSign.Content : StreamSign.Other;
    }
}

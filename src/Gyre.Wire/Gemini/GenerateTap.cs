using System.Text.Json;
using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Gemini;

/// <summary>Looks at a stream of Gemini's streamGenerateContent. It has no end mark: a finish reason, or a blocked prompt, makes it complete.</summary>
public sealed class GenerateTap : StreamTap
{
    /// <inheritdoc/>
    public override int TextIn(ReadOnlySpan<byte> data) => TextAfter(data, "\"text\""u8);

    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
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

        Model ??= Text(root, "modelVersion");
        Usage = root.TryGetProperty("usageMetadata", out var usage) ? UsageReader.Gemini(usage) ?? Usage : Usage;
        Complete |= root.TryGetProperty("promptFeedback", out var feedback) && Filled(feedback, "blockReason");
        if (!root.TryGetProperty("candidates", out var candidates) || candidates.ValueKind != JsonValueKind.Array)
        {
            return Complete ? StreamSign.Content : StreamSign.Other;
        }

        var speaks = false;
        foreach (var candidate in candidates.EnumerateArray())
        {
            Complete |= Filled(candidate, "finishReason");
            speaks |= candidate.ValueKind == JsonValueKind.Object && candidate.TryGetProperty("content", out var content) && Filled(content, "parts");
        }

        return speaks || Complete ? StreamSign.Content : StreamSign.Other;
    }
}

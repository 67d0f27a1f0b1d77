using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.OpenAi;

/// <summary>Looks at a stream of the Responses API.</summary>
public sealed class ResponsesTap : StreamTap
{
    /// <inheritdoc/>
    /// <remarks>What ends with <c>.done</c> tells again what came in pieces.</remarks>
    public override int TextIn(ReadOnlySpan<byte> data) => TextAfter(data, "\"delta\""u8) is > 0 and var delta ? delta : Mentions(data, ".done\""u8) ? 0 : TextAfter(data, "\"text\""u8);

    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.IsEmpty)
        {
            using var untyped = Parse(data);
            return System.Text.Encoding.UTF8.GetBytes(Text(untyped.RootElement, "type") ?? "") is { Length: > 0 } named ? Sign(named, data) : StreamSign.Other;
        }

        if (type.EndsWith(".delta"u8))
        {
            return StreamSign.Content;
        }

        if (type.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8))
        {
            return StreamSign.Error;
        }

        if (type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8))
        {
            Complete = true;
            Take(data);
            return StreamSign.End;
        }

        if (type.SequenceEqual("response.created"u8))
        {
            Take(data);
        }

        return type.EndsWith(".done"u8) ? StreamSign.Content : StreamSign.Other;
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        using var happening = Parse(data);
        if (happening.RootElement.TryGetProperty("response", out var response))
        {
            Id = response.TryGetProperty("store", out var store) && store.ValueKind == JsonValueKind.False ? null : Text(response, "id") ?? Id;
            Model = Text(response, "model") ?? Model;
            ServiceTier = Text(response, "service_tier") ?? ServiceTier;
            if (response.TryGetProperty("usage", out var usage) && UsageReader.Responses(usage) is { } counted)
            {
                Usage = counted with { Searches = response.Field("output").ValueKind == JsonValueKind.Array ? response.Items("output").LongCount(i => i.Text("type") is "web_search_call") : null };
            }
        }
    }
}

using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Taps;

/// <summary>How a vendor tells usage in a whole answer.</summary>
public enum AnswerCounts
{
    /// <summary><c>usage</c> of chat, completions and embeddings.</summary>
    OpenAi,

    /// <summary><c>usage</c> of responses and images.</summary>
    Responses,

    /// <summary><c>usage</c> of messages.</summary>
    Anthropic,

    /// <summary><c>usageMetadata</c>.</summary>
    Gemini,

    /// <summary><c>prompt_eval_count</c> and <c>eval_count</c> beside the answer.</summary>
    Ollama,
}

/// <summary>What a gateway wants to know of a whole answer.</summary>
/// <param name="Usage">Null where the provider did not count.</param>
/// <param name="Model">The model that answered; null where it is not said.</param>
/// <param name="ServiceTier">The speed class; null where it is not said.</param>
public readonly record struct AnswerPeek(TokenUsage? Usage, string? Model, string? ServiceTier)
{
    /// <summary>Walks over the top level of the bytes; what is not JSON, or cut, tells nothing from there on.</summary>
    public static AnswerPeek Of(ReadOnlySpan<byte> json, AnswerCounts counts)
    {
        var reader = new Utf8JsonReader(json);
        TokenUsage? usage = null;
        string? model = null, tier = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            long? evaluated = null, written = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("usageMetadata"u8))
                {
                    usage = Counted(ref reader, counts, ref tier) ?? usage;
                }
                else if (reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("modelVersion"u8))
                {
                    model = Text(ref reader) ?? model;
                }
                else if (reader.ValueTextEquals("service_tier"u8))
                {
                    tier = Text(ref reader) ?? tier;
                }
                else if (counts == AnswerCounts.Ollama && reader.ValueTextEquals("prompt_eval_count"u8))
                {
                    evaluated = Number(ref reader);
                }
                else if (counts == AnswerCounts.Ollama && reader.ValueTextEquals("eval_count"u8))
                {
                    written = Number(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            usage ??= evaluated is null && written is null ? null : new TokenUsage { FreshInput = evaluated, Output = written };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or cut, or a text that is no Unicode.
        }

        return new AnswerPeek(usage, model, tier);
    }

    private static TokenUsage? Counted(ref Utf8JsonReader reader, AnswerCounts counts, ref string? tier)
    {
        reader.Read();
        using var value = JsonDocument.ParseValue(ref reader);
        var usage = value.RootElement;
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // Anthropic tells the speed class inside its usage.
        tier = usage.TryGetProperty("service_tier", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : tier;
        return counts switch
        {
            AnswerCounts.Responses => UsageReader.Responses(usage),
            AnswerCounts.Anthropic => UsageReader.Anthropic(usage),
            AnswerCounts.Gemini => UsageReader.Gemini(usage),
            _ => UsageReader.OpenAi(usage),
        };
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static long? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }
}

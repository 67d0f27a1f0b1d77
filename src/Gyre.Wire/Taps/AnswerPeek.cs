using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Taps;

/// <summary>How a vendor tells usage in a whole answer.</summary>
public enum AnswerCounts
{
    /// <summary><c>usage</c> of chat, completions and embeddings.</summary>
    OpenAi,

    /// <summary><c>usage</c> of responses, and the web searches among its output.</summary>
    Responses,

    /// <summary><c>usage</c> of images, and how many there are.</summary>
    Images,

    /// <summary><c>usage</c> of transcriptions, in tokens or seconds, or the <c>duration</c> beside it.</summary>
    Transcription,

    /// <summary><c>usage</c> of speech.</summary>
    Speech,

    /// <summary><c>usage</c> of rerankers that count tokens, <c>meta.billed_units</c> of those that count searches.</summary>
    Rerank,

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
    /// <summary>The id of the answer, by which its provider may be asked for it again; null where it keeps none or says none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it is JSON from its beginning to its end, an object or an array.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Walks over the top level of the bytes; what is not JSON, or cut, tells nothing from there on.</summary>
    public static AnswerPeek Of(ReadOnlySpan<byte> json, AnswerCounts counts)
    {
        var reader = new Utf8JsonReader(json);
        TokenUsage? usage = null;
        string? model = null, tier = null, id = null;
        long? evaluated = null, written = null, pieces = null;
        JsonElement counted = default, meta = default;
        var (kept, whole) = (true, false);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new AnswerPeek { IsWhole = reader.TokenType == JsonTokenType.StartArray && reader.TrySkip() && !reader.Read() };
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("usageMetadata"u8))
                {
                    counted = Value(ref reader);
                }
                else if (counts == AnswerCounts.Rerank && reader.ValueTextEquals("meta"u8))
                {
                    meta = Value(ref reader);
                }
                else if (counts == AnswerCounts.Images && reader.ValueTextEquals("data"u8))
                {
                    pieces = Items(ref reader, ""u8);
                }
                else if (counts == AnswerCounts.Responses && reader.ValueTextEquals("output"u8))
                {
                    pieces = Items(ref reader, "web_search_call"u8);
                }
                else if (counts == AnswerCounts.Transcription && reader.ValueTextEquals("duration"u8))
                {
                    pieces = UsageReader.Thousandths(Value(ref reader));
                }
                else if (reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("modelVersion"u8))
                {
                    model = Text(ref reader) ?? model;
                }
                else if (reader.ValueTextEquals("service_tier"u8))
                {
                    tier = Text(ref reader) ?? tier;
                }
                else if (counts == AnswerCounts.Responses && reader.ValueTextEquals("id"u8))
                {
                    id = Text(ref reader);
                }
                else if (counts == AnswerCounts.Responses && reader.ValueTextEquals("store"u8))
                {
                    reader.Read();
                    kept = reader.TokenType != JsonTokenType.False;
                    reader.Skip();
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

            // Behind the end only white space may follow.
            whole = !reader.Read();
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode: what was read before counts, and the client may think of it what it likes.
            whole = true;
        }
        catch (JsonException)
        {
            // Not JSON, or cut: what was read before counts.
        }

        try
        {
            // Anthropic tells the speed class inside its usage.
            tier = counted.Text("service_tier") ?? tier;
            usage = counts switch
            {
                AnswerCounts.Ollama => evaluated is null && written is null ? UsageReader.OpenAi(counted) : new TokenUsage { FreshInput = evaluated, Output = written },
                AnswerCounts.Responses => UsageReader.Responses(counted) is { } told ? told with { Searches = pieces } : null,
                AnswerCounts.Images => Pieces(UsageReader.Media(counted, MediaOutput.Image), pieces, (u, n) => u with { Images = n }),
                AnswerCounts.Transcription => Pieces(UsageReader.Media(counted, null), pieces, (u, n) => u with { AudioMilliseconds = u.AudioMilliseconds ?? n }),
                AnswerCounts.Speech => UsageReader.Media(counted, MediaOutput.Audio),
                AnswerCounts.Rerank => UsageReader.Rerank(counted, meta),
                AnswerCounts.Anthropic => UsageReader.Anthropic(counted),
                AnswerCounts.Gemini => UsageReader.Gemini(counted),
                _ => UsageReader.OpenAi(counted),
            };
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode.
        }

        return new AnswerPeek(usage, model, tier) { Id = kept ? id : null, IsWhole = whole };
    }

    private static TokenUsage? Pieces(TokenUsage? usage, long? pieces, Func<TokenUsage, long?, TokenUsage> with) =>
        pieces is null ? usage : with(usage ?? new TokenUsage(), pieces);

    private static JsonElement Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }

    // The elements of an array: all, or those of one type.
    private static long? Items(ref Utf8JsonReader reader, ReadOnlySpan<byte> type)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var (items, depth) = (0L, reader.CurrentDepth);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.CurrentDepth == depth + 1 && reader.TokenType is JsonTokenType.StartObject && type.IsEmpty)
            {
                items++;
                reader.Skip();
            }
            else if (reader.CurrentDepth == depth + 2 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                items += reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(type) ? 1 : 0;
            }
        }

        return items;
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

using System.Globalization;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Wire.Usage;

/// <summary>
/// Reads each vendor's way of counting into <see cref="TokenUsage"/>. Vendors share names and differ in what a name includes:
/// OpenAI's and Gemini's input holds the cached tokens, Anthropic's does not. What is no number counts as not said.
/// </summary>
public static class UsageReader
{
    /// <summary>OpenAI's <c>usage</c> of chat, completions, embeddings, and of the servers in its style with their own names; null where it is no object.</summary>
    public static TokenUsage? OpenAi(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // DeepSeek and Moonshot tell cached tokens beside the totals instead of in the details.
        var cached = Number(usage, "prompt_tokens_details", "cached_tokens") ?? Number(usage, "prompt_cache_hit_tokens") ?? Number(usage, "cached_tokens");
        var written = Number(usage, "prompt_tokens_details", "cache_write_tokens") ?? Number(usage, "cache_write_tokens");
        var (input, output) = (Number(usage, "prompt_tokens"), Number(usage, "completion_tokens"));

        // Makers of embeddings and rerankers tell the sum alone: all of it is input.
        input ??= output is null ? Number(usage, "total_tokens") : null;

        // xAI counts reasoning beside the output instead of in it; the total tells.
        var reasoning = Number(usage, "completion_tokens_details", "reasoning_tokens");
        var beside = reasoning > 0 && Number(usage, "total_tokens") == input + output + reasoning;
        return Inclusive(
            input,
            beside ? output + reasoning : output,
            new TokenUsage
            {
                CacheRead = cached,
                CacheWrite5m = written,
                AudioInput = Number(usage, "prompt_tokens_details", "audio_tokens"),
                ImageInput = Number(usage, "prompt_tokens_details", "image_tokens"),
                Reasoning = reasoning,
                AudioOutput = Number(usage, "completion_tokens_details", "audio_tokens"),
                ImageOutput = Number(usage, "completion_tokens_details", "image_tokens"),
                Searches = Number(usage, "num_search_queries"),
                Estimated = Estimated(usage),
            });
    }

    /// <summary>The <c>usage</c> of OpenAI's responses and images.</summary>
    public static TokenUsage? Responses(JsonElement usage) => usage.ValueKind != JsonValueKind.Object ? null : Inclusive(
        Number(usage, "input_tokens"),
        Number(usage, "output_tokens"),
        new TokenUsage
        {
            CacheRead = Number(usage, "input_tokens_details", "cached_tokens"),
            CacheWrite5m = Number(usage, "input_tokens_details", "cache_write_tokens"),
            AudioInput = Number(usage, "input_tokens_details", "audio_tokens"),
            ImageInput = Number(usage, "input_tokens_details", "image_tokens"),
            Reasoning = Number(usage, "output_tokens_details", "reasoning_tokens"),
            AudioOutput = Number(usage, "output_tokens_details", "audio_tokens"),
            ImageOutput = Number(usage, "output_tokens_details", "image_tokens"),
            Estimated = Estimated(usage),
        });

    /// <summary>
    /// The <c>usage</c> of images, transcriptions and speech: tokens, whose parts have other names, or seconds.
    /// </summary>
    /// <param name="usage">The object.</param>
    /// <param name="made">What output is that is not told apart; null where it is text.</param>
    public static TokenUsage? Media(JsonElement usage, MediaOutput? made)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // OpenAI says "input_token_details" of audio and "input_tokens_details" of images.
        var counted = Inclusive(
            Number(usage, "input_tokens") ?? Number(usage, "prompt_tokens"),
            Number(usage, "output_tokens") ?? Number(usage, "completion_tokens"),
            new TokenUsage
            {
                AudioInput = Number(usage, "input_token_details", "audio_tokens"),
                ImageInput = Number(usage, "input_tokens_details", "image_tokens"),
                ImageOutput = Number(usage, "output_tokens_details", "image_tokens"),
                AudioMilliseconds = Thousandths(usage.Field("seconds")) ?? Thousandths(usage.Field("prompt_audio_seconds")),
            });
        return made switch
        {
            MediaOutput.Image when counted.ImageOutput is null && Number(usage, "output_tokens_details", "text_tokens") is null => counted with { ImageOutput = counted.Output, Output = null },
            MediaOutput.Audio => counted with { AudioOutput = counted.Output, Output = null },
            _ => counted,
        };
    }

    /// <summary>A rerank's or an embedding's usage: Jina and Voyage count tokens in <c>usage</c>, Cohere its search units or tokens in <c>meta.billed_units</c>.</summary>
    /// <param name="usage">The first; undefined where it is absent.</param>
    /// <param name="meta">The second; undefined where it is absent.</param>
    public static TokenUsage? Rerank(JsonElement usage, JsonElement meta)
    {
        var counted = OpenAi(usage);
        if (meta.ValueKind == JsonValueKind.Object && Number(meta, "billed_units", "input_tokens") is { } tokens)
        {
            counted = (counted ?? new TokenUsage()) with { FreshInput = tokens };
        }

        return meta.ValueKind == JsonValueKind.Object && Number(meta, "billed_units", "search_units") is { } units
            ? (counted ?? new TokenUsage()) with { Searches = units }
            : counted;
    }

    /// <summary>Seconds, as a number or as text, in thousandths, rounded up; null where it is neither.</summary>
    public static long? Thousandths(JsonElement value)
    {
        decimal seconds = 0;
        var known = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out seconds),
            JsonValueKind.String => decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds),
            _ => false,
        };
        return known && seconds is >= 0 and < 1_000_000_000 ? (long)Math.Ceiling(seconds * 1000) : null;
    }

    /// <summary>Anthropic's <c>usage</c>. Thinking is part of its output and not told apart.</summary>
    /// <param name="usage">The object.</param>
    /// <param name="earlier">What an earlier event of the same stream said: each event repeats only some fields, and the later one counts.</param>
    public static TokenUsage? Anthropic(JsonElement usage, TokenUsage? earlier = null)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return earlier;
        }

        var written = Number(usage, "cache_creation_input_tokens");
        var hour = Number(usage, "cache_creation", "ephemeral_1h_input_tokens");
        hour ??= earlier?.CacheWrite1h;
        var minutes = Number(usage, "cache_creation", "ephemeral_5m_input_tokens") ?? (written is { } all ? Math.Max(0, all - (hour ?? 0)) : null);
        return new TokenUsage
        {
            FreshInput = Number(usage, "input_tokens") ?? earlier?.FreshInput,
            CacheRead = Number(usage, "cache_read_input_tokens") ?? earlier?.CacheRead,
            CacheWrite5m = minutes ?? earlier?.CacheWrite5m,
            CacheWrite1h = hour,
            Output = Number(usage, "output_tokens") ?? earlier?.Output,
            Searches = Number(usage, "server_tool_use", "web_search_requests") ?? earlier?.Searches,
        };
    }

    /// <summary>Gemini's <c>usageMetadata</c>. Every chunk of a stream has it, and the last counts.</summary>
    public static TokenUsage? Gemini(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // Tool prompts are input beside the prompt; candidates do not hold the thoughts. Google leaves numbers out that are 0.
        var input = Sum(Number(usage, "promptTokenCount"), Number(usage, "toolUsePromptTokenCount"));
        var thoughts = Number(usage, "thoughtsTokenCount");
        return Inclusive(
            input,
            Sum(Number(usage, "candidatesTokenCount") ?? (input is null ? null : 0), thoughts),
            new TokenUsage
            {
                CacheRead = Number(usage, "cachedContentTokenCount"),
                AudioInput = Uncached(usage, "AUDIO"),
                ImageInput = Uncached(usage, "IMAGE"),
                Reasoning = thoughts,
                AudioOutput = Modality(usage, "candidatesTokensDetails", "AUDIO"),
                ImageOutput = Modality(usage, "candidatesTokensDetails", "IMAGE"),
            });
    }

    /// <summary>Ollama's counts, which stand among the fields of the answer itself; null while they are absent. A prompt that was cached has no count.</summary>
    public static TokenUsage? Ollama(JsonElement answer)
    {
        var (input, output) = (Number(answer, "prompt_eval_count"), Number(answer, "eval_count"));
        return input is null && output is null ? null : new TokenUsage { FreshInput = input, Output = output };
    }

    /// <summary>Takes the parts out of totals that include them, and never below zero: providers' parts do not always add up.</summary>
    private static TokenUsage Inclusive(long? input, long? output, TokenUsage parts) => parts with
    {
        FreshInput = Less(input, parts.CacheRead, parts.CacheWrite5m, parts.AudioInput, parts.ImageInput),
        Output = Less(output, parts.Reasoning, parts.AudioOutput, parts.ImageOutput),
    };

    private static long? Less(long? total, params ReadOnlySpan<long?> parts)
    {
        foreach (var part in parts)
        {
            total -= part ?? 0;
        }

        return total is < 0 ? 0 : total;
    }

    private static bool Estimated(JsonElement usage) => usage.TryGetProperty("estimated", out var estimated) && estimated.ValueKind == JsonValueKind.True;

    private static long? Sum(long? a, long? b) => a is null ? b : a + (b ?? 0);

    // The cached part of a modality is in the cached bucket.
    private static long? Uncached(JsonElement usage, string modality) =>
        Modality(usage, "promptTokensDetails", modality) is { } all ? Math.Max(0, all - (Modality(usage, "cacheTokensDetails", modality) ?? 0)) : null;

    private static long? Modality(JsonElement usage, string list, string modality)
    {
        if (usage.TryGetProperty(list, out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray())
            {
                if (detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty("modality", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals(modality))
                {
                    return Number(detail, "tokenCount");
                }
            }
        }

        return null;
    }

    private static long? Number(JsonElement from, string group, string name) =>
        from.TryGetProperty(group, out var inner) && inner.ValueKind == JsonValueKind.Object ? Number(inner, name) : null;

    // Servers written in languages without integers send 24.0.
    private static long? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out var whole) ? whole : value.TryGetDouble(out var real) && real is >= 0 and < 1e15 ? (long)Math.Round(real) : null
            : null;
}

/// <summary>What a model of media makes.</summary>
public enum MediaOutput
{
    /// <summary>Pictures.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,
}

using System.Text.Json;

namespace Gyre.Wire.Usage;

/// <summary>
/// Writes each vendor's way of counting. OpenAI's totals include the cached tokens and the reasoning, Anthropic's input leaves the cache out.
/// Totals that clients demand are always there; parts only where they are known.
/// </summary>
public static class UsageWriter
{
    /// <summary>The value of <c>usage</c> of OpenAI's chat completions.</summary>
    public static void OpenAi(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject();
        Totals(json, usage, "prompt_tokens"u8, "completion_tokens"u8);
        if (usage.CacheRead is not null || usage.AudioInput is not null || usage.ImageInput is not null || CacheWrite(usage) is not null)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            InputDetails(json, usage);
            json.WriteEndObject();
        }

        if (usage.Reasoning is not null || usage.AudioOutput is not null || usage.ImageOutput is not null)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            OutputDetails(json, usage);
            json.WriteEndObject();
        }

        Estimate(json, usage);
        json.WriteEndObject();
    }

    /// <summary>The value of <c>usage</c> of OpenAI's responses, whose clients demand both details too.</summary>
    public static void Responses(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject();
        Totals(json, usage, "input_tokens"u8, "output_tokens"u8);
        json.WriteStartObject("input_tokens_details"u8);
        InputDetails(json, usage with { CacheRead = usage.CacheRead ?? 0 });
        json.WriteEndObject();
        json.WriteStartObject("output_tokens_details"u8);
        OutputDetails(json, usage with { Reasoning = usage.Reasoning ?? 0 });
        json.WriteEndObject();
        Estimate(json, usage);
        json.WriteEndObject();
    }

    /// <summary>The value of Anthropic's <c>usage</c>. Audio and images have no place of their own there: they are input like any other.</summary>
    public static void Anthropic(Utf8JsonWriter json, TokenUsage? usage)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, (usage?.FreshInput ?? 0) + (usage?.AudioInput ?? 0) + (usage?.ImageInput ?? 0));
        if (usage is not null && CacheWrite(usage) is { } written)
        {
            json.WriteNumber("cache_creation_input_tokens"u8, written);
        }

        if (usage?.CacheRead is { } read)
        {
            json.WriteNumber("cache_read_input_tokens"u8, read);
        }

        if (usage?.CacheWrite1h is { } hour)
        {
            json.WriteStartObject("cache_creation"u8);
            json.WriteNumber("ephemeral_5m_input_tokens"u8, usage.CacheWrite5m ?? 0);
            json.WriteNumber("ephemeral_1h_input_tokens"u8, hour);
            json.WriteEndObject();
        }

        json.WriteNumber("output_tokens"u8, usage?.TotalOutput ?? 0);
        if (usage?.Searches is { } searches)
        {
            json.WriteStartObject("server_tool_use"u8);
            json.WriteNumber("web_search_requests"u8, searches);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The value of Gemini's <c>usageMetadata</c>.</summary>
    public static void Gemini(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("promptTokenCount"u8, usage.TotalInput ?? 0);
        Count(json, "cachedContentTokenCount"u8, usage.CacheRead);
        json.WriteNumber("candidatesTokenCount"u8, (usage.Output ?? 0) + (usage.AudioOutput ?? 0) + (usage.ImageOutput ?? 0));
        Count(json, "thoughtsTokenCount"u8, usage.Reasoning);
        json.WriteNumber("totalTokenCount"u8, (usage.TotalInput ?? 0) + (usage.TotalOutput ?? 0));
        Modalities(json, "promptTokensDetails"u8, usage.AudioInput, usage.ImageInput);
        Modalities(json, "candidatesTokensDetails"u8, usage.AudioOutput, usage.ImageOutput);
        json.WriteEndObject();
    }

    /// <summary>Ollama's counts, into an object that is open.</summary>
    public static void Ollama(Utf8JsonWriter json, TokenUsage usage)
    {
        Count(json, "prompt_eval_count"u8, usage.TotalInput);
        Count(json, "eval_count"u8, usage.TotalOutput);
    }

    private static void Modalities(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? audio, long? image)
    {
        if (audio is null && image is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var (modality, tokens) in (ReadOnlySpan<(string, long?)>)[("AUDIO", audio), ("IMAGE", image)])
        {
            if (tokens is { } count)
            {
                json.WriteStartObject();
                json.WriteString("modality"u8, modality);
                json.WriteNumber("tokenCount"u8, count);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Totals(Utf8JsonWriter json, TokenUsage usage, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
    {
        json.WriteNumber(input, usage.TotalInput ?? 0);
        json.WriteNumber(output, usage.TotalOutput ?? 0);
        json.WriteNumber("total_tokens"u8, (usage.TotalInput ?? 0) + (usage.TotalOutput ?? 0));
    }

    private static void InputDetails(Utf8JsonWriter json, TokenUsage usage)
    {
        Count(json, "cached_tokens"u8, usage.CacheRead);
        Count(json, "cache_write_tokens"u8, CacheWrite(usage));
        Count(json, "audio_tokens"u8, usage.AudioInput);
        Count(json, "image_tokens"u8, usage.ImageInput);
    }

    private static void OutputDetails(Utf8JsonWriter json, TokenUsage usage)
    {
        Count(json, "reasoning_tokens"u8, usage.Reasoning);
        Count(json, "audio_tokens"u8, usage.AudioOutput);
        Count(json, "image_tokens"u8, usage.ImageOutput);
    }

    private static long? CacheWrite(TokenUsage usage) => (usage.CacheWrite5m ?? usage.CacheWrite1h) is null ? null : (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0);

    private static void Estimate(Utf8JsonWriter json, TokenUsage usage)
    {
        if (usage.Estimated)
        {
            json.WriteBoolean("estimated"u8, true);
        }
    }

    private static void Count(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? tokens)
    {
        if (tokens is { } count)
        {
            json.WriteNumber(name, count);
        }
    }
}

using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Tests.Usage;

public sealed class UsageReaderTests
{
    [Fact]
    public void Cached_tokens_of_OpenAI_are_part_of_the_prompt_and_are_counted_once() => Assert.Equal(
        new TokenUsage { FreshInput = 900, CacheRead = 1024, AudioInput = 76, Output = 30, Reasoning = 64, AudioOutput = 6 },
        UsageReader.OpenAi(Json("""
            {"prompt_tokens": 2000, "completion_tokens": 100, "total_tokens": 2100,
             "prompt_tokens_details": {"cached_tokens": 1024, "audio_tokens": 76},
             "completion_tokens_details": {"reasoning_tokens": 64, "audio_tokens": 6}}
            """)));

    [Fact]
    public void Zero_is_a_count_and_absence_is_none() => Assert.Equal(
        new TokenUsage { FreshInput = 0, Output = null, CacheRead = 0 },
        UsageReader.OpenAi(Json("""{"prompt_tokens": 0, "prompt_tokens_details": {"cached_tokens": 0}}""")));

    [Theory]
    [InlineData("""{"prompt_tokens": 100, "completion_tokens": 5, "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36}""")]
    [InlineData("""{"prompt_tokens": 100, "completion_tokens": 5, "cached_tokens": 64}""")]
    [InlineData("""{"prompt_tokens": 100.0, "completion_tokens": 5.0, "prompt_tokens_details": {"cached_tokens": 64.0}}""")]
    public void Servers_in_the_style_of_OpenAI_have_names_of_their_own_for_cached_tokens(string usage) =>
        Assert.Equal(new TokenUsage { FreshInput = 36, CacheRead = 64, Output = 5 }, UsageReader.OpenAi(Json(usage)));

    [Fact]
    public void Responses_count_like_chat_under_other_names() => Assert.Equal(
        new TokenUsage { FreshInput = 10, CacheRead = 20, Output = 4, Reasoning = 6 },
        UsageReader.Responses(Json("""{"input_tokens": 30, "input_tokens_details": {"cached_tokens": 20}, "output_tokens": 10, "output_tokens_details": {"reasoning_tokens": 6}}""")));

    [Fact]
    public void Input_of_Anthropic_does_not_include_the_cache() => Assert.Equal(
        new TokenUsage { FreshInput = 50, CacheRead = 1000, CacheWrite5m = 200, CacheWrite1h = 100, Output = 40, Searches = 2 },
        UsageReader.Anthropic(Json("""
            {"input_tokens": 50, "cache_read_input_tokens": 1000, "cache_creation_input_tokens": 300,
             "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100},
             "output_tokens": 40, "server_tool_use": {"web_search_requests": 2}}
            """)));

    [Fact]
    public void Cache_writes_without_a_lifetime_are_the_short_ones() =>
        Assert.Equal(300, UsageReader.Anthropic(Json("""{"input_tokens": 1, "cache_creation_input_tokens": 300}"""))!.CacheWrite5m);

    [Fact]
    public void Later_events_of_Anthropic_add_to_earlier_ones()
    {
        var start = UsageReader.Anthropic(Json("""{"input_tokens": 50, "cache_read_input_tokens": 7, "output_tokens": 1}"""));

        Assert.Equal(new TokenUsage { FreshInput = 50, CacheRead = 7, Output = 40 }, UsageReader.Anthropic(Json("""{"output_tokens": 40}"""), start));
    }

    [Fact]
    public void Thoughts_of_Gemini_stand_beside_the_candidates() => Assert.Equal(
        new TokenUsage { FreshInput = 60, CacheRead = 30, ImageInput = 10, Output = 20, Reasoning = 80 },
        UsageReader.Gemini(Json("""
            {"promptTokenCount": 100, "cachedContentTokenCount": 30, "candidatesTokenCount": 20, "thoughtsTokenCount": 80, "totalTokenCount": 200,
             "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 90}, {"modality": "IMAGE", "tokenCount": 10}]}
            """)));

    [Fact]
    public void Ollama_leaves_out_the_count_of_a_cached_prompt() =>
        Assert.Equal(new TokenUsage { FreshInput = null, Output = 12 }, UsageReader.Ollama(Json("""{"done": true, "eval_count": 12}""")));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"none\"")]
    public void What_is_no_object_is_no_usage(string usage)
    {
        Assert.Null(UsageReader.OpenAi(Json(usage)));
        Assert.Null(UsageReader.Responses(Json(usage)));
        Assert.Null(UsageReader.Anthropic(Json(usage)));
        Assert.Null(UsageReader.Gemini(Json(usage)));
    }

    [Fact]
    public void Parts_that_do_not_add_up_never_make_a_bucket_negative() =>
        Assert.Equal(0, UsageReader.OpenAi(Json("""{"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 64}}"""))!.FreshInput);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Fact]
    public void Reasoning_that_stands_beside_the_output_is_not_taken_out_of_it()
    {
        var usage = UsageReader.OpenAi(JsonElement.Parse("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":45,"completion_tokens_details":{"reasoning_tokens":30}}"""));
        Assert.Equal((5, 30), (usage!.Output, usage.Reasoning));
    }

    [Fact]
    public void A_later_event_without_the_split_does_not_count_the_hours_writes_twice()
    {
        var start = UsageReader.Anthropic(JsonElement.Parse("""{"input_tokens":3,"cache_creation_input_tokens":9,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":9},"output_tokens":1}"""));
        var end = UsageReader.Anthropic(JsonElement.Parse("""{"cache_creation_input_tokens":9,"output_tokens":20}"""), start);
        Assert.Equal((0, 9, 20), (end!.CacheWrite5m, end.CacheWrite1h, end.Output));
    }
}

using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Tests.Usage;

public sealed class UsageWriterTests
{
    private static readonly TokenUsage All = new() { FreshInput = 10, CacheRead = 7, CacheWrite5m = 4, AudioInput = 2, ImageInput = 1, Output = 5, Reasoning = 3, AudioOutput = 6, ImageOutput = 8, Estimated = true };

    [Fact]
    public void What_is_written_for_chat_is_read_again() => Assert.Equal(All, UsageReader.OpenAi(Written(UsageWriter.OpenAi, All)));

    [Fact]
    public void What_is_written_for_responses_is_read_again() => Assert.Equal(All, UsageReader.Responses(Written(UsageWriter.Responses, All)));

    [Fact]
    public void What_is_written_for_anthropic_is_read_again()
    {
        var usage = new TokenUsage { FreshInput = 10, CacheRead = 0, CacheWrite5m = 4, CacheWrite1h = 9, Output = 5, Searches = 2 };
        Assert.Equal(usage, UsageReader.Anthropic(Written(UsageWriter.Anthropic, usage)));
    }

    [Fact]
    public void Totals_of_openai_include_what_was_cached_and_thought() =>
        Assert.Equal(
            """{"prompt_tokens":17,"completion_tokens":8,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":7},"completion_tokens_details":{"reasoning_tokens":3}}""",
            Written(UsageWriter.OpenAi, new TokenUsage { FreshInput = 10, CacheRead = 7, Output = 5, Reasoning = 3 }).GetRawText());

    [Fact]
    public void What_is_not_known_is_not_told_as_zero() =>
        Assert.Equal("""{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}""", Written(UsageWriter.OpenAi, new TokenUsage { FreshInput = 1, Output = 2 }).GetRawText());

    private static JsonElement Written(Action<Utf8JsonWriter, TokenUsage> write, TokenUsage usage)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json, usage);
        }

        return JsonElement.Parse(bytes.ToArray());
    }
}

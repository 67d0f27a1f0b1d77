using System.Text;
using System.Text.Json;
using Gyre.Wire.OpenAi;

namespace Gyre.Wire.Tests.OpenAi;

public sealed class OpenAiUsageTests
{
    private const string Answer = """
        {"id":"x","choices":[{"message":{"content":"usage: {\"usage\":1}"}}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
        "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":1},"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":2}},"extra":true}
        """;

    private static readonly OpenAiUsage Whole = new()
    {
        PromptTokens = 10,
        CompletionTokens = 5,
        TotalTokens = 15,
        CachedTokens = 4,
        AudioPromptTokens = 1,
        ReasoningTokens = 3,
        AudioCompletionTokens = 2,
    };

    [Fact]
    public void Usage_is_found_by_document_and_by_peeking_alike()
    {
        using var json = JsonDocument.Parse(Answer);
        Assert.Equal(Whole, OpenAiUsage.Of(json.RootElement));
        Assert.Equal(Whole, OpenAiUsage.Peek(Encoding.UTF8.GetBytes(Answer)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":[1]}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"choices":[{"te""")]
    public void There_may_be_none(string body) => Assert.Null(OpenAiUsage.Peek(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_missing_total_is_the_sum() =>
        Assert.Equal(7, OpenAiUsage.Peek("""{"usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":null}}"""u8)!.TotalTokens);

    [Fact]
    public void An_estimate_says_so() => Assert.True(OpenAiUsage.Peek("""{"usage":{"prompt_tokens":3,"estimated":true}}"""u8)!.Estimated);
}

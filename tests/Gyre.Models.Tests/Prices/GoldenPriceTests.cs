using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Prices;

/// <summary>Worked by hand from the providers' price pages.</summary>
public sealed class GoldenPriceTests
{
    private static readonly PriceBook Book = new(ModelCatalog.BuiltIn);

    // 18 November 2026 is a Wednesday.
    private static PriceQuestion Of(string provider, string model, string at = "2026-11-18T12:00:00Z") =>
        new() { Provider = provider, Model = model, At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) };

    private static decimal? Cost(PriceQuestion question, TokenUsage usage) => Book.Price(question, usage).Cost?.Dollars;

    [Fact]
    public void OpenAI_cached_input_and_reasoning()
    {
        // o3: (8,000 × $2 + 2,000 × $0.50 + (500 + 1,500) × $8) per million.
        Assert.Equal(0.016m + 0.001m + 0.016m, Cost(Of("openai", "o3-2025-04-16"), new() { FreshInput = 8000, CacheRead = 2000, Output = 500, Reasoning = 1500 }));

        // Before its price cut of 10 June 2025: $10 and $40.
        Assert.Equal(0.01m + 0.04m, Cost(Of("openai", "o3", "2025-06-09T23:59:59Z"), new() { FreshInput = 1000, Output = 1000 }));
        Assert.Equal(0.002m + 0.008m, Cost(Of("openai", "o3", "2025-06-10T00:00:00Z"), new() { FreshInput = 1000, Output = 1000 }));
    }

    [Fact]
    public void OpenAI_service_tiers()
    {
        var usage = new TokenUsage { FreshInput = 1_000_000, CacheRead = 0, Output = 100_000 };
        Assert.Equal(2.00m + 0.80m, Cost(Of("openai", "gpt-4.1") with { ServiceTier = "default" }, usage));
        Assert.Equal(3.50m + 1.40m, Cost(Of("openai", "gpt-4.1") with { ServiceTier = "priority" }, usage));
        Assert.Equal(1.00m + 0.40m, Cost(Of("openai", "gpt-4.1") with { Batch = true }, usage));
        Assert.Null(Cost(Of("openai", "gpt-4.1") with { ServiceTier = "flex" }, usage));
        Assert.Equal(0.625m + 0.5m, Cost(Of("openai", "gpt-5") with { ServiceTier = "flex" }, usage));
    }

    [Fact]
    public void OpenAI_long_context_is_dearer_for_the_whole_request_and_has_no_priority()
    {
        // gpt-5.4: $2.50 and $15 up to 272,000 input tokens, $5 and $22.50 above, for all of them.
        Assert.Equal(0.68m + 0.015m, Cost(Of("openai", "gpt-5.4"), new() { FreshInput = 272_000, Output = 1000 }));
        Assert.Equal(1.360005m + 0.0225m, Cost(Of("openai", "gpt-5.4"), new() { FreshInput = 272_001, Output = 1000 }));
        Assert.Equal(5m * 0.1m + 0.5m * 0.2m + 0.0225m, Cost(Of("openai", "gpt-5.4"), new() { FreshInput = 100_000, CacheRead = 200_000, Output = 1000 }));
        Assert.Equal(PriceGap.NoPriceForTier, Book.Price(Of("openai", "gpt-5.4") with { ServiceTier = "priority" }, new() { FreshInput = 272_001, Output = 1 }).Gap);
    }

    [Fact]
    public void Anthropic_cache_writes_of_both_lives_batch_and_geography()
    {
        // Sonnet 5: $2 input, $2.50 and $4 writes, $0.20 reads, $10 output; a search is one cent.
        var usage = new TokenUsage { FreshInput = 1000, CacheRead = 10_000, CacheWrite5m = 2000, CacheWrite1h = 3000, Output = 400, Searches = 2 };
        const decimal tokens = 0.002m + 0.002m + 0.005m + 0.012m + 0.004m;
        Assert.Equal(tokens + 0.02m, Cost(Of("anthropic", "claude-sonnet-5"), usage));
        Assert.Equal((tokens / 2) + 0.02m, Cost(Of("anthropic", "claude-sonnet-5") with { Batch = true }, usage));
        Assert.Equal((tokens * 1.1m) + 0.02m, Cost(Of("anthropic", "claude-sonnet-5") with { Region = "us" }, usage));
        Assert.Equal((tokens * 0.55m) + 0.02m, Cost(Of("anthropic", "claude-sonnet-5") with { Region = "us", ServiceTier = "batch" }, usage));
    }

    [Fact]
    public void Anthropic_haiku_counts_cached_tokens_towards_its_threshold()
    {
        // Haiku 5.5: $0.10, $0.01, $0.50 up to 100,000 tokens of prompt; five times as much above.
        Assert.Equal(0.001m + 0.0009m + 0.0005m, Cost(Of("anthropic", "claude-haiku-5-5"), new() { FreshInput = 10_000, CacheRead = 90_000, Output = 1000 }));
        Assert.Equal(0.005005m + 0.0045m + 0.0025m, Cost(Of("anthropic", "claude-haiku-5-5"), new() { FreshInput = 10_010, CacheRead = 90_000, Output = 1000 }));
    }

    [Fact]
    public void Gemini_thoughts_are_output_audio_has_its_price_and_images_are_input()
    {
        // 2.5 Flash: $0.30 text, image and video, $1 audio, $2.50 output with thoughts.
        Assert.Equal(0.0003m + 0.001m + 0.0003m + 0.0025m, Cost(Of("gemini", "models/gemini-2.5-flash"), new() { FreshInput = 1000, AudioInput = 1000, ImageInput = 1000, Output = 400, Reasoning = 600 }));

        // 2.5 Pro: twice the input and half more for output above 200,000.
        Assert.Equal(0.25m + 0.01m, Cost(Of("gemini", "gemini-2.5-pro"), new() { FreshInput = 200_000, Output = 1000 }));
        Assert.Equal(0.5000025m + 0.015m, Cost(Of("gemini", "gemini-2.5-pro"), new() { FreshInput = 200_001, Output = 1000 }));
    }

    [Fact]
    public void Gemini_introductory_prices_end_with_the_year()
    {
        var usage = new TokenUsage { FreshInput = 1_000_000, Output = 1_000_000 };
        Assert.Equal(4.50m, Cost(Of("gemini", "gemini-3.8-flash", "2026-12-31T23:59:59Z"), usage));
        Assert.Equal(9.00m, Cost(Of("gemini", "gemini-3.8-flash", "2027-01-01T00:00:00Z"), usage));
    }

    [Theory]
    [InlineData("2026-08-16T15:59:59Z", 1.305)] // flat: $0.435 + $0.87
    [InlineData("2026-08-16T16:00:00Z", 2.64)] // a Sunday: $0.66 + $1.98
    [InlineData("2026-11-18T00:59:59Z", 2.64)]
    [InlineData("2026-11-18T01:00:00Z", 5.28)] // peak: twice that
    [InlineData("2026-11-18T03:59:59Z", 5.28)]
    [InlineData("2026-11-18T04:00:00Z", 2.64)]
    [InlineData("2026-11-18T07:00:00Z", 5.28)]
    [InlineData("2026-11-18T08:00:00+08:00", 2.64)] // midnight UTC
    [InlineData("2026-11-21T07:00:00Z", 2.64)] // a Saturday
    public void DeepSeek_peak_hours(string at, double dollars) =>
        Assert.Equal((decimal)dollars, Cost(Of("deepseek", "deepseek-v4-pro", at), new() { FreshInput = 1_000_000, Output = 1_000_000 }));

    [Fact]
    public void XAI_long_context_begins_at_200_000()
    {
        Assert.Equal(0.399998m + 0.006m, Cost(Of("xai", "grok-4.7"), new() { FreshInput = 199_999, Output = 1000 }));
        Assert.Equal(0.8m + 0.012m, Cost(Of("xai", "grok-4.7"), new() { FreshInput = 200_000, Output = 1000 }));
        Assert.Equal(0.88m + 0.0132m, Cost(Of("xai", "grok-4.7") with { Region = "us" }, new() { FreshInput = 200_000, Output = 1000 }));
    }

    [Fact]
    public void What_is_sold_by_piece_minute_or_search()
    {
        Assert.Equal(0.006m, Cost(Of("openai", "whisper-1"), new() { AudioMilliseconds = 60_000 }));
        Assert.Equal(0.0025m, Cost(Of("cohere", "rerank-v4.0-pro"), new() { Searches = 1, FreshInput = 900 }));
        Assert.Equal(0.00005m, Cost(Of("voyage", "rerank-2.5"), new() { FreshInput = 1000 }));
        Assert.Equal(0.00013m, Cost(Of("openai", "text-embedding-3-large"), new() { FreshInput = 1000 }));
    }

    [Fact]
    public void An_Azure_deployment_is_priced_by_its_base_model()
    {
        var usage = new TokenUsage { FreshInput = 1000, Output = 1000 };
        Assert.Equal(PriceGap.UnknownModel, Book.Price(Of("azure", "our-chat"), usage).Gap);
        Assert.Equal(0.0011m + 0.0044m, Cost(Of("azure", "our-chat") with { BaseModel = "o3-mini" }, usage));
    }

    [Fact]
    public void A_fee_that_depends_on_what_an_answer_does_not_say_leaves_the_cost_unknown() =>
        Assert.Equal(PriceGap.NoPriceForBucket, Book.Price(Of("perplexity", "sonar"), new() { FreshInput = 10, Output = 10 }).Gap);

    [Fact]
    public void The_stand_in_costs_nothing() => Assert.Equal(0m, Cost(Of("offline", "quote"), new() { FreshInput = 1000, Output = 1000 }));
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Kernel;
using Gyre.Models.Prices;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Prices;

public sealed class PriceBookTests
{
    private const string Full = """
        - input: 3
          cache_read: 0.3
          cache_write: 3.75
          cache_write_1h: 6
          audio_input: 32
          image_input: 5
          output: 15
          audio_output: 64
          image_output: 40
          search: 10
          above:
            1000: { input: 6, cache_read: 0.6, cache_write: 7.5, cache_write_1h: 12, audio_input: 64, image_input: 10, output: 22.5, audio_output: 128, image_output: 80 }
          tiers: { batch: 0.5, priority: { input: 7, output: 30 } }
          windows:
            - { utc: ["22:00-02:00"], days: [fri], factor: 0.25 }
          regions: { eu: 1.1 }
        """;

    private static readonly TokenUsage Ten = new() { FreshInput = 10, Output = 10 };

    [Fact]
    public void A_cost_is_the_sum_of_its_lines_rounded_once()
    {
        var book = BookOf.Model(Full);
        var counts = Gen.Choose(0, 5000).Select(n => n == 0 ? (long?)null : n == 1 ? 0 : n);
        var usages = Gen.ArrayOf(counts, 11).Select(n => new TokenUsage
        {
            FreshInput = n[0] ?? 0,
            CacheRead = n[1],
            CacheWrite5m = n[2],
            CacheWrite1h = n[3],
            AudioInput = n[4],
            ImageInput = n[5],
            Output = n[6] ?? 0,
            Reasoning = n[7],
            AudioOutput = n[8],
            ImageOutput = n[9],
            Searches = n[10],
        });
        Prop.ForAll(usages.ToArbitrary(), usage =>
        {
            var priced = book.Price(BookOf.Question(), usage);
            var quantities = priced.Lines.Where(l => PriceUnit.Of(l.Bucket).IsTokens).Sum(l => l.Quantity);
            return priced.Cost == NanoDollars.Of(priced.Lines.Sum(l => l.Amount!.Value))
                && quantities == (usage.TotalInput ?? 0) + (usage.TotalOutput ?? 0)
                && priced.Lines.Select(l => l.Bucket).Distinct().Count() == priced.Lines.Count
                && priced.Cost >= NanoDollars.Zero;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_call_costs_more_than_its_worst_cost()
    {
        var book = BookOf.Model(Full);
        var calls = from fresh in Gen.Choose(0, 3000)
                    from read in Gen.Choose(0, 3000)
                    from write in Gen.Choose(0, 3000)
                    from output in Gen.Choose(0, 3000)
                    from thought in Gen.Choose(0, 3000)
                    from tier in Gen.Elements<string?>(null, "batch")
                    from region in Gen.Elements<string?>(null, "eu")
                    from hour in Gen.Choose(0, 167)
                    select (usage: new TokenUsage { FreshInput = fresh, CacheRead = read, CacheWrite1h = write, Output = output, Reasoning = thought }, tier, region, hour);
        Prop.ForAll(calls.ToArbitrary(), call =>
        {
            var question = BookOf.Question() with { ServiceTier = call.tier, Region = call.region };
            var cost = book.Price(question with { At = question.At.AddHours(call.hour) }, call.usage).Cost;
            var worst = book.WorstCost(question, new TokenUsage { FreshInput = call.usage.TotalInput, Output = call.usage.TotalOutput });
            return cost is { } paid && worst is { } most && paid <= most;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void More_tokens_never_cost_less()
    {
        var book = BookOf.Model(Full);
        Prop.ForAll(Gen.Choose(0, 3000).ToArbitrary(), Gen.Choose(0, 300).ToArbitrary(), (tokens, more) =>
            book.Price(BookOf.Question(), new() { FreshInput = tokens, Output = tokens }).Cost
                <= book.Price(BookOf.Question(), new() { FreshInput = tokens + more, Output = tokens }).Cost!.Value).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("2026-11-20T21:59:59Z", 3)] // Friday evening
    [InlineData("2026-11-20T22:00:00Z", 0.75)]
    [InlineData("2026-11-21T01:59:59Z", 0.75)] // the same night
    [InlineData("2026-11-21T02:00:00Z", 3)]
    [InlineData("2026-11-20T01:00:00Z", 3)] // the night before
    [InlineData("2026-11-20T23:00:00+02:00", 3)]
    public void A_window_over_midnight_belongs_to_the_day_it_begins_on(string at, double dollars) =>
        Assert.Equal((decimal)dollars, BookOf.Model(Full).Price(BookOf.Question(at), new() { FreshInput = 1000, Output = 0 }).Cost!.Value.Dollars * 1000);

    [Fact]
    public void Tier_region_and_hour_multiply()
    {
        var question = BookOf.Question("2026-11-20T23:00:00Z") with { Batch = true, Region = "EU" };
        Assert.Equal(3m * 0.5m * 0.25m * 1.1m / 1000, BookOf.Model(Full).Price(question, new() { FreshInput = 1000, Output = 0 }).Cost!.Value.Dollars);
    }

    [Fact]
    public void A_missing_price_is_unknown_and_not_nothing()
    {
        var book = BookOf.Model("- { input: 1, output: 2 }");
        var priced = book.Price(BookOf.Question(), new() { FreshInput = 10, CacheRead = 1, Output = 10 });
        Assert.Null(priced.Cost);
        Assert.Equal(PriceGap.NoPriceForBucket, priced.Gap);
        Assert.Null(priced.Lines.Single(l => l.Bucket == PriceBucket.CacheRead).Amount);
        Assert.NotNull(book.Price(BookOf.Question(), new() { FreshInput = 10, CacheRead = 0, Output = 10 }).Cost);
    }

    [Fact]
    public void A_price_of_nothing_is_nothing() =>
        Assert.Equal(NanoDollars.Zero, BookOf.Model("- { input: 0, output: 0 }").Price(BookOf.Question(), new() { FreshInput = 10, Output = 10 }).Cost);

    [Theory]
    [InlineData(10, null)]
    [InlineData(null, 10)]
    [InlineData(null, null)]
    public void Usage_that_the_provider_did_not_say_leaves_the_cost_unknown(int? input, int? output)
    {
        var priced = BookOf.Model("- { input: 1, output: 2 }").Price(BookOf.Question(), new() { FreshInput = input, Output = output });
        Assert.Null(priced.Cost);
        Assert.Equal(PriceGap.UsageUnknown, priced.Gap);
    }

    [Fact]
    public void Before_the_first_price_the_cost_is_unknown()
    {
        var book = BookOf.Model("- { from: 2026-01-01, input: 1, output: 1 }");
        Assert.Equal(PriceGap.NoPriceThen, book.Price(BookOf.Question("2025-12-31T23:59:59Z"), new() { FreshInput = 1, Output = 1 }).Gap);
        Assert.Null(book.Price(BookOf.Question("2026-01-01T00:00:00Z"), new() { FreshInput = 1, Output = 1 }).Gap);
    }

    [Fact]
    public void An_estimate_stays_one() =>
        Assert.True(BookOf.Model("- { input: 1, output: 1 }").Price(BookOf.Question(), new() { FreshInput = 1, Output = 1, Estimated = true }).Estimated);

    [Fact]
    public void A_model_sold_by_tokens_is_not_charged_by_the_image_too() =>
        Assert.Equal(0.04m, BookOf.Model("- { input: 5, image_output: 40 }", "image").Price(BookOf.Question(), new() { ImageOutput = 1000, Images = 1 }).Cost!.Value.Dollars);

    [Fact]
    public void A_model_sold_by_the_image_is_not_charged_by_tokens_too() =>
        Assert.Equal(0.08m, BookOf.Model("- { image: 0.04 }", "image").Price(BookOf.Question(), new() { FreshInput = 30, Images = 2 }).Cost!.Value.Dollars);

    [Fact]
    public void The_version_changes_with_a_price_and_not_with_its_layout()
    {
        var version = Version("- { input: 1, output: 2.5 }");
        Assert.Equal(version, Version("- output: 2.50\n  input: 1.0"));
        Assert.NotEqual(version, Version("- { input: 1, output: 2.51 }"));

        static string Version(string prices) => BookOf.Model(prices).Price(BookOf.Question(), new() { FreshInput = 1, Output = 1 }).PriceVersion!;
    }

    [Fact]
    public void The_worst_cost_of_an_unknown_price_is_unknown()
    {
        Assert.Null(BookOf.Model("- { input: 1 }").WorstCost(BookOf.Question(), Ten));
        Assert.Null(BookOf.Model("- { input: 1, output: 1 }").WorstCost(BookOf.Question() with { Model = "other" }, Ten));
        Assert.Null(BookOf.Model("- { input: 1, output: 1 }").WorstCost(BookOf.Question() with { ServiceTier = "priority" }, Ten));
    }

    [Fact]
    public void The_worst_cost_of_an_automatic_tier_is_that_of_the_dearest() =>
        Assert.Equal(0.03m, BookOf.Model("- { input: 1, output: 1, tiers: { priority: 2, flex: 0.5 } }").WorstCost(BookOf.Question() with { ServiceTier = "auto" }, new() { FreshInput = 10_000, Output = 5_000 })!.Value.Dollars);

    [Fact]
    public void The_worst_cost_of_pieces_is_that_of_the_pieces()
    {
        Assert.Equal(0.12m, BookOf.Model("- { image: 0.04 }", "image").WorstCost(BookOf.Question(), new() { FreshInput = 500, Output = 500, Images = 3 })!.Value.Dollars);
        Assert.Equal(0.015m, BookOf.Model("- { characters: 15 }", "speech").WorstCost(BookOf.Question(), new() { Characters = 1000 })!.Value.Dollars);
        Assert.Equal(0.006m, BookOf.Model("- { audio_minute: 0.006 }", "transcription").WorstCost(BookOf.Question(), new() { AudioMilliseconds = 60_000 })!.Value.Dollars);
        Assert.Equal(0.03001m, BookOf.Model("- { input: 1, output: 1, search: 10 }").WorstCost(BookOf.Question(), new() { FreshInput = 5, Output = 5, Searches = 3 })!.Value.Dollars);
        Assert.Equal(0m, BookOf.Model("- { request: 0 }", "moderation").WorstCost(BookOf.Question(), new() { FreshInput = 500 })!.Value.Dollars);
    }

    [Fact]
    public void The_worst_cost_of_pieces_without_a_price_is_unknown()
    {
        Assert.Null(BookOf.Model("- { input: 1, output: 1 }").WorstCost(BookOf.Question(), new() { FreshInput = 5, Output = 5, Searches = 3 }));
        Assert.Null(BookOf.Model("- { search: 10 }").WorstCost(BookOf.Question(), Ten));
        Assert.Null(BookOf.Model("- { audio_minute: 1 }", "speech").WorstCost(BookOf.Question(), new() { Characters = 9 }));
    }

    [Theory]
    [InlineData(null, null, 4)]
    [InlineData("hd", null, 8)]
    [InlineData("HD", "512x512", 8)]
    [InlineData("standard", "1024x1792", 9)]
    [InlineData("hd", "1024x1792", 12)]
    public void An_image_has_the_price_of_its_quality_and_size(string? quality, string? size, int cents) =>
        Assert.Equal(cents / 100m, BookOf.Model("- { image: 0.04, images: { hd: 0.08, 1024x1792: 0.09, hd/1024x1792: 0.12 } }", "image")
            .Price(BookOf.Question() with { ImageQuality = quality, ImageSize = size }, new() { Images = 1 }).Cost!.Value.Dollars);

    [Fact]
    public void What_is_free_is_said_to_be_and_nothing_is_free_by_silence()
    {
        Assert.Equal(0m, BookOf.Model("- { request: 0 }", "moderation").Price(BookOf.Question(), new()).Cost!.Value.Dollars);
        Assert.Equal(PriceGap.UsageUnknown, BookOf.Model("- { characters: 15 }", "speech").Price(BookOf.Question(), new()).Gap);
        Assert.Equal(PriceGap.UsageUnknown, BookOf.Model("- { input: 1, audio_output: 12 }", "speech").Price(BookOf.Question(), new() { Characters = 100 }).Gap);
    }

    [Fact]
    public void What_a_provider_claims_beyond_reason_has_no_cost_and_breaks_nothing() =>
        Assert.Equal(PriceGap.UsageUnknown, BookOf.Model("- { input: 1, output: 1 }").Price(BookOf.Question(), new() { FreshInput = long.MaxValue, Output = long.MaxValue }).Gap);
}

using System.Globalization;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Models.Tests.Catalog;

public sealed class BuiltInCatalogTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static ModelCatalog Catalog => ModelCatalog.BuiltIn;

    [Fact]
    public void It_holds_at_least_250_models_of_15_providers()
    {
        Assert.True(Catalog.Models.Count >= 250, $"{Catalog.Models.Count} models");
        Assert.True(Catalog.Models.Select(m => m.Provider).Distinct().Count() >= 15);
        Assert.Equal(Enum.GetValues<ModelKind>(), Catalog.Models.Select(m => m.Kind).Distinct().Order());
        Assert.True(Catalog.Models.Count(m => m.PriceAt(Now) is not null) >= 250, "fewer than 250 have a price");
    }

    [Fact]
    public void Every_row_says_where_it_is_from_and_when_it_was_read() =>
        Assert.All(Catalog.Models, m =>
        {
            Assert.False(string.IsNullOrEmpty(m.Source), m.FullName);
            Assert.True(m.AsOf is not null || m.Via is CatalogModel.Unchecked, $"{m.FullName} has no as_of");
            Assert.False(m.Via is CatalogModel.Unchecked && m.Prices.Count > 0, $"{m.FullName}: a price that was not looked up");
        });

    [Fact]
    public void Names_are_unique_also_among_aliases() =>
        Assert.Empty(Catalog.Models.SelectMany(m => m.Aliases.Append(m.Id).Select(n => $"{m.Provider}/{n}")).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Prices_are_of_a_sane_size() =>
        Assert.All(
            Catalog.Models.SelectMany(m => m.Prices.SelectMany(p => p.Card.All).Select(r => (m, r))),
            row =>
            {
                foreach (var (bucket, price) in row.r.Stated)
                {
                    Assert.True(price is null or (>= 0 and <= 1000), $"{row.m.FullName} {bucket} {price}");
                }

                if (row.r[PriceBucket.Input] is { } input && row.r[PriceBucket.CacheRead] is { } read)
                {
                    Assert.True(read <= input, $"{row.m.FullName} reads its cache at {read} and input at {input}");
                }
            });

    [Fact]
    public void A_chat_model_with_a_price_has_one_for_input_and_one_for_output() =>
        Assert.All(Catalog.Models.Where(m => m.Kind == ModelKind.Chat && m.Prices.Count > 0), m => Assert.All(m.Prices, p =>
        {
            Assert.NotNull(p.Card.Rates[PriceBucket.Input]);
            Assert.NotNull(p.Card.Rates[PriceBucket.Output]);
        }));

    [Theory]
    [InlineData("openai", "gpt-4.1", "gpt-4.1")]
    [InlineData("openai", "GPT-4.1", "gpt-4.1")]
    [InlineData("openai", "gpt-4.1-2025-04-14", "gpt-4.1")]
    [InlineData("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("anthropic", "claude-opus-4-20250514", "claude-opus-4-0")]
    [InlineData("gemini", "models/gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("gemini", "gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("bedrock", "eu.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0")]
    [InlineData("fireworks", "kimi-k3", "accounts/fireworks/models/kimi-k3")]
    [InlineData("openai", "gpt-44", null)]
    [InlineData("openai", "ft:gpt-4o-2024-08-06:acme::abc", null)]
    public void A_model_is_found_by_each_of_its_names(string provider, string name, string? id) => Assert.Equal(id, Catalog.Find(provider, name)?.Id);

    [Fact]
    public void A_name_alone_finds_the_makers_row_first()
    {
        Assert.Equal("openai/gpt-4.1", Catalog.Find("gpt-4.1")[0].FullName);
        Assert.Contains(Catalog.Find("gpt-4.1"), m => m.Provider == "azure");
        Assert.Equal(["azure/gpt-4.1"], Catalog.Find("azure/gpt-4.1").Select(m => m.FullName));
        Assert.Equal("groq/openai/gpt-oss-120b", Catalog.Find("groq/openai/gpt-oss-120b").Single().FullName);
        Assert.Empty(Catalog.Find("no-such-model"));
    }

    [Theory]
    [InlineData("gpt-4.1-nini", "gpt-4.1-mini")]
    [InlineData("openai/gpt4.1", "openai/gpt-4.1")]
    [InlineData("claude-sonet-5", "claude-sonnet-5")]
    public void A_slip_is_told_the_nearest_name(string typed, string meant) => Assert.Equal(meant, Catalog.Nearest(typed)[0]);

    [Theory]
    [InlineData("https://api.openai.com/v1", "openai")]
    [InlineData("https://acme.openai.azure.com/", "azure")]
    [InlineData("https://api.groq.com/openai/v1", "groq")]
    [InlineData("http://127.0.0.1:8000/v1", null)]
    [InlineData("https://notapi.openai.com.example.org", null)]
    public void An_address_belongs_to_its_provider(string address, string? provider) => Assert.Equal(provider, Catalog.ProviderAt(new Uri(address))?.Id);

    [Fact]
    public void The_stand_in_is_free() =>
        Assert.Equal(0m, Catalog.Find("offline", "quote")!.PriceAt(Now)!.Card.Rates[PriceBucket.Output]!.Value);

    [Fact]
    public void A_price_version_names_the_model_and_the_day() =>
        Assert.StartsWith("deepseek/deepseek-v4-pro@2026-08-16T16:00Z#", Catalog.Find("deepseek", "deepseek-v4-pro")!.PriceAt(Now)!.Version, StringComparison.Ordinal);

    [Fact]
    public void Dates_are_not_in_the_future() =>
        Assert.All(Catalog.Models, m => Assert.True(!(m.AsOf > DateOnly.Parse("2026-11-21", CultureInfo.InvariantCulture)), m.FullName));
}

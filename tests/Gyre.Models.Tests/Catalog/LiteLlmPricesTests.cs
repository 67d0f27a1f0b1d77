using System.Text;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Testing;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Catalog;

public sealed class LiteLlmPricesTests : IDisposable
{
    private const string Map = """
        {
          "sample_spec": { "mode": "one of: chat, embedding" },
          "acme-1": {
            "litellm_provider": "acme", "mode": "chat", "max_input_tokens": 200000, "max_output_tokens": 8192, "max_tokens": 8192,
            "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05, "output_cost_per_reasoning_token": 2e-05,
            "cache_read_input_token_cost": 3e-07, "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
            "input_cost_per_token_above_100k_tokens": 6e-06, "output_cost_per_token_above_100k_tokens": 2.25e-05,
            "input_cost_per_token_batches": 1.5e-06, "output_cost_per_token_batches": 7.5e-06,
            "search_context_cost_per_query": { "search_context_size_low": 0.01, "search_context_size_medium": 0.01, "search_context_size_high": 0.01 },
            "supports_function_calling": true, "supports_vision": true, "supports_response_schema": false,
            "deprecation_date": "2027-02-01", "source": "https://acme.example/prices", "supported_regions": ["eu"]
          },
          "acme/acme-embed": { "litellm_provider": "acme", "mode": "embedding", "max_tokens": 512, "input_cost_per_token": 1e-08, "output_cost_per_token": 0.0, "output_vector_size": 384 },
          "together_ai/free": { "litellm_provider": "together_ai", "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0.0 },
          "acme-tiers": { "litellm_provider": "acme", "mode": "chat", "tiered_pricing": [
            { "range": [0, 32000], "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06 },
            { "range": [32000, 128000], "input_cost_per_token": 2e-06, "output_cost_per_token": 4e-06 } ] },
          "acme-sizes": { "litellm_provider": "acme", "mode": "chat", "input_cost_per_token": "1e-06", "output_cost_per_token": 1e-06, "search_context_cost_per_query": { "low": 0.005, "high": 0.012 } },
          "acme-rerank": { "litellm_provider": "acme", "mode": "rerank", "input_cost_per_query": 0.002, "input_cost_per_token": 0.0 },
          "acme-ears": { "litellm_provider": "acme", "mode": "audio_transcription", "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0 },
          "acme-film": { "litellm_provider": "acme", "mode": "video_generation" }
        }
        """;

    private readonly TemporaryFolder workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_map_becomes_files_that_price_as_it_says()
    {
        var imported = Read(Map);
        Assert.Equal([new SkippedModel("acme-film", "its mode 'video_generation' is none that Gyre calls")], imported.Skipped);
        foreach (var (name, text) in imported.Files())
        {
            workspace.Write($"models/{name}", text);
        }

        var load = CatalogFiles.Load(workspace.Path);
        Assert.Empty(load.Faults);
        Assert.Empty(load.Warnings);
        var model = load.Catalog.Find("acme", "acme-1")!;
        Assert.Equal((200_000, 8192, new DateOnly(2027, 2, 1), "https://acme.example/prices"), (model.Context, model.MaxOutput, model.Retires, model.Source));
        Assert.Equal([Modality.Text, Modality.Image], model.Inputs);
        Assert.Equal([ModelCapability.Tools], model.Capabilities);
        Assert.Equal(["eu"], model.Regions);
        Assert.Equal((384, 512L), (load.Catalog.Find("acme", "acme-embed")!.Dimensions, load.Catalog.Find("acme", "acme-embed")!.Context));

        decimal? Cost(string id, TokenUsage usage, Func<PriceQuestion, PriceQuestion>? with = null) =>
            new PriceBook(load.Catalog).Price((with ?? (q => q))(new() { Provider = "acme", Model = id, At = DateTimeOffset.UnixEpoch }), usage).Cost?.Dollars;
        Assert.Equal(0.003m + 0.0003m + 0.00375m + 0.006m + 0.015m + 0.02m + 0.02m, Cost("acme-1", new() { FreshInput = 1000, CacheRead = 1000, CacheWrite5m = 1000, CacheWrite1h = 1000, Output = 1000, Reasoning = 1000, Searches = 2 }));
        Assert.Equal(0.600006m + 0.00225m, Cost("acme-1", new() { FreshInput = 100_001, Output = 100 }));
        Assert.Equal(0.0015m + 0.0075m, Cost("acme-1", new() { FreshInput = 1000, Output = 1000 }, q => q with { Batch = true }));
        Assert.Equal(0.032m + 0.002m, Cost("acme-tiers", new() { FreshInput = 32_000, Output = 1000 }));
        Assert.Equal(0.064002m + 0.004m, Cost("acme-tiers", new() { FreshInput = 32_001, Output = 1000 }));
        Assert.Equal(0.002m, Cost("acme-rerank", new() { Searches = 1 }));
        Assert.Equal(0.006m, Cost("acme-ears", new() { AudioMilliseconds = 60_000 }));
        Assert.Equal(0.002m, Cost("acme-sizes", new() { FreshInput = 1000, Output = 1000 }));
        Assert.Null(Cost("acme-sizes", new() { FreshInput = 1000, Output = 1000, Searches = 1 }));
    }

    [Fact]
    public void A_price_of_zero_in_the_map_is_not_known() => Assert.Empty(Read(Map).Models.Single(m => m.FullName == "together/free").Prices);

    [Theory]
    [InlineData("together")]
    [InlineData("together_ai")]
    public void One_provider_may_be_asked_for_by_either_name(string provider) =>
        Assert.Equal(["together/free"], Read(Map, provider).Models.Select(m => m.FullName));

    [Theory]
    [InlineData("[]", null)]
    [InlineData("{\n\"a\": {", 2)]
    public void What_is_no_map_is_said_to_be_none(string json, int? line)
    {
        var problem = Assert.Throws<ProblemException>(() => Read(json)).Problem;
        Assert.Equal(("price-map-invalid", line), (problem.Code, problem.Line));
    }

    private static ImportedModels Read(string json, string? provider = null) =>
        LiteLlmPrices.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "prices.json", provider, new DateOnly(2026, 11, 1));
}

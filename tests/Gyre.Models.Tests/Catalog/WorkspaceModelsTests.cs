using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Testing;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Catalog;

public sealed class WorkspaceModelsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_workspace_without_models_has_the_built_in_ones()
    {
        Assert.Same(ModelCatalog.BuiltIn, CatalogFiles.Open(workspace.Path));
        Assert.Same(ModelCatalog.BuiltIn, CatalogFiles.Open(null));
    }

    [Fact]
    public void A_row_changes_what_it_says_and_keeps_the_rest()
    {
        workspace.Write("models/ours.yaml", """
            kind: model
            provider: openai
            as_of: 2026-11-01
            models:
              gpt-4.1:
                prices:
                  - { input: 1.5, cache_read: 0.4, output: 6 }
            """);
        var catalog = CatalogFiles.Open(workspace.Path);
        var model = catalog.Find("openai", "gpt-4.1-2025-04-14")!;
        Assert.Equal(1_047_576, model.Context);
        Assert.Contains(ModelCapability.Tools, model.Capabilities);
        Assert.EndsWith("ours.yaml", model.File, StringComparison.Ordinal);
        Assert.Null(model.Via);
        Assert.Equal(0.0075m, new PriceBook(catalog).Price(new() { Provider = "openai", Model = "gpt-4.1", At = Now }, new() { FreshInput = 1000, Output = 1000 }).Cost!.Value.Dollars);
        Assert.Equal(ModelCatalog.BuiltIn.Models.Count, catalog.Models.Count);
    }

    [Fact]
    public void A_row_adds_a_model_of_a_server_of_ones_own()
    {
        workspace.Write("models/ours.yaml", """
            kind: model
            provider: our-vllm
            models:
              llama-tuned:
                kind: chat
                context: 32768
                prices: [{ input: 0, output: 0 }]
              "qwen3:8b": { same_as: ollama/qwen3:8b }
            """);
        var catalog = CatalogFiles.Open(workspace.Path);
        Assert.Equal("our-vllm/llama-tuned", catalog.Find("llama-tuned").Single().FullName);
        Assert.Equal(("our-vllm/qwen3:8b", "Apache-2.0"), (catalog.Find("our-vllm", "qwen3:8b")!.FullName, catalog.Find("our-vllm", "qwen3:8b")!.Licence));
        var connection = new Connection { Name = "our-vllm", Type = "OpenAICompatibleConnection", Configs = new Dictionary<string, string?> { ["base_url"] = "http://10.0.0.1:8000/v1" } };
        Assert.Equal("our-vllm", catalog.ProviderOf(connection));
    }

    [Fact]
    public void A_fine_tuned_model_has_its_own_price()
    {
        workspace.Write("models/ours.yaml", """
            kind: model
            provider: openai
            models:
              ft:gpt-4o-mini:
                same_as: openai/gpt-4o-mini
                prices: [{ input: 0.3, cache_read: 0.15, output: 1.2 }]
            """);
        var catalog = CatalogFiles.Open(workspace.Path);
        Assert.Equal("ft:gpt-4o-mini", catalog.Find("openai", "ft:gpt-4o-mini-2024-07-18:acme::id")!.Id);
        Assert.Null(catalog.Find("openai", "ft:gpt-4o-2024-08-06:acme::id"));
    }

    [Fact]
    public void Every_fault_is_told_with_its_line_and_the_old_catalog_stays()
    {
        var file = workspace.Write("models/ours.yaml", """
            kind: model
            provider: acme
            models:
              a:
                kind: chatt
              b:
                context: many
                kind: chat
                can: [tool]
              c:
                kind: chat
                prices:
                  - { input: -1, output: 1 }
                  - { input: 1, output: 1 }
              d:
                same_as: openai/gpt-4.1-nini
              e:
                kind: chat
                prices:
                  - input: 1
                    output: 2
                    above: { 1000: { input: 2 } }
                    windows: [{ utc: ["25:00-26:00"], factor: 2 }]
            """);
        workspace.Write("models/notes.yaml", "just: notes\n");
        workspace.Write("models/broken.yaml", "kind: model\nprovider: [\n");
        var load = CatalogFiles.Load(workspace.Path);
        Assert.Same(ModelCatalog.BuiltIn, load.Catalog);
        Assert.Equal(
            [
                "5: 'models.a.kind' can't be 'chatt'; it is one of chat, completion, embedding, rerank, image, speech, transcription, realtime, moderation. Did you mean 'chat'?",
                "7: 'models.b.context' must be a whole number above 0.",
                "9: 'models.b.can' can't be 'tool'; it is one of tools, structured_output, reasoning, prompt_cache, web_search, computer_use, fine_tuning. Did you mean 'tools'?",
                "13: 'models.c.prices.input' must be a number that is not negative.",
                "14: Prices stand in the order of their 'from'; each after the first needs one that is later than the one before.",
                "16: There is no model 'openai/gpt-4.1-nini' to be the same as; write provider/model. Did you mean 'openai/gpt-4.1-mini'?",
                "22: Above 1000 tokens a price for 'output' is missing; below it has one.",
                "23: A window needs 'utc': a list of hours such as [\"01:00-04:00\"].",
            ],
            load.Faults.Where(f => f.File == file).OrderBy(f => f.Line).Select(f => $"{f.Line}: {f.Message}"));
        Assert.Contains(load.Faults, f => f.Code == "yaml-syntax" && f.File!.EndsWith("broken.yaml", StringComparison.Ordinal));
        Assert.Throws<ProblemException>(() => CatalogFiles.Open(workspace.Path));
    }

    [Fact]
    public void A_key_that_is_not_known_is_warned_of()
    {
        workspace.Write("models/ours.yaml", "kind: model\nprovider: acme\nmodels:\n  a: { kind: chat, contxt: 5 }\n");
        Assert.Equal("The key 'models.a.contxt' is not known and has no effect. Did you mean 'context'?", CatalogFiles.Load(workspace.Path).Warnings.Single().Message);
    }

    [Fact]
    public void What_is_written_reads_back_to_the_same()
    {
        var text = CatalogWriter.Write("openai", ModelCatalog.BuiltIn.Models.Where(m => m.Provider is "openai" or "perplexity").Select(m => m with { Provider = "openai" }), "x: y", new DateOnly(2026, 1, 2), null);
        workspace.Write("models/again.yaml", text.Replace("provider: openai", "provider: again", StringComparison.Ordinal));
        var catalog = CatalogFiles.Open(workspace.Path);
        var (before, after) = (new PriceBook(ModelCatalog.BuiltIn), new PriceBook(catalog));
        var usage = new TokenUsage { FreshInput = 300_000, CacheRead = 10, Output = 100, Reasoning = 5 };
        Assert.All(ModelCatalog.BuiltIn.Models.Where(m => m.Provider == "openai"), model =>
        {
            var same = catalog.Find("again", model.Id)!;
            Assert.Equal((model.Kind, model.Context, model.MaxOutput, model.Name), (same.Kind, same.Context, same.MaxOutput, same.Name));
            Assert.Equal(model.Capabilities, same.Capabilities);
            foreach (var tier in new[] { null, "batch", "flex", "priority" })
            {
                var question = new PriceQuestion { Provider = "openai", Model = model.Id, At = Now, ServiceTier = tier };
                Assert.Equal(before.Price(question, usage).Cost, after.Price(question with { Provider = "again" }, usage).Cost);
            }
        });
    }

    [Fact]
    public void A_price_of_the_future_changes_no_call_before_it()
    {
        const string Past = "- { input: 2, output: 8 }";
        var before = Priced("models/ours.yaml", Past, "2026-11-30T23:59:59Z");
        var announced = Past + "\n              - { from: 2026-12-01, input: 1, output: 4 }";

        var still = Priced("models/ours.yaml", announced, "2026-11-30T23:59:59Z");
        var then = Priced("models/ours.yaml", announced, "2026-12-01T00:00:00Z");

        Assert.Equal((before.Cost, before.PriceVersion), (still.Cost, still.PriceVersion));
        Assert.Equal((0.010m, 0.005m), (still.Cost!.Value.Dollars, then.Cost!.Value.Dollars));
        Assert.StartsWith("openai/gpt-4.1@2026-12-01#", then.PriceVersion, StringComparison.Ordinal);
    }

    private PricedCall Priced(string file, string prices, string at)
    {
        workspace.Write(file, $"""
            kind: model
            provider: openai
            models:
              gpt-4.1:
                prices:
                  {prices.Replace("\n              ", "\n      ", StringComparison.Ordinal)}
            """);
        var question = new PriceQuestion { Provider = "openai", Model = "gpt-4.1", At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) };
        return new PriceBook(CatalogFiles.Open(workspace.Path)).Price(question, new() { FreshInput = 1000, Output = 1000 });
    }
}

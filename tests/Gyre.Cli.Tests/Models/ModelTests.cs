using System.Text.Json;

namespace Gyre.Cli.Tests.Models;

public sealed class ModelTests
{
    [Fact]
    public async Task Models_are_listed_by_what_they_are_can_and_cost()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("model", "list", "--provider", "openai", "--kind", "chat", "--capability", "tools", "vision", "--max-price", "1", "--min-context", "1000000", "--output", "json");
        Assert.Equal(0, printed.ExitCode);
        using var json = JsonDocument.Parse(printed.Output);
        Assert.Equal(["gpt-6-luna", "gpt-4.1-nano"], json.RootElement.EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        var nano = json.RootElement[1];
        Assert.Equal(0.1m, nano.GetProperty("prices")[0].GetProperty("input").GetDecimal());
        Assert.Equal(0.5m, nano.GetProperty("prices")[0].GetProperty("tiers").GetProperty("batch").GetDecimal());
        Assert.False(string.IsNullOrEmpty(nano.GetProperty("source").GetString()));
        Assert.Equal("2026-09-23", nano.GetProperty("as_of").GetString());
    }

    [Fact]
    public async Task A_table_of_models_fits_eighty_columns()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("model", "list", "--provider", "anthropic");
        Assert.All(printed.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains("claude-sonnet-5", printed.Output, StringComparison.Ordinal);
        Assert.Contains("18 models", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_shown_with_its_tiers_and_where_its_prices_are_from()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("model", "show", "gpt-5.4-2026-03-05");
        foreach (var part in new[] { "openai/gpt-5.4", "1,050,000 tokens", "over 272k", "priority", "22.50", "as of 2026-09-23, by genai-prices 0.1.8" })
        {
            Assert.Contains(part, printed.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Also: azure/gpt-5.4", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_is_priced_side_by_side()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync(
            "model", "compare", "gpt-4.1", "perplexity/sonar", "offline/quote", "--input-tokens", "10000", "--cached-tokens", "8000", "--output-tokens", "1000", "--calls", "100", "--output", "json");
        using var json = JsonDocument.Parse(printed.Output);
        var costs = json.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("cost")).ToList();

        // 100 × (2,000 × $2 + 8,000 × $0.50 + 1,000 × $8) per million.
        Assert.Equal(1.6m, costs[0].GetDecimal());
        Assert.Equal(JsonValueKind.Null, costs[1].ValueKind);
        Assert.Equal(0m, costs[2].GetDecimal());
        Assert.Contains("$1.60", (await gyre.RunAsync("model", "compare", "gpt-4.1", "sonar", "--input-tokens", "10000", "--cached-tokens", "8000", "--output-tokens", "1000", "--calls", "100")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model show gpt-41", "'gpt-4.1'")]
    [InlineData("model list --provider antropic", "Did you mean 'anthropic'?")]
    [InlineData("model list --kind chatt", "Did you mean 'chat'?")]
    [InlineData("model list --capability tols", "Did you mean 'tools'?")]
    [InlineData("model compare gpt-4.1 --cached-tokens 2000", "cached ones are not more than the input")]
    [InlineData("model import prices.json", "Models are imported into a workspace")]
    [InlineData("model discover nobody", "There is no connection 'nobody'.")]
    public async Task A_slip_is_told_with_the_remedy(string command, string message)
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync(command.Split(' '));
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains(message, printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_map_is_imported_into_the_workspace_and_counts_at_once()
    {
        using var gyre = new Gyre();
        gyre.Write("gyre.yaml", "");
        gyre.Write("prices.json", """{"gpt-4.1": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 4e-06}, "film": {"mode": "video_generation"}}""");
        var printed = await gyre.RunAsync("model", "import", "prices.json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Contains("1 model.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("left out 1: its mode 'video_generation' is none that Gyre calls (film).", printed.Error, StringComparison.Ordinal);
        var shown = (await gyre.RunAsync("model", "show", "openai/gpt-4.1")).Output;
        Assert.Contains("4.00", shown, StringComparison.Ordinal);
        Assert.Contains("models/litellm-openai.yaml", shown, StringComparison.Ordinal);
        Assert.Contains("1,047,576 tokens", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_map_that_is_no_JSON_is_told_with_its_place()
    {
        using var gyre = new Gyre();
        gyre.Write("gyre.yaml", "");
        gyre.Write("prices.json", "{\n  \"gpt-4.1\": {\"mode\": chat}\n}");
        var printed = await gyre.RunAsync("model", "import", "prices.json");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("prices.json:2: ", printed.Error, StringComparison.Ordinal);
        Assert.Contains("from byte 23 of this line on it is no JSON", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_a_model_file_names_its_line()
    {
        using var gyre = new Gyre();
        gyre.Write("gyre.yaml", "");
        gyre.Write("models/a.yaml", "kind: model\nprovider: acme\nmodels:\n  m: { kind: chat, context: none }\n");
        var printed = await gyre.RunAsync("model", "list");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("models/a.yaml:4: 'models.m.context' must be a whole number above 0.", printed.Error, StringComparison.Ordinal);
    }
}

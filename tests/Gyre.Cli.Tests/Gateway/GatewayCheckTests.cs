using System.Text.Json.Nodes;

namespace Gyre.Cli.Tests.Gateway;

public sealed class GatewayCheckTests : IDisposable
{
    private readonly Gyre gyre = new();

    public GatewayCheckTests() => gyre.Write("gyre.yaml", """
        name: test
        connections:
          openai: {type: open_ai, api_key: "${env:NO_SUCH_KEY}"}
          own: {type: open_ai_compatible, base_url: "http://127.0.0.1:9/v1"}
        """);

    [Fact]
    public async Task All_faults_of_all_files_are_told_at_once_with_their_lines()
    {
        gyre.Write("gateway/a.yaml", "kind: deployment\nname: a\nconnection: opnai\nmodel: gpt-4.1\n");
        gyre.Write("gateway/b.yaml", "kind: pool\nname: b\ntargets:\n- {deployment: a}\n- {deployment: nowhere}\nretries: 3\n");

        var printed = await gyre.RunAsync("gateway", "check");

        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("a.yaml:3", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'openai'?", printed.Output, StringComparison.Ordinal);
        Assert.Contains("b.yaml:5", printed.Output, StringComparison.Ordinal);
        Assert.Contains("b.yaml:6", printed.Output, StringComparison.Ordinal);
        Assert.Contains("3 errors.", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_order_is_shown_with_its_ways_and_whether_their_prices_are_known()
    {
        gyre.Write("gateway/reserved.yaml", "{kind: deployment, name: reserved, connection: openai, model: my-ptu, base_model: gpt-4.1, region: swedencentral, reserved: true}");
        gyre.Write("gateway/chat.yaml", "{kind: pool, name: chat, policy: cost, targets: [{connection: own, model: mine, tier: 2}, {connection: openai, model: gpt-4.1-mini, tier: 2, weight: 3}, {deployment: reserved}], fallback: {context_window: openai/gpt-4.1}}");

        var table = await gyre.RunAsync("gateway", "check");
        var json = JsonNode.Parse((await gyre.RunAsync("gateway", "check", "-o", "json")).Output)!;

        Assert.Equal(0, table.ExitCode);
        Assert.Contains("A hard budget in dollars refuses", table.Error, StringComparison.Ordinal);
        Assert.True((bool)json["valid"]!);
        Assert.Empty(json["problems"]!.AsArray());
        Assert.Equal(["chat pool cost", "reserved deployment weighted"], json["routes"]!.AsArray().Select(r => $"{r!["name"]} {r["kind"]} {r["policy"]}"));
        Assert.Equal(
            ["1 1 reserved openai my-ptu reserved", "2 3 openai/gpt-4.1-mini openai gpt-4.1-mini known", "2 1 own/mine own mine unknown"],
            json["routes"]![0]!["targets"]!.AsArray().Select(t => $"{t!["tier"]} {t["weight"]} {t["name"]} {t["connection"]} {t["model"]} {t["price"]}"));
        Assert.Equal("openai/gpt-4.1", (string?)json["routes"]![0]!["fallbacks"]!["context_window"]);
    }

    [Fact]
    public async Task Without_files_it_says_what_serves()
    {
        var printed = await gyre.RunAsync("gateway", "check");

        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("every connection serves", printed.Error, StringComparison.Ordinal);
    }

    public void Dispose() => gyre.Dispose();
}

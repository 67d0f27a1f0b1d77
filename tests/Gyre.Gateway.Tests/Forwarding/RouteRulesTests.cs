using System.Diagnostics.Metrics;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Routing.Health;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class RouteRulesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_policy_cost_asks_the_cheapest_by_the_price_book()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: all, policy: cost, targets: [{connection: openai, model: gpt-4.1}, {connection: openai, model: gpt-4.1-nano}, {connection: openai, model: gpt-4.1-mini}]}");

        for (var i = 0; i < 5; i++)
        {
            using var answer = await place.PostAsync("/v1/chat/completions", Question("all"));
        }

        Assert.All(place.Upstream.Requests, r => Assert.Contains("gpt-4.1-nano", r.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openai/gpt-4.1")]
    [InlineData("gpt-4.1")]
    public async Task A_model_behind_a_server_of_ones_own_is_priced_as_the_deployment_says(string baseModel)
    {
        await using var place = await GatewayPlace.OpenAsync(
            new Dictionary<string, string> { ["gateway/mine.yaml"] = $"{{kind: deployment, name: mine, connection: openai, model: our-chat, base_model: {baseModel}}}" }, provider: "groq");

        using var told = await place.PostAsync("/v1/chat/completions", Question("mine"));
        using var silent = await place.PostAsync("/v1/chat/completions", Question("openai/gpt-4.1"));

        // Twelve tokens at $2 and three at $8 a million; a name alone says nothing about the prices of a server that nobody knows.
        Assert.Equal([(12 * 2_000L) + (3 * 8_000L), null], (await place.LedgerAsync()).Select(l => l.Cost));
    }

    [Fact]
    public async Task A_path_the_provider_does_not_know_is_no_failure_of_its_own()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"no such file"}}""", 404);

        for (var i = 0; i < 20; i++)
        {
            using var answer = await place.Client.GetAsync(new Uri("/providers/openai/files/f1", UriKind.Relative), Stop);
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Assert.Equal(TargetState.Ready, place.Room.Routes.Current.Find("openai/*")!.Targets[0].Health.State);
    }

    [Fact]
    public async Task A_path_of_a_connection_that_is_not_there_is_told_as_such()
    {
        await using var place = await GatewayPlace.OpenAsync();

        using var answer = await place.Client.GetAsync(new Uri("/providers/opnai/files", UriKind.Relative), Stop);
        var told = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal((404, "caller_unknown_connection"), ((int)answer.StatusCode, answer.Headers.GetValues("x-gyre-cause").Single()));
        Assert.Contains("There is no connection 'opnai'. Did you mean 'openai'?", told.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_a_caller_writes_becomes_a_label_of_metrics()
    {
        await using var place = await GatewayPlace.OpenAsync();
        var labels = new System.Collections.Concurrent.ConcurrentBag<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Meter.Name: GatewayMetrics.MeterName, Name: "gyre.gateway.calls" })
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                labels.Add(tag.Value);
            }
        });
        listener.Start();

        using var answer = await place.PostAsync("/v1/chat/completions", Question("openai/made-up-by-a-caller"));
        await place.SettledAsync();

        Assert.Contains("openai/*", labels);
        Assert.DoesNotContain("openai/made-up-by-a-caller", labels);
    }

    private static string Question(string model) => $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":"Hi"}]}""";
}

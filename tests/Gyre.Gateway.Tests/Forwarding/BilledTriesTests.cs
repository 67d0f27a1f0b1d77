namespace Gyre.Gateway.Tests.Forwarding;

public sealed class BilledTriesTests
{
    private const string Slow = "{kind: pool, name: slow, targets: [{connection: openai, model: gpt-4.1-mini}], timeouts: {first_token: 100ms}, retry: {attempts: 1}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_try_that_was_given_up_before_its_first_token_costs_an_estimate()
    {
        await using var place = await GatewayPlace.OpenAsync(Slow);
        place.Upstream.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("slow"));

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("failed", "provider_timeout", 0L), (line.Outcome, line.Cause, line.Output));
        Assert.True(line.Cost > 0);
    }

    [Fact]
    public async Task A_try_that_failed_after_it_was_sent_costs_beside_the_one_that_answers()
    {
        await using var place = await GatewayPlace.OpenAsync(
            "{kind: pool, name: two, timeouts: {first_token: 300ms}, targets: [{connection: openai, model: gpt-4.1-mini, tier: 1}, {connection: openai, model: gpt-4.1-nano, tier: 2}]}",
            "{kind: deployment, name: nano, connection: openai, model: gpt-4.1-nano}");
        place.Upstream.Answer = (http, body) => body.Contains("mini", StringComparison.Ordinal)
            ? Task.Delay(Timeout.Infinite, http.RequestAborted)
            : Upstream.JsonAsync(http, Upstream.Chat("Hello."));

        using var both = await place.PostAsync("/v1/chat/completions", Question("two"));
        using var alone = await place.PostAsync("/v1/chat/completions", Question("nano"));

        var lines = await place.LedgerAsync();
        Assert.Equal((2L, "answered"), (lines[0].Attempts, lines[0].Outcome));
        Assert.True(lines[0].Cost > lines[1].Cost);
    }

    [Fact]
    public async Task A_connection_that_is_lost_after_the_request_was_sent_costs_an_estimate()
    {
        await using var place = await GatewayPlace.OpenAsync(Slow);
        place.Upstream.Answer = (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        using var answer = await place.PostAsync("/v1/chat/completions", Question("slow"));

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal((502, "failed", "provider_connection_lost"), ((int)answer.StatusCode, line.Outcome, line.Cause));
        Assert.True(line.Cost > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_can_t_be_recorded_was_made_all_the_same(bool hangs)
    {
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string>
        {
            ["recordings"] = "A file where a folder should be.",
            ["gateway/recorded.yaml"] = "{kind: deployment, name: recorded, connection: recorded, model: gpt-4.1-mini}",
        });
        await place.BudgetAsync(100);
        place.Upstream.Answer = async (http, _) =>
        {
            await Upstream.EventsAsync(http, Upstream.ChatEvents("Hello."));
            await Task.Delay(hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, http.RequestAborted);
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent("""{"model":"recorded","stream":true,"messages":[{"role":"user","content":"Hi"}]}""") };

        using (var answer = await place.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop))
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            while (await reader.ReadLineAsync(Stop) is { } line && !line.Contains("[DONE]", StringComparison.Ordinal))
            {
            }
        }

        Assert.True((await place.LedgerAsync()).Single().Cost > 0);
    }

    [Fact]
    public async Task A_provider_that_refuses_or_is_not_there_costs_nothing()
    {
        await using var place = await GatewayPlace.OpenAsync(Slow);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"broken"}}""", 500);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("slow"));

        Assert.Null((await place.LedgerAsync()).Single().Cost);
    }

    [Fact]
    public async Task Of_two_tries_at_once_the_slower_is_billed_too()
    {
        await using var place = await GatewayPlace.OpenAsync(
            "{kind: pool, name: hedged, hedge: {after: 50ms}, targets: [{connection: openai, model: gpt-4.1-mini, tier: 1}, {connection: openai, model: gpt-4.1-nano, tier: 2}]}",
            "{kind: deployment, name: nano, connection: openai, model: gpt-4.1-nano}");
        place.Upstream.Answer = (http, body) => body.Contains("mini", StringComparison.Ordinal)
            ? Task.Delay(Timeout.Infinite, http.RequestAborted)
            : Upstream.JsonAsync(http, Upstream.Chat("Hello."));

        using var both = await place.PostAsync("/v1/chat/completions", Question("hedged"));
        using var alone = await place.PostAsync("/v1/chat/completions", Question("nano"));

        var lines = await place.LedgerAsync();
        Assert.Equal((2L, "answered", 1L), (lines[0].Attempts, lines[0].Outcome, lines[0].Estimated));
        Assert.True(lines[0].Cost > lines[1].Cost);
    }

    [Fact]
    public async Task A_try_that_is_no_text_has_no_tokens_to_estimate()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: voice, targets: [{connection: openai, model: my-voice}], timeouts: {first_token: 100ms}, retry: {attempts: 1}}");
        place.Upstream.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);

        using var answer = await place.PostAsync("/v1/audio/speech", """{"model":"voice","voice":"alloy","input":"Hello"}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("provider_timeout", null, null, null), (line.Cause, line.Input, line.Output, line.Cost));
    }

    private static string Question(string model) => $$$"""{"model":"{{{model}}}","max_tokens":9,"messages":[{"role":"user","content":"How are you today?"}]}""";
}

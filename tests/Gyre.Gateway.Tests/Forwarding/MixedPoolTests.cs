namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Pools whose targets speak different formats.</summary>
public sealed class MixedPoolTests
{
    private const string Mixed = "{kind: pool, name: mixed, targets: [{connection: anthropic, model: claude-sonnet-4, tier: 1}, {connection: openai, model: gpt-4.1-mini, tier: 2}]}";
    private const string Penalised = """{"model":"mixed","frequency_penalty":1,"messages":[{"role":"user","content":"Hello"}]}""";

    [Fact]
    public async Task A_target_without_words_for_a_field_is_passed_over_for_one_that_has_them()
    {
        await using var place = await GatewayPlace.OpenAsync(Mixed);

        using var answer = await place.PostAsync("/v1/chat/completions", Penalised);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("/v1/chat/completions", Assert.Single(place.Upstream.Requests).Path);
        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("answered", "openai", 1L), (line.Outcome, line.Connection, line.Attempts));
    }

    [Fact]
    public async Task The_error_of_the_one_that_was_asked_is_told()
    {
        await using var place = await GatewayPlace.OpenAsync(Mixed.Replace("]}", "], retry: {attempts: 1}}", StringComparison.Ordinal));
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"broken"}}""", 500);

        using var answer = await place.PostAsync("/v1/chat/completions", Penalised);

        Assert.Equal((500, "provider_error"), ((int)answer.StatusCode, answer.Headers.GetValues("x-gyre-cause").Single()));
    }

    [Fact]
    public async Task Where_none_has_words_the_field_is_named()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: mixed, targets: [{connection: anthropic, model: claude-sonnet-4}, {connection: anthropic, model: claude-opus-4}]}");

        using var answer = await place.PostAsync("/v1/chat/completions", Penalised);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("frequency_penalty", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(place.Upstream.Requests);
        Assert.Equal("caller_not_translatable", (await place.LedgerAsync()).Single().Cause);
    }
}

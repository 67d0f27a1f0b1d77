using Gyre.Gateway.Admission;
using Gyre.Gateway.Tests.Admission;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class HonestBooksTests
{
    private const string Mini = "{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini}";
    private const string Claude = "{kind: deployment, name: claude, connection: anthropic, model: claude-sonnet-4}";

    [Theory]
    [InlineData("\"max_tokens\":4611686018427387904,\"n\":2")]
    [InlineData("\"max_tokens\":131072,\"n\":140737488355328")]
    [InlineData("\"max_tokens\":9223372036854775807")]
    public async Task No_number_is_so_large_that_a_limit_overlooks_it(string asked)
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("few", QuotaUnit.Tokens, 100_000));

        using var answer = await place.PostAsync("/v1/chat/completions", $$"""{"model":"mini",{{asked}},"messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Empty(place.Upstream.Requests);
    }

    [Theory]
    [InlineData("gpt-4.1*", "mini")]
    [InlineData("gpt-4.1*", "openai/gpt-4.1-mini")]
    [InlineData("gpt-4.1*", "gpt-4.1-mini")]
    [InlineData("openai/gpt-4.1*", "mini")]
    [InlineData("gpt-4.1*", "falls")]
    [InlineData("gpt-4.1*", "renamed")]
    [InlineData("claude*", "falls")]
    [InlineData("mini", "falls")]
    public async Task A_rule_for_a_model_is_not_dodged_by_another_name_for_it(string pattern, string asked)
    {
        await using var place = await GatewayPlace.OpenAsync(
            Mini, Claude, "{kind: pool, name: falls, targets: [{deployment: claude}], fallback: {any: mini}}", "{kind: deployment, name: renamed, connection: openai, model: ours, base_model: gpt-4.1-mini}");
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("none", QuotaUnit.Requests, 0) with { Model = pattern });

        using var answer = await place.PostAsync("/v1/chat/completions", $$"""{"model":"{{asked}}","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Empty(place.Upstream.Requests);
    }

    [Fact]
    public async Task A_rule_for_other_models_does_not_hold()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini, Claude);
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("none", QuotaUnit.Requests, 0) with { Model = "claude*" });

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("unknown/m", "\"max_completion_tokens\":50", "\"max_tokens\":50")]
    [InlineData("unknown/m", "\"max_completion_tokens\":50,\"max_tokens\":null", "\"max_tokens\":50}")]
    [InlineData("unknown/m", "\"max_completion_tokens\":50,\"max_tokens\":9", "\"max_tokens\":9}")]
    [InlineData("openai/gpt-4.1-mini", "\"max_completion_tokens\":50", null)]
    public async Task A_limit_that_was_reserved_by_is_told_in_the_word_the_server_knows(string model, string limit, string? told)
    {
        await using var place = await GatewayPlace.OpenAsync();

        using var answer = await place.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}],{{limit}}}""");

        var sent = Assert.Single(place.Upstream.Requests).Body;
        Assert.Equal(told is not null, sent.Contains("\"max_tokens\":", StringComparison.Ordinal));
        Assert.Contains(told ?? limit, sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_call_cost_more_than_was_reserved_the_next_is_refused()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        await place.BudgetAsync(0.01m);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Chat("Hello.").Replace("\"completion_tokens\":3", "\"completion_tokens\":30000", StringComparison.Ordinal));
        const string Question = """{"model":"mini","max_completion_tokens":50,"messages":[{"role":"user","content":"Hello"}]}""";

        using var answer = await place.PostAsync("/v1/chat/completions", Question);
        await place.SettledAsync();
        using var next = await place.PostAsync("/v1/chat/completions", Question);

        Assert.Equal((200, 429), ((int)answer.StatusCode, (int)next.StatusCode));
        Assert.Single(place.Upstream.Requests);
    }

    [Fact]
    public async Task All_that_a_completion_makes_to_choose_the_best_of_is_reserved_for()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("few", QuotaUnit.Tokens, 1_000));

        using var answer = await place.PostAsync("/v1/completions", """{"model":"mini","max_tokens":100,"best_of":20,"prompt":"Hello"}""");

        Assert.Equal(429, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_broke_off_was_made_and_costs_an_estimate()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 5000;
            await http.Response.WriteAsync("{\"choices\":[{", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);

            // Fewer bytes than were announced: the server hangs up.
        };

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","messages":[{"role":"user","content":"Hello, how are you?"}]}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("failed", "provider_stream_cut"), (line.Outcome, line.Cause));
        Assert.True(line.Cost > 0);
    }

    [Fact]
    public async Task A_stream_that_broke_off_costs_about_what_came()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        var delta = Upstream.ChatEvents(" word")[1];
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Enumerable.Repeat(delta, 100));

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","stream":true,"messages":[{"role":"user","content":"Hello"}]}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.InRange(line.Output ?? 0, 100, 250);
    }

    [Theory]
    [InlineData("/v1/messages", "\"max_tokens\":9000,")]
    [InlineData("/v1/chat/completions", "")]
    public async Task A_provider_that_counts_at_the_end_is_not_believed_before_it(string path, string more)
    {
        await using var place = await GatewayPlace.OpenAsync(Claude);
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("""
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


                """, http.RequestAborted);
            for (var i = 0; i < 100; i++)
            {
                await http.Response.WriteAsync("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n", http.RequestAborted);
            }

        };

        using var answer = await place.PostAsync(path, $$"""{"model":"claude",{{more}}"stream":true,"messages":[{"role":"user","content":"Hello"}]}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.InRange(line.Output ?? 0, 100, 250);
    }

    [Fact]
    public async Task An_error_that_broke_off_is_still_the_error_its_status_says()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}");
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "60";
            http.Response.ContentLength = 5000;
            await http.Response.WriteAsync("{\"error\":{", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);

            // Fewer bytes than were announced: the server hangs up.
        };

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal("provider_rate_limited", (await place.LedgerAsync()).Single().Cause);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Too many requests.","type":"requests","code":"rate_limit_exceeded"}}""")]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[5]}""")]
    [InlineData("""{"choices":[{"message":5}]}""")]
    [InlineData("""{"choices":[{"message":{"content":5}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"\ud800"}}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"function":{"name":5,"arguments":{}}}]}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"},"finish_reason":5}],"usage":{"prompt_tokens":1e300}}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("")]
    public async Task A_strange_answer_is_the_providers_fault_and_not_the_gateways(string strange)
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, strange);

        using var answer = await place.PostAsync("/v1/messages", """{"model":"mini","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""");

        Assert.NotEqual("gateway_fault", (await place.LedgerAsync()).Single().Cause);
    }
}

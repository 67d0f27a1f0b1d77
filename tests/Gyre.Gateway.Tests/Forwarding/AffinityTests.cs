namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Related requests stay on one target, for its prompt cache.</summary>
public sealed class AffinityTests
{
    private const string Targets = "targets: [{connection: openai, model: gpt-4.1}, {connection: other, model: gpt-4.1}, {connection: openai, model: gpt-4.1-mini}, {connection: other, model: gpt-4.1-mini}]";

    private const string Clerk = "You are a helpful clerk of the town hall and answer questions about opening hours.";

    [Fact]
    public async Task A_session_stays_on_its_target_and_sessions_spread_over_all()
    {
        await using var place = await GatewayPlace.OpenAsync($"{{kind: pool, name: chat, affinity: {{by: session}}, {Targets}}}");

        var targets = new List<string>();
        for (var session = 0; session < 24; session++)
        {
            var asked = new[] { await AskAsync(session, "/v1/chat/completions"), await AskAsync(session, "/v1/messages"), await AskAsync(session, "/v1/chat/completions") };
            targets.Add(Assert.Single(asked.Distinct(StringComparer.Ordinal)));
        }

        Assert.Equal(4, targets.Distinct(StringComparer.Ordinal).Count());

        async Task<string> AskAsync(int session, string path)
        {
            using var answer = await place.PostAsync(path, """{"model":"chat","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""", $"x-session-id: s{session}");
            return answer.Headers.GetValues("x-gyre-target").Single();
        }
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"user":"%","temperature":0.%,"model":"chat","messages":[{"role":"system","content":"CLERK"},{"role":"user","content":"Number %?"}]}""")]
    [InlineData("/v1/messages", """{"max_tokens":1%,"messages":[{"role":"user","content":"Number %?"}],"model":"chat","system":"CLERK"}""")]
    [InlineData("/v1/responses", """{"metadata":{"n":"%"},"input":"Number %?","model":"chat","instructions":"CLERK"}""")]
    [InlineData("/v1beta/models/chat:generateContent", """{"contents":[{"role":"user","parts":[{"text":"Number %?"}]}],"systemInstruction":{"parts":[{"text":"CLERK"}]}}""")]
    public async Task Prompts_that_begin_alike_stay_together_whatever_else_the_requests_say(string path, string body)
    {
        await using var place = await GatewayPlace.OpenAsync($"{{kind: pool, name: chat, affinity: {{by: prompt, prefix: 64}}, {Targets}}}");

        var alike = new List<string>();
        var unlike = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            var asked = body.Replace("%", $"{i}", StringComparison.Ordinal);
            alike.Add(await AskAsync(asked.Replace("CLERK", Clerk, StringComparison.Ordinal)));
            unlike.Add(await AskAsync(asked.Replace("CLERK", $"{i} {Clerk}", StringComparison.Ordinal)));
        }

        Assert.Single(alike.Distinct(StringComparer.Ordinal));
        Assert.Equal(4, unlike.Distinct(StringComparer.Ordinal).Count());

        async Task<string> AskAsync(string json)
        {
            using var answer = await place.PostAsync(path, json);
            return answer.Headers.GetValues("x-gyre-target").Single();
        }
    }
}

using System.Text.Json.Nodes;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class PromptMarksTests
{
    private const string ToAnthropic = "{kind: deployment, name: claude, connection: anthropic, model: claude-sonnet-4, prompt_cache: auto}";
    private const string ToOpenAi = "{kind: pool, name: gpt, targets: [{connection: openai, model: gpt-4.1, prompt_cache: auto}], affinity: {by: session}}";

    private const string Chat = """
        {"model":"NAME","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":"three"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]}
        """;

    private const string Messages = """{"model":"NAME","max_tokens":9,"system":"Be kind.","messages":[{"role":"user","content":"one"}]}""";

    [Fact]
    public async Task A_request_that_passes_to_anthropic_is_marked_where_it_lies()
    {
        var sent = await SentAsync(ToAnthropic, "/v1/messages", Messages.Replace("NAME", "claude", StringComparison.Ordinal), Upstream.Message("Hello."));

        Assert.Equal(
            """{"model":"claude-sonnet-4","max_tokens":9,"system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"one","cache_control":{"type":"ephemeral"}}]}]}""",
            sent);
    }

    [Fact]
    public async Task A_request_that_is_translated_to_anthropic_is_marked_in_the_same_places()
    {
        var sent = JsonNode.Parse(await SentAsync(ToAnthropic, "/v1/chat/completions", Chat.Replace("NAME", "claude", StringComparison.Ordinal), Upstream.Message("Hello.")))!;

        Assert.NotNull(sent["tools"]![0]!["cache_control"]);
        Assert.NotNull(sent["system"]![0]!["cache_control"]);
        Assert.Equal([false, false, true], sent["messages"]!.AsArray().Select(m => m!["content"]![0]!["cache_control"] is not null));
    }

    [Fact]
    public async Task A_client_s_own_mark_is_carried_and_none_is_added()
    {
        const string Own = """[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}]""";
        var marked = Chat.Replace("NAME", "claude", StringComparison.Ordinal).Replace("\"Be kind.\"", Own, StringComparison.Ordinal);

        var sent = await SentAsync(ToAnthropic, "/v1/chat/completions", marked, Upstream.Message("Hello."));

        Assert.Equal(2, sent.Split("cache_control").Length);
        Assert.Contains("\"ttl\":\"1h\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openai_is_told_the_key_that_keeps_requests_together()
    {
        var body = Chat.Replace("NAME", "gpt", StringComparison.Ordinal);

        var (one, two, other) = (
            await KeyAsync("/v1/chat/completions", body, "x-session-id: a"),
            await KeyAsync("/v1/chat/completions", body.Replace("one", "eins", StringComparison.Ordinal), "x-session-id: a"),
            await KeyAsync("/v1/chat/completions", body, "x-session-id: b"));
        var translated = await KeyAsync("/v1/messages", Messages.Replace("NAME", "gpt", StringComparison.Ordinal), "x-session-id: a");

        Assert.StartsWith("gyre-", one, StringComparison.Ordinal);
        Assert.Equal(one, two);
        Assert.Equal(one, translated);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_stream_that_is_made_to_report_its_usage_takes_the_key_too()
    {
        var body = """{"stream":true,"messages":[{"role":"user","content":"one"}],"model":"gpt"}""";

        Assert.StartsWith("gyre-", await KeyAsync("/v1/chat/completions", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_s_own_key_stays()
    {
        var body = """{"model":"gpt","prompt_cache_key":"mine","messages":[{"role":"user","content":"one"}]}""";

        Assert.Equal("mine", await KeyAsync("/v1/chat/completions", body));
    }

    private static async Task<string> KeyAsync(string path, string body, params string[] headers) =>
        (string)JsonNode.Parse(await SentAsync(ToOpenAi, path, body, Upstream.Chat("Hello."), headers))!["prompt_cache_key"]!;

    private static async Task<string> SentAsync(string file, string path, string body, string answer, params string[] headers)
    {
        await using var place = await GatewayPlace.OpenAsync(file);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, answer);
        using var answered = await place.PostAsync(path, body, headers);
        Assert.True(answered.IsSuccessStatusCode, await answered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return place.Upstream.Requests.Single().Body;
    }
}

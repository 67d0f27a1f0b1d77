using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Providers that answer as they should not, or as few expect.</summary>
public sealed class OddAnswersTests
{
    private const string OneTry = "{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"error":{"message":"too many","type":"rate_limit_error","code":"rate_limit_exceeded"}}""", HttpStatusCode.TooManyRequests, "provider_rate_limited")]
    [InlineData("""{"error":{"message":"broken","type":"server_error"}}""", HttpStatusCode.InternalServerError, "provider_error")]
    public async Task An_error_in_place_of_a_stream_gets_the_status_it_stands_for(string sent, HttpStatusCode status, string cause)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, sent, "[DONE]");

        using var answer = await place.PostAsync("/v1/chat/completions", Streamed("mini"));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(((long)status, cause), (await place.LedgerAsync()).Select(l => (l.Status, l.Cause)).Single());
    }

    [Fact]
    public async Task A_redirect_does_not_lead_the_client_past_the_gateway()
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = "https://elsewhere.example/v1/chat/completions";
            return Task.CompletedTask;
        };

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal((HttpStatusCode.BadGateway, null), (answer.StatusCode, answer.Headers.Location));
        Assert.Contains("redirect", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(("failed", "provider_error"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Cause)).Single());
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_not_a_provider_out_of_reach()
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 5000;
            await http.Response.WriteAsync("""{"id":"chatcmpl-1","choices":[""", Stop);
        };

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"mini","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(("failed", "provider_stream_cut"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Cause)).Single());
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":30},"modelVersion":"gemini-2.5-flash"}""", "content_filter")]
    [InlineData("""{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":30,"thoughtsTokenCount":9},"modelVersion":"gemini-2.5-flash"}""", "length")]
    public async Task A_stream_of_Gemini_without_words_is_whole(string sent, string reason)
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, sent);

        using var answer = await place.PostAsync("/v1/chat/completions", Streamed("gemini/gemini-2.5-flash"));

        Assert.Contains($"\"finish_reason\":\"{reason}\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("answered", (await place.LedgerAsync()).Single().Outcome);
    }

    [Theory]
    [InlineData("openai/gpt-4.1-mini")]
    [InlineData("anthropic/claude-sonnet-4")]
    public async Task What_a_stream_that_was_cut_used_is_estimated_by_its_words(string model)
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "text/event-stream";
            string[] events = model.StartsWith("openai", StringComparison.Ordinal)
                ? [.. Upstream.ChatEvents(new string('a', 400), usage: false)[..2].Select(e => $"data: {e}\n\n")]
                :
                [
                    """event: message_start""" + "\n" + """data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"claude-sonnet-4","content":[],"usage":{"input_tokens":12,"output_tokens":1}}}""" + "\n\n",
                    """event: content_block_start""" + "\n" + """data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""" + "\n\n",
                    """event: content_block_delta""" + "\n" + $$$"""data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{new string('a', 400)}}}"}}""" + "\n\n",
                ];
            await http.Response.WriteAsync(string.Concat(events), Stop);
        };

        using var passed = await place.PostAsync(model.StartsWith("openai", StringComparison.Ordinal) ? "/v1/chat/completions" : "/v1/messages", Streamed(model));
        using var translated = await place.PostAsync(model.StartsWith("openai", StringComparison.Ordinal) ? "/v1/messages" : "/v1/chat/completions", Streamed(model));

        Assert.Equal([("provider_stream_cut", 100L), ("provider_stream_cut", 100L)], (await place.LedgerAsync()).Select(l => (l.Cause!, l.Output!.Value)));
    }

    private static string Streamed(string model) => $$$"""{"model":"{{{model}}}","stream":true,"max_tokens":500,"messages":[{"role":"user","content":"Hi"}]}""";
}

using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>What is booked for a stream that did not come to its end.</summary>
public sealed class CutStreamTests
{
    // Forty bytes of text: ten tokens.
    private const string Forty = "It is raining in the north of the land. ";

    [Fact]
    public async Task Of_a_stream_without_usage_the_text_is_counted_and_not_its_wrapping()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents(Forty, usage: false)[..2]);

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"openai/gpt-4.1-mini","stream":true,"messages":[]}""");
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("failed", 10L, 1L), (line.Outcome, line.Output, line.Estimated));
    }

    [Fact]
    public async Task The_output_told_at_the_beginning_of_a_message_is_not_taken_for_all_of_it()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n", http.RequestAborted);
            await http.Response.WriteAsync("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + Forty + Forty + "\"}}\n\n", http.RequestAborted);
        };

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent("""{"model":"anthropic/claude-sonnet-4-5","stream":true,"max_tokens":99,"messages":[]}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        using var answer = await place.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("failed", 25L, 20L, 1L), (line.Outcome, line.Input, line.Output, line.Estimated));
    }
}

using System.Net;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class PlainStreamTests
{
    private const string Speech = """{"model":"openai/gpt-4o-mini-tts","input":"Hello","voice":"alloy"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_are_no_conversation_pass_as_they_come()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, """{"type":"speech.audio.delta","audio":"AAAA"}""", """{"type":"speech.audio.done","usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8}}""");

        using var answer = await place.PostAsync("/v1/audio/speech", Speech);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("speech.audio.done", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("answered", (await place.LedgerAsync()).Single().Outcome);
    }

    [Fact]
    public async Task Sound_that_was_cut_breaks_the_connection()
    {
        await using var place = await GatewayPlace.OpenAsync();
        var heard = new TaskCompletionSource();
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "audio/mpeg";
            await http.Response.Body.WriteAsync(new byte[1000], Stop);
            await http.Response.Body.FlushAsync(Stop);
            await heard.Task.WaitAsync(Stop);
            http.Abort();
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audio/speech") { Content = new StringContent(Speech, null, "application/json") };

        using var answer = await place.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        heard.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync(Stop));

        Assert.Equal(("failed", "provider_stream_cut"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Cause)).Single());
    }

    [Fact]
    public async Task A_request_on_a_path_of_the_provider_s_own_is_sent_once()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"broken"}}""", 500);

        using var answer = await place.PostAsync("/providers/openai/files/action", "{}");

        Assert.Single(place.Upstream.Requests);
    }

    [Fact]
    public async Task A_header_that_can_t_be_sent_is_left_out()
    {
        await using var place = await GatewayPlace.OpenAsync();

        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(place.Client.BaseAddress!.Host, place.Client.BaseAddress.Port, Stop);
        var body = """{"model":"openai/gpt-4.1-mini","messages":[{"role":"user","content":"Hi"}]}""";
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Title: Müller\r\nX-Request-Id: r1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), Stop);
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
        Assert.Equal((false, true), (place.Upstream.Requests.Single().Headers.ContainsKey("x-title"), place.Upstream.Requests.Single().Headers.ContainsKey("x-request-id")));
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_no_failure_of_the_provider()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini, timeouts: {idle: 500ms}}");
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Enumerable.Repeat($$$"""{"model":"m","choices":[{"index":0,"delta":{"content":"{{{new string('a', 60_000)}}}"}}]}""", 2_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent("""{"model":"mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", null, "application/json") };

        using var answer = await place.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(("cancelled", "caller_too_slow"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Cause)).Single());
        Assert.Equal(Gyre.Gateway.Routing.Health.TargetState.Ready, place.Room.Routes.Current.Find("mini")!.Targets[0].Health.State);
    }
}

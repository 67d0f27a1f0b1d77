using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Answers that come compressed though nobody asked for it.</summary>
public sealed class EncodedAnswersTests
{
    private const string OneTry = "{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip", "/v1/chat/completions")]
    [InlineData("br", "/v1/chat/completions")]
    [InlineData("deflate", "/v1/chat/completions")]
    [InlineData("gzip", "/v1/messages")]
    public async Task A_whole_answer_reaches_the_client_as_plain_JSON_and_is_counted(string encoding, string path)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await using var packed = Packed(http, encoding);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Upstream.Chat("Hello.")), Stop);
        };

        using var answer = await place.PostAsync(path, Question(stream: false));

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Contains("Hello.", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(("answered", 12L, 3L), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Input, l.Output)).Single());
        Assert.Equal("identity", place.Upstream.Requests.Single().Headers["accept-encoding"]);
    }

    [Theory]
    [InlineData("gzip", "/v1/chat/completions")]
    [InlineData("br", "/v1/chat/completions")]
    [InlineData("gzip", "/v1/messages")]
    public async Task An_event_of_a_stream_reaches_the_client_before_the_next_is_sent(string encoding, string path)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "text/event-stream";
            await using var packed = Packed(http, encoding);
            foreach (var (index, data) in Upstream.ChatEvents("Hello.").Index())
            {
                if (index == 2)
                {
                    await seen.Task.WaitAsync(Stop);
                }

                await packed.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), Stop);
                await packed.FlushAsync(Stop);
            }
        };

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Question(stream: true), Encoding.UTF8, "application/json") };
        using var answer = await place.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        while (await reader.ReadLineAsync(Stop) is { } line && !line.Contains("Hello.", StringComparison.Ordinal))
        {
            Assert.NotNull(line);
        }

        seen.SetResult();
        await reader.ReadToEndAsync(Stop);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(("answered", 12L, 3L), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Input, l.Output)).Single());
    }

    [Fact]
    public async Task An_error_is_passed_on_in_plain_text()
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = async (http, _) =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (400, "application/json");
            await using var packed = Packed(http, "gzip");
            await packed.WriteAsync("""{"error":{"message":"'n' is too large","type":"invalid_request_error"}}"""u8.ToArray(), Stop);
        };

        using var answer = await place.PostAsync("/v1/chat/completions", Question(stream: false));

        Assert.Contains("'n' is too large", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task An_answer_that_is_not_what_its_encoding_says_is_a_failed_try(string encoding)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) =>
        {
            (http.Response.ContentType, http.Response.Headers.ContentEncoding) = ("application/json", encoding);
            return http.Response.WriteAsync("by no means compressed", Stop);
        };

        using var answer = await place.PostAsync("/v1/chat/completions", Question(stream: false));

        Assert.Equal((HttpStatusCode.BadGateway, "provider_answer_unreadable"), (answer.StatusCode, answer.Headers.GetValues("x-gyre-cause").Single()));
    }

    private static Stream Packed(HttpContext http, string encoding)
    {
        http.Response.Headers.ContentEncoding = encoding;
        return encoding switch
        {
            "br" => new BrotliStream(http.Response.Body, CompressionMode.Compress),
            "deflate" => new ZLibStream(http.Response.Body, CompressionMode.Compress),
            _ => new GZipStream(http.Response.Body, CompressionMode.Compress),
        };
    }

    private static string Question(bool stream) => $$$"""{"model":"mini","stream":{{{(stream ? "true" : "false")}}},"max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";
}

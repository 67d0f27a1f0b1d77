using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Answers under a good status that are none.</summary>
public sealed class UnreadableAnswersTests
{
    private const string OneTry = "{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/chat/completions", "", "application/json", false)]
    [InlineData("/v1/chat/completions", "", null, false)]
    [InlineData("/v1/chat/completions", "not json at all", "application/json", false)]
    [InlineData("/v1/chat/completions", """{"id":"chatcmpl-1","choices":[{"index":0,"mess""", "application/json", false)]
    [InlineData("/v1/chat/completions", """{"id":"chatcmpl-1"}, and more""", "application/json", false)]
    [InlineData("/v1/chat/completions", "<html><body>Sign in</body></html>", "text/html", false)]
    [InlineData("/v1/chat/completions", "<html><body>Sign in</body></html>", "text/html", true)]
    [InlineData("/v1/messages", "", "application/json", false)]
    [InlineData("/v1/messages", "not json at all", "application/json", false)]
    [InlineData("/v1/messages", "<html><body>Sign in</body></html>", "text/html", false)]
    [InlineData("/v1/messages", "<html><body>Sign in</body></html>", "text/html", true)]
    public async Task An_answer_that_can_not_be_read_is_a_failed_try_told_in_the_envelope_of_the_client(string path, string sent, string? type, bool stream)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) => SendAsync(http, sent, type);

        using var answer = await place.PostAsync(path, Question("mini", stream));
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("error");

        Assert.Equal((HttpStatusCode.BadGateway, "provider_answer_unreadable", "openai/gpt-4.1-mini"), (answer.StatusCode, answer.Headers.GetValues("x-gyre-cause").Single(), answer.Headers.GetValues("x-gyre-target").Single()));
        Assert.StartsWith("The provider", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("failed", 502L, "provider_answer_unreadable"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Status, l.Cause)).Single());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "")]
    [InlineData("/v1/chat/completions", "not json at all")]
    [InlineData("/v1/messages", "not json at all")]
    public async Task Another_target_answers_in_place_of_one_that_sends_nonsense(string path, string sent)
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini, tier: 1}, {connection: openai, model: gpt-4.1, tier: 2}]}");
        place.Upstream.Answer = (http, body) => body.Contains("gpt-4.1-mini", StringComparison.Ordinal) ? SendAsync(http, sent, "application/json") : Upstream.JsonAsync(http, Upstream.Chat("Hello."));

        using var answer = await place.PostAsync(path, Question("mini", stream: false));

        Assert.Contains("Hello.", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(("answered", 2L), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Attempts)).Single());
    }

    [Theory]
    [InlineData("""[{"index":0,"score":0.5}]""")]
    [InlineData("""{"object":"chat.completion","model":"\ud800"} """)]
    public async Task Odd_JSON_passes_as_it_came(string sent)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) => SendAsync(http, sent, "application/json");

        using var answer = await place.PostAsync("/v1/chat/completions", Question("mini", stream: false));

        Assert.Equal((HttpStatusCode.OK, sent), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_path_of_the_providers_own_may_answer_with_anything()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => SendAsync(http, "", "application/json");

        using var answer = await place.Client.DeleteAsync(new Uri("/providers/openai/files/f1", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    public async Task A_web_page_in_place_of_an_error_is_put_into_the_envelope_of_the_client(string path)
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) => SendAsync(http, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html", 502);

        using var answer = await place.PostAsync(path, Question("mini", stream: false));
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("error");

        Assert.Equal((HttpStatusCode.BadGateway, "application/json", "openai/gpt-4.1-mini"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("x-gyre-target").Single()));
        Assert.Equal("The provider answered with status 502 and a web page: 502 Bad Gateway", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_error_says_which_target_it_is_of()
    {
        await using var place = await GatewayPlace.OpenAsync(OneTry);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"no","type":"invalid_request_error"}}""", 400);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("mini", stream: false));

        Assert.Equal("openai/gpt-4.1-mini", answer.Headers.GetValues("x-gyre-target").Single());
    }

    private static Task SendAsync(HttpContext http, string text, string? type, int status = 200)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, type);
        return text.Length == 0 ? Task.CompletedTask : http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static string Question(string model, bool stream) => $$$"""{"model":"{{{model}}}","stream":{{{(stream ? "true" : "false")}}},"max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";
}

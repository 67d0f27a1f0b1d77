using System.Text;
using System.Text.Json;
using Gyre.Gateway.Tests.Forwarding;

namespace Gyre.Gateway.Tests.Surfaces;

/// <summary>Responses by their ids: at the connection that made them, and for nobody else.</summary>
public sealed class ResponseSurfaceTests
{
    private const string Two = """
        kind: pool
        name: both
        targets:
          - {connection: openai, model: gpt-4.1-mini}
          - {connection: other, model: gpt-4.1-mini}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_response_is_read_listed_cancelled_and_deleted_where_it_was_made_and_costs_nothing()
    {
        await using var place = await PlaceAsync();
        await MadeAsync(place, "resp_1");
        foreach (var (method, path, given) in new[]
        {
            ("GET", "/v1/responses/resp_1?include[]=reasoning.encrypted_content", "/v1/responses/resp_1?include[]=reasoning.encrypted_content"),
            ("GET", "/v1/responses/resp_1/input_items?limit=2", "/v1/responses/resp_1/input_items?limit=2"),
            ("POST", "/openai/v1/responses/resp_1/cancel", "/v1/responses/resp_1/cancel"),
            ("DELETE", "/v1/responses/resp_1", "/v1/responses/resp_1"),
        })
        {
            using var response = await SendAsync(place, method, path);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(given, place.Upstream.Requests.Last().Path);
            Assert.Equal("Bearer sk-test", place.Upstream.Requests.Last().Headers["authorization"]);
        }

        await place.SettledAsync();
        using var gone = await SendAsync(place, "GET", "/v1/responses/resp_1");
        Assert.Equal(404, (int)gone.StatusCode);
        var rows = await place.LedgerAsync();
        Assert.All(rows.Skip(1), r => Assert.Equal(("answered", 0L, "openai"), (r.Outcome, r.Cost, r.Connection)));
        Assert.Equal(5, rows.Count);
    }

    [Fact]
    public async Task A_response_of_another_projects_key_is_not_there_to_read_or_to_build_upon()
    {
        await using var place = await PlaceAsync();
        var (mine, theirs) = (await place.KeyAsync("mine"), await place.KeyAsync("theirs"));
        await place.Room.Accounts.RefreshAsync(Stop);
        await MadeAsync(place, "resp_2", mine);
        var asked = place.Upstream.Requests.Count;
        using var read = await SendAsync(place, "GET", "/v1/responses/resp_2", theirs);
        Assert.Equal(404, (int)read.StatusCode);
        var error = JsonElement.Parse(await read.Content.ReadAsStringAsync(Stop)).GetProperty("error");
        Assert.Contains("resp_2", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        using var built = await CreateAsync(place, "resp_9", "resp_2", theirs);
        Assert.Equal(404, (int)built.StatusCode);
        Assert.Equal(asked, place.Upstream.Requests.Count);
        using var own = await SendAsync(place, "GET", "/v1/responses/resp_2", mine);
        Assert.Equal(200, (int)own.StatusCode);
    }

    [Fact]
    public async Task What_builds_on_a_response_goes_to_the_connection_that_keeps_it()
    {
        await using var place = await PlaceAsync();
        var maker = await MadeAsync(place, "resp_3", model: "both");
        for (var i = 0; i < 6; i++)
        {
            using var next = await CreateAsync(place, $"resp_3{i}", "resp_3", model: "both");
            Assert.Equal(200, (int)next.StatusCode);
            Assert.Equal(maker, next.Headers.GetValues("x-gyre-target").Single());
        }
    }

    [Fact]
    public async Task A_model_of_another_connection_can_not_build_on_a_response_and_the_refusal_says_why()
    {
        await using var place = await PlaceAsync();
        await MadeAsync(place, "resp_4");
        using var refused = await CreateAsync(place, "resp_5", "resp_4", model: "anthropic/claude-sonnet-4-5");
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("kept by connection 'openai'", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_response_is_found_again_and_one_that_is_not_stored_is_not()
    {
        await using var place = await PlaceAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(
            http,
            """{"type":"response.created","response":{"id":"resp_6","store":true,"model":"gpt-4.1-mini"}}""",
            """{"type":"response.output_text.delta","delta":"Hi"}""",
            """{"type":"response.completed","response":{"id":"resp_6","store":true,"usage":{"input_tokens":1,"output_tokens":1}}}""");
        using (var streamed = await place.PostAsync("/v1/responses", """{"model":"openai/gpt-4.1-mini","input":"Hi","stream":true}"""))
        {
            await streamed.Content.ReadAsStringAsync(Stop);
        }

        await place.SettledAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Answer("resp_7", store: false));
        using (var unstored = await place.PostAsync("/v1/responses", """{"model":"openai/gpt-4.1-mini","input":"Hi","store":false}"""))
        {
            Assert.Equal(200, (int)unstored.StatusCode);
        }

        await place.SettledAsync();
        using var found = await SendAsync(place, "GET", "/v1/responses/resp_6");
        using var lost = await SendAsync(place, "GET", "/v1/responses/resp_7");
        Assert.Equal((200, 404), ((int)found.StatusCode, (int)lost.StatusCode));
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions/chatcmpl-1")]
    [InlineData("GET", "/v1/files")]
    [InlineData("POST", "/v1/batches")]
    public async Task What_a_provider_keeps_besides_is_refused_by_its_path(string method, string path)
    {
        await using var place = await PlaceAsync();
        using var response = await SendAsync(place, method, path);
        Assert.Equal(404, (int)response.StatusCode);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("error");
        Assert.Contains($"{method} {path}", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Task<GatewayPlace> PlaceAsync() => GatewayPlace.OpenAsync(Two);

    private static string Answer(string id, bool store = true) =>
        $$"""{"id":"{{id}}","object":"response","status":"completed","store":{{(store ? "true" : "false")}},"model":"gpt-4.1-mini","output":[],"usage":{"input_tokens":12,"output_tokens":3} }""";

    private static async Task<string> MadeAsync(GatewayPlace place, string id, string? key = null, string model = "openai/gpt-4.1-mini")
    {
        using var made = await CreateAsync(place, id, null, key, model);
        Assert.Equal(200, (int)made.StatusCode);
        await place.SettledAsync();
        return made.Headers.GetValues("x-gyre-target").Single();
    }

    private static Task<HttpResponseMessage> CreateAsync(GatewayPlace place, string id, string? previous, string? key = null, string model = "openai/gpt-4.1-mini")
    {
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Answer(id));
        var earlier = previous is null ? "" : $""","previous_response_id":"{previous}" """;
        return SendAsync(place, "POST", "/v1/responses", key, $$"""{"model":"{{model}}","input":"Hi"{{earlier}}}""");
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayPlace place, string method, string path, string? key = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        return await place.Client.SendAsync(request, Stop);
    }
}

using System.Text.Json;
using Gyre.Gateway.Tests.Forwarding;

namespace Gyre.Gateway.Tests.Surfaces;

/// <summary>What Gemini's clients send beyond what Google's own library does.</summary>
public sealed class GeminiSurfaceTests
{
    private const string Question = """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""";

    private static readonly string[] Chunks =
    [
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"One"}]},"index":0}],"modelVersion":"gemini-2.5-flash","x_new":2.50}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"text":" two"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2},"modelVersion":"gemini-2.5-flash"}""",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_without_alt_sse_is_one_array_of_the_providers_own_objects()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Chunks);
        using var response = await place.PostAsync("/v1beta/models/gemini/gemini-2.5-flash:streamGenerateContent", Question);
        Assert.Equal($"[{Chunks[0]},\r\n{Chunks[1]}]", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(":streamGenerateContent?alt=sse", Assert.Single(place.Upstream.Requests).Path, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(await place.LedgerAsync()).Output);
    }

    [Fact]
    public async Task A_stream_of_another_vendor_is_an_array_too()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents("Hello."));
        using var response = await place.PostAsync("/v1beta/models/openai/gpt-4.1-mini:streamGenerateContent", Question);
        var array = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("Hello.", array[0].GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal("STOP", array.EnumerateArray().Last().GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task A_stream_that_breaks_ends_its_array_with_the_error()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Chunks[0]);
        using var response = await place.PostAsync("/v1beta/models/gemini/gemini-2.5-flash:streamGenerateContent", Question);
        var array = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(2, array.GetArrayLength());
        Assert.Equal(502, array[1].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task An_error_before_the_stream_is_an_object_with_its_status()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"code":400,"message":"Too hot.","status":"INVALID_ARGUMENT"}}""", 400);
        using var response = await place.PostAsync("/v1beta/models/gemini/gemini-2.5-flash:streamGenerateContent", Question);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("Too hot.", JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Every_request_of_a_batch_names_the_model_that_is_asked()
    {
        await using var place = await GatewayPlace.OpenAsync("kind: deployment\nname: vectors\nconnection: gemini\nmodel: text-embedding-004\n");
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"embeddings":[{"values":[1]},{"values":[2]}]}""");
        using var response = await place.PostAsync(
            "/v1beta/models/vectors:batchEmbedContents",
            """{"requests":[{"model":"models/vectors","content":{"parts":[{"text":"model"}]}}, {"content":{"parts":[{"text":"b"}]},"model" : "models/another"}]}""");
        Assert.Equal(200, (int)response.StatusCode);
        var asked = Assert.Single(place.Upstream.Requests);
        Assert.EndsWith("/models/text-embedding-004:batchEmbedContents", asked.Path, StringComparison.Ordinal);
        Assert.Equal("""{"requests":[{"model":"models/text-embedding-004","content":{"parts":[{"text":"model"}]}}, {"content":{"parts":[{"text":"b"}]},"model" : "models/text-embedding-004"}]}""", asked.Body);
    }

    [Fact]
    public async Task Tokens_are_counted_by_an_alias_that_the_request_names_twice()
    {
        await using var place = await GatewayPlace.OpenAsync("kind: deployment\nname: fast\nconnection: gemini\nmodel: gemini-2.5-flash\n");
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"totalTokens":3}""");
        using var response = await place.PostAsync("/v1beta/models/fast:countTokens", """{"generateContentRequest":{"model":"models/fast","contents":[]}}""");
        Assert.Equal(200, (int)response.StatusCode);
        var asked = Assert.Single(place.Upstream.Requests);
        Assert.Equal("""{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[]}}""", asked.Body);
    }
}

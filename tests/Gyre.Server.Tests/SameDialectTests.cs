using System.Text;

namespace Gyre.Server.Tests;

/// <summary>Where client and vendor speak the same, bytes pass as they are.</summary>
public sealed class SameDialectTests(Door door)
{
    private static int last;

    /// <summary>Path, vendor, and a request in that vendor's format: odd spaces, unknown fields, escapes. MODEL stands for the model.</summary>
    public static TheoryData<string, string, string> Requests => new()
    {
        { "v1/chat/completions", "openai", """{ "x_new": [1, 2.50, {"a":null}],"model" : "MODEL",  "messages":[{"role":"user","content":"H\u00e9, \ud83d\ude00"}], "temperature":1.0 STREAM}""" },
        { "openai/deployments/MODEL/chat/completions?api-version=2024-10-21", "azure", """{ "messages":[{"role":"user","content":"Hi"}], "x_new":1e2 STREAM}""" },
        { "openai/v1/chat/completions", "azure1", """{"messages":[{"role":"user","content":"Hi"}],"model":"MODEL","data_sources":[{}] STREAM}""" },
        { "v1/responses", "responses", """{"model":"MODEL","input":"Hi", "x_new":{"deep":[true]} STREAM}""" },
        { "v1/messages", "anthropic", """{"model":"MODEL","max_tokens":5,"messages":[{"role":"user","content":"Hi"}] ,"x_new":0.10 STREAM}""" },
        { "api/chat", "ollama", """{"model":"MODEL", "messages":[{"role":"user","content":"Hi"}],"keep_alive":-1,"options":{"num_ctx":8192} STREAM}""" },
        { "v1beta/models/MODEL:generateContent", "gemini", """{"contents":[{"parts":[{"text":"Hi"}]}], "xNew":{"k":"v"}}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_and_its_answer_pass_byte_for_byte_but_for_the_models_name(string path, string vendor, string request)
    {
        var model = Name("plain");
        var (asked, given) = (Written(request, $"{vendor}/{model}", ""), Given(path, request, model, ""));
        var (status, answer) = await Raw.PostAsync(door.Server.Address, path.Replace("MODEL", $"{vendor}/{model}", StringComparison.Ordinal), asked, door.Key, Cancellation);
        Assert.Equal(200, status);
        var exchange = door.Vendors.About(model);
        Assert.Equal(given, Encoding.UTF8.GetString(exchange.Body));
        Assert.Equal(Encoding.UTF8.GetString(exchange.Sent), answer);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_stream_passes_byte_for_byte(string path, string vendor, string request)
    {
        var model = Name("plain");
        var wish = vendor.StartsWith("azure", StringComparison.Ordinal) || vendor == "openai" ? ""","stream":true,"stream_options":{"include_usage":true}""" : ""","stream":true""";
        var (asked, given) = (Written(request, $"{vendor}/{model}", wish), Given(path, request, model, wish));
        path = path.Replace("MODEL", $"{vendor}/{model}", StringComparison.Ordinal).Replace(":generateContent", ":streamGenerateContent?alt=sse", StringComparison.Ordinal);
        var (status, answer) = await Raw.PostAsync(door.Server.Address, path, asked, door.Key, Cancellation);
        Assert.Equal(200, status);
        var exchange = door.Vendors.About(model);
        Assert.Equal(given, Encoding.UTF8.GetString(exchange.Body));
        Assert.Equal(Encoding.UTF8.GetString(exchange.Sent), answer);
    }

    [Fact]
    public async Task Usage_is_asked_for_and_its_event_kept_back_where_the_client_did_not_ask()
    {
        var model = Name("plain");
        var request = $$"""{"model":"openai/{{model}}","messages":[{"role":"user","content":"Hi"}],"stream":true}""";
        var (_, answer) = await Raw.PostAsync(door.Server.Address, "v1/chat/completions", request, door.Key, Cancellation);
        var exchange = door.Vendors.About(model);
        Assert.Contains("\"stream_options\":{\"include_usage\":true}", Encoding.UTF8.GetString(exchange.Body), StringComparison.Ordinal);
        var sent = Encoding.UTF8.GetString(exchange.Sent).Split("\n\n");
        Assert.Equal(string.Join("\n\n", sent.Where(e => !e.Contains("\"choices\":[]", StringComparison.Ordinal))), answer);
    }

    [Theory]
    [InlineData("v1/chat/completions", "openai")]
    [InlineData("v1/chat/completions", "anthropic")]
    [InlineData("v1/chat/completions", "ollama")]
    [InlineData("v1/messages", "anthropic")]
    [InlineData("v1/messages", "gemini")]
    [InlineData("v1/responses", "openai")]
    public async Task Each_event_reaches_the_client_before_the_next_is_made(string path, string vendor)
    {
        var model = Name("gate");
        var input = path == "v1/responses" ? "\"input\":\"Hi\"" : """ "max_tokens":50,"messages":[{"role":"user","content":"Hi"}]""";
        var asking = Raw.SendAsync(door.Server.Address, path, $$"""{"model":"{{vendor}}/{{model}}",{{input}},"stream":true}""", door.Key, Cancellation);
        var exchange = await door.Vendors.AboutAsync(model, Cancellation);
        exchange.Release();
        using var response = await asking;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        await ReadToAsync(reader, "one ");
        foreach (var word in (string[])["two ", "three ", "four"])
        {
            exchange.Release();
            await ReadToAsync(reader, word);
        }

        for (var closing = 0; closing < 5; closing++)
        {
            exchange.Release();
        }

        Assert.DoesNotContain("\"error\":{", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", "cut")]
    [InlineData("openai", "faulty")]
    [InlineData("anthropic", "cut")]
    [InlineData("anthropic", "faulty")]
    [InlineData("gemini", "cut")]
    [InlineData("ollama", "faulty")]
    public async Task A_stream_of_chat_that_breaks_ends_with_an_error_and_without_done(string vendor, string mishap)
    {
        var request = $$"""{"model":"{{vendor}}/{{Name(mishap)}}","messages":[{"role":"user","content":"Hi"}],"stream":true}""";
        var (_, answer) = await Raw.PostAsync(door.Server.Address, "v1/chat/completions", request, door.Key, Cancellation);
        Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"finish_reason\":\"stop\"", answer, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Name(string part) => $"{part}-same{Interlocked.Increment(ref last)}";

    private static string Written(string request, string model, string wish) =>
        request.Replace("MODEL", model, StringComparison.Ordinal).Replace(" STREAM", wish, StringComparison.Ordinal);

    // The model of the address is said in the body too, for servers that look there.
    private static string Given(string path, string request, string model, string wish) =>
        Written(path.StartsWith("openai/deployments", StringComparison.Ordinal) ? "{\"model\":\"MODEL\"," + request[1..] : request, model, wish);

    private static async Task ReadToAsync(StreamReader reader, string word)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(Cancellation);
            Assert.NotNull(line);
            if (line.Contains($"\"{word}\"", StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}

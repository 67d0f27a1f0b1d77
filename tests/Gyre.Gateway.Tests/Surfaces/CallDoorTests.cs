using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Tests.Forwarding;

namespace Gyre.Gateway.Tests.Surfaces;

/// <summary>Who is let in, and that what was checked is what is sent.</summary>
public sealed class CallDoorTests
{
    private const string Hello = """{"model":"openai/gpt-4.1-mini","messages":[{"role":"user","content":"Hi"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_is_made_while_a_body_comes_in_does_not_make_its_sender_another()
    {
        await using var place = await GatewayPlace.OpenAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(place.Client.BaseAddress!.Host, place.Client.BaseAddress.Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {Hello.Length}\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream);

        // It is told to go on where its body begins to be read: the key was looked at.
        Assert.StartsWith("HTTP/1.1 100", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
        await place.KeyAsync("first");
        await place.Room.Accounts.RefreshAsync(Stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Hello), Stop);
        Assert.Contains("HTTP/1.1 200", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("X-Forwarded-For: 203.0.113.7")]
    [InlineData("X-Real-IP: 203.0.113.7")]
    [InlineData("Forwarded: for=203.0.113.7")]
    [InlineData("Via: 1.1 proxy")]
    public async Task A_web_page_of_elsewhere_is_not_served_while_no_key_is_needed(string header)
    {
        await using var place = await GatewayPlace.OpenAsync();
        using var refused = await place.PostAsync("/v1/chat/completions", Hello, header);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Equal("policy_cross_site", refused.Headers.GetValues("x-gyre-cause").Single());
        Assert.Empty(place.Upstream.Requests);
        using var list = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        list.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        using var unlisted = await place.Client.SendAsync(list, Stop);
        Assert.Equal(403, (int)unlisted.StatusCode);

        var key = await place.KeyAsync("page");
        await place.Room.Accounts.RefreshAsync(Stop);
        using var served = await place.PostAsync("/v1/chat/completions", Hello, header, $"Authorization: Bearer {key}");
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Theory]
    [InlineData("Origin: http://localhost:3000")]
    [InlineData("Host: localhost:5080")]
    [InlineData("Host: [::1]:5080")]
    [InlineData("Sec-Fetch-Site: same-origin")]
    public async Task A_page_of_this_machine_is_served(string header)
    {
        await using var place = await GatewayPlace.OpenAsync();
        using var served = await place.PostAsync("/v1/chat/completions", Hello, header);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Theory]
    [InlineData("/openai/deployments/openai%2Fgpt-4.1-mini/chat/completions", """{"messages":[]}""", """{"model":"gpt-4.1-mini","messages":[]}""")]
    [InlineData("/openai/deployments/openai%2Fgpt-4.1-mini/chat/completions", """{"model":"gpt-5-pro","messages":[]}""", """{"model":"gpt-4.1-mini","messages":[]}""")]
    [InlineData("/openai/deployments/small/chat/completions", """{"model":null,"messages":[]}""", """{"model":"gpt-4.1-mini","messages":[]}""")]
    [InlineData("/openai/deployments/gpt-4.1-mini/chat/completions", """{"model":"gpt-5-pro","messages":[]}""", """{"model":"gpt-4.1-mini","messages":[]}""")]
    public async Task The_model_that_the_address_names_is_the_one_that_is_asked(string path, string body, string sent)
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: deployment, name: small, connection: openai, model: gpt-4.1-mini}");
        using var answer = await place.PostAsync(path, body);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(sent, Assert.Single(place.Upstream.Requests).Body);
    }

    [Fact]
    public async Task A_body_of_another_type_is_read_as_JSON_and_not_passed_unread()
    {
        await using var place = await GatewayPlace.OpenAsync();
        using var content = new StringContent("""{"model":"gpt-5-pro","messages":[]}""", Encoding.UTF8, "text/plain");
        using var answer = await place.Client.PostAsync(new Uri("/openai/deployments/gpt-4.1-mini/chat/completions", UriKind.Relative), content, Stop);
        Assert.Equal("""{"model":"gpt-4.1-mini","messages":[]}""", Assert.Single(place.Upstream.Requests).Body);
    }

    [Fact]
    public async Task A_forms_model_is_its_field_and_not_what_a_file_looks_like()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: deployment, name: ears, connection: openai, model: whisper-1}");
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nname=\"model\"\r\n\r\nlure\r\n{0}--b--\r\n";
        const string Field = "--b\r\ncontent-disposition: form-data; name=model\r\n\r\n{0}\r\n";
        string With(params string[] models) => Form.Replace("{0}", string.Concat(models.Select(m => Field.Replace("{0}", m, StringComparison.Ordinal))), StringComparison.Ordinal);

        using var answer = await TranscribeAsync(place, "/v1/audio/transcriptions", With("ears"));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(With("whisper-1"), place.Upstream.Requests.Last().Body);

        using var other = await TranscribeAsync(place, "/openai/deployments/ears/audio/transcriptions", With("gpt-4o-transcribe"));
        Assert.Equal(With("whisper-1"), place.Upstream.Requests.Last().Body);

        using var none = await TranscribeAsync(place, "/openai/deployments/ears/audio/transcriptions", With());
        Assert.Equal(Field.Replace("{0}", "whisper-1", StringComparison.Ordinal).Replace("content-disposition: form-data; name=model", "Content-Disposition: form-data; name=\"model\"", StringComparison.Ordinal) + With(), place.Upstream.Requests.Last().Body);

        foreach (var faulty in (string[])[With("ears", "whisper-1"), With("ears")[..^9], "no form"])
        {
            using var refused = await TranscribeAsync(place, "/v1/audio/transcriptions", faulty);
            Assert.Equal(400, (int)refused.StatusCode);
        }

        Assert.Equal(3, place.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_key_reaches_a_providers_own_paths_only_where_it_names_them()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"no"}}""", http.Request.Path == "/v1/gone" ? 404 : 200);
        var plain = await place.KeyAsync("plain");
        await place.Room.Accounts.RefreshAsync(Stop);
        using var refused = await place.PostAsync("/providers/anthropic/v1/skills", """{"model":"x"}""", $"x-api-key: {plain}");
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("--endpoints raw", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var raw = (await place.Room.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "raw", Scopes = CallerScopes.All with { Endpoints = ["raw"] } }, "test", Stop)).Text;
        await place.Room.Accounts.RefreshAsync(Stop);
        foreach (var body in (string[])["""{"model":"x","model":"y"}""", """[1,2]""", "model=x"])
        {
            using var passed = await place.PostAsync("/providers/anthropic/v1/skills", body, $"x-api-key: {raw}");
            Assert.Equal(200, (int)passed.StatusCode);
            Assert.Equal(body, place.Upstream.Requests.Last().Body);
        }
    }

    [Fact]
    public async Task What_fails_on_a_providers_own_path_is_told_in_its_envelope()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, "{}", 401);
        using var failed = await place.PostAsync("/providers/anthropic/v1/skills", "{}");
        Assert.Equal("error", (string?)JsonNode.Parse(await failed.Content.ReadAsStringAsync(Stop))!["type"]);
    }

    [Fact]
    public async Task A_model_of_too_long_a_name_is_refused_and_not_kept()
    {
        await using var place = await GatewayPlace.OpenAsync();
        using var refused = await place.PostAsync("/v1/chat/completions", $$"""{"model":"{{new string('m', 300)}}","messages":[]}""");
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Equal("caller_bad_request", Assert.Single(await place.LedgerAsync()).Cause);
    }

    [Fact]
    public async Task A_refused_key_is_booked_as_itself_where_it_is_known_and_as_unknown_where_not()
    {
        await using var place = await GatewayPlace.OpenAsync();
        var made = await place.Room.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "old" }, "test", Stop);
        await place.Room.Accounts.Keys.SuspendAsync("old", "test", Stop);
        await place.Room.Accounts.RefreshAsync(Stop);
        using var suspended = await place.PostAsync("/v1/chat/completions", Hello, $"x-api-key: {made.Text}");
        using var unknown = await place.PostAsync("/v1/chat/completions", Hello, "x-api-key: nobody");
        Assert.Equal((401, 401), ((int)suspended.StatusCode, (int)unknown.StatusCode));
        Assert.Equal([made.Key.Id.ToString(), "unknown"], (await place.LedgerAsync()).Select(l => l.Key));
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_sends_has_a_row()
    {
        await using var place = await GatewayPlace.OpenAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(place.Client.BaseAddress!.Host, place.Client.BaseAddress.Port, Stop);
            await using var stream = socket.GetStream();
            await stream.WriteAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"u8.ToArray(), Stop);
            await stream.ReadExactlyAsync(new byte[8], Stop);
        }

        Assert.Equal(("cancelled", "caller_gone"), (await place.LedgerAsync()).Select(l => (l.Outcome, l.Cause)).Single());
    }

    [Fact]
    public async Task The_lists_of_models_ask_for_the_key_and_show_what_it_may_use()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: deployment, name: secret-plan, connection: openai, model: gpt-4.1-mini}");
        var key = (await place.Room.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "k", Scopes = CallerScopes.All with { Models = ["offline/*", "secret-plans"] } }, "test", Stop)).Text;
        await place.Room.Accounts.RefreshAsync(Stop);
        foreach (var path in (string[])["/v1/models", "/v1/models/offline/quote", "/v1beta/models"])
        {
            Assert.Equal(401, (int)(await GetAsync(place, path, "wrong")).Status);
            Assert.Equal(200, (int)(await GetAsync(place, path, key)).Status);
        }

        Assert.Equal(403, (await GetAsync(place, "/v1/models/secret-plan", key)).Status);
        Assert.Equal(403, (await GetAsync(place, "/v1/models/no-such", key)).Status);
        var (status, text) = await GetAsync(place, "/v1/models/secret-plans", key);
        Assert.Equal(404, status);
        Assert.DoesNotContain("'secret-plan'", text, StringComparison.Ordinal);
        Assert.Equal("model_not_found", (string?)JsonNode.Parse(text)!["error"]!["code"]);
        using var asked = await place.PostAsync("/v1/chat/completions", """{"model":"secret-plans","messages":[]}""", $"x-api-key: {key}");
        Assert.Equal(404, (int)asked.StatusCode);
        Assert.DoesNotContain("'secret-plan'", await asked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Text)> GetAsync(GatewayPlace place, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-api-key", key);
        using var response = await place.Client.SendAsync(request, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<HttpResponseMessage> TranscribeAsync(GatewayPlace place, string path, string form)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=\"b\"");
        return await place.Client.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Ledger;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Calls of the ledger, where calls can go, and who asks, over <c>/api/v1</c>.</summary>
public sealed class LedgerRoutesTests : IAsyncLifetime
{
    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", """
            connections:
              offline: { type: offline }
              mine: { type: open_ai_compatible, base_url: 'http://me:secret@127.0.0.1:1/v1?key=hidden', api_key: hidden }
            """);
        workspace.Write("gateway/quotes.yaml", "{kind: deployment, name: quotes, connection: offline, model: quote, region: here}");
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task A_call_is_found_by_the_id_of_its_answer_as_soon_as_it_has_ended()
    {
        var id = await CallAsync("quotes");

        var call = await GetAsync($"api/v1/calls/{id}");

        Assert.Equal(("quotes", "offline", "answered", "local"), (Text(call, "deployment"), Text(call, "connection"), Text(call, "outcome"), Text(call, "key")));
        Assert.Equal(0, call.GetProperty("cost_usd").GetDecimal());
        Assert.True(call.GetProperty("usage").GetProperty("output").GetInt64() > 0);
        Assert.True(call.GetProperty("total_ms").GetDouble() > 0);
    }

    [Fact]
    public async Task Who_asks_for_a_call_that_has_not_ended_may_wait_for_it()
    {
        var id = Guid.CreateVersion7();
        var waiting = http!.GetAsync(new Uri($"api/v1/calls/{id}?wait=5", UriKind.Relative), Stop);
        await GetAsync("api/v1/caller");
        Assert.False(waiting.IsCompleted);

        server!.Gateway.Ledger.Append(new LedgerRow { Id = id, StartedAt = DateTimeOffset.UtcNow, KeyId = "local", Operation = "chat", RequestedModel = "quotes", Outcome = CallOutcome.Answered, Status = 200, Attempts = 1, Total = TimeSpan.FromSeconds(1) });

        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http!.GetAsync(new Uri($"api/v1/calls/{Guid.CreateVersion7()}?wait=0.1", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Calls_come_newest_first_filtered_and_in_portions_that_leave_none_out()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await CallAsync("quotes"));
        }

        await CallAsync("nobody");
        var first = (await GetAsync("api/v1/calls?outcome=answered&limit=3")).EnumerateArray().Select(c => Text(c, "id")!).ToList();
        var rest = (await GetAsync($"api/v1/calls?outcome=answered&limit=3&before={first[^1]}")).EnumerateArray().Select(c => Text(c, "id")!).ToList();

        ids.Reverse();
        Assert.Equal(ids, first.Concat(rest));
    }

    [Theory]
    [InlineData("api/v1/calls?teem=x", HttpStatusCode.BadRequest, "usage-filter")]
    [InlineData("api/v1/calls?from=never", HttpStatusCode.BadRequest, "usage-period")]
    [InlineData("api/v1/calls?before=00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, "call-not-found")]
    [InlineData("api/v1/calls/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, "call-not-found")]
    public async Task What_is_asked_wrongly_is_told(string address, HttpStatusCode status, string code)
    {
        using var answer = await http!.GetAsync(new Uri(address, UriKind.Relative), Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Stop), "code"));
    }

    [Fact]
    public async Task A_key_reads_its_own_calls_and_no_others()
    {
        var (mine, other) = (await KeyAsync("mine"), await KeyAsync("other"));
        var id = await CallAsync("quotes", mine);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"api/v1/calls/{id}", mine));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"api/v1/calls/{id}", other));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"api/v1/calls/{id}", await KeyAsync("admin", "admin")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("api/v1/calls", mine));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"api/v1/calls/{id}", "gyre_nobody"));
    }

    [Fact]
    public async Task Any_valid_key_hears_who_it_is()
    {
        Assert.True((await GetAsync("api/v1/caller")).GetProperty("administers").GetBoolean());
        var key = await KeyAsync("app", "chat");

        var caller = await GetAsync("api/v1/caller", key);

        Assert.Equal(("app", key[..10]), (Text(caller, "name"), Text(caller, "prefix")));
        Assert.False(caller.GetProperty("administers").GetBoolean());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("api/v1/caller", "gyre_nobody"));
    }

    [Fact]
    public async Task Targets_of_files_come_first_and_those_asked_for_by_name_behind_them()
    {
        await CallAsync("offline/quote");

        var targets = (await GetAsync("api/v1/targets")).GetProperty("targets").EnumerateArray().ToList();

        Assert.Equal(("quotes", "here", "ready", true), (Text(targets[0], "pool"), Text(targets[0], "region"), Text(targets[0], "state"), targets[0].GetProperty("defined").GetBoolean()));
        Assert.Equal(("offline/quote", false), (Text(targets[1], "pool"), targets[1].GetProperty("defined").GetBoolean()));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("api/v1/targets", await KeyAsync("app")));
    }

    [Fact]
    public async Task A_target_that_rests_says_until_when()
    {
        for (var i = 0; i < 8; i++)
        {
            await CallAsync("mine/any");
        }

        var target = (await GetAsync("api/v1/targets")).GetProperty("targets").EnumerateArray().Single(t => Text(t, "pool") == "mine/any");

        Assert.Equal("open", Text(target, "state"));
        Assert.True(target.GetProperty("ready_at").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Connections_show_where_they_lead_and_nothing_secret()
    {
        var text = (await GetAsync("api/v1/connections")).GetRawText();

        Assert.Contains("http://127.0.0.1:1/v1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("api/v1/connections", await KeyAsync("app")));
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await server!.DisposeAsync();
        workspace.Dispose();
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private async Task<string> KeyAsync(string name, params string[] endpoints)
    {
        var made = await server!.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = name, Scopes = new CallerScopes([], endpoints, []) }, "tests", Stop);
        await server.Gateway.Accounts.RefreshAsync(Stop);
        return made.Text;
    }

    private async Task<string> CallAsync(string model, string key = "")
    {
        using var answer = await SendAsync(HttpMethod.Post, "v1/chat/completions", key, new { model, messages = new[] { new { role = "user", content = "The sky is blue. What is blue?" } } });
        return answer.Headers.GetValues("x-gyre-request-id").Single();
    }

    private async Task<JsonElement> GetAsync(string address, string key = "")
    {
        using var answer = await SendAsync(HttpMethod.Get, address, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private async Task<HttpStatusCode> StatusAsync(string address, string key)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, key);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (key.Length > 0)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        return await http!.SendAsync(request, Stop);
    }
}

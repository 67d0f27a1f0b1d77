using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>What goes wrong has an answer of its own, in the client's envelope, and one row in the ledger.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private static readonly string[] Paths = ["v1/chat/completions", "v1/responses", "v1/messages", "v1beta/models/MODEL:generateContent", "openai/deployments/MODEL/chat/completions"];

    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private string key = "";

    public static TheoryData<string> Surfaces => [.. Paths];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Accounts Accounts => server!.Gateway.Accounts;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", """
            connections:
              down: { type: open_ai, base_url: "http://127.0.0.1:9/v1", api_key: none }
              claude: { type: anthropic, base_url: "http://127.0.0.1:9", api_key: none }
            """);
        server = await Door.StartAsync(workspace);
        key = await KeyAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "all", Project = null });
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task Broken_JSON(string path) =>
        await RefusedAsync(path, "offline/quote", """{"model":"offline/quote","messages":[{"role":""", key, 400, "caller_bad_request", "JSON");

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task An_unknown_model_is_told_the_nearest(string path) =>
        await RefusedAsync(path, "offline/qote", Body(path, "offline/qote"), key, 404, "caller_unknown_model", "offline/quote");

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task No_key_or_a_wrong_one(string path)
    {
        await RefusedAsync(path, "offline/quote", Body(path, "offline/quote"), "gyre_0000000000000000000000000000000000", 401, "caller_key", "key");
        await RefusedAsync(path, "offline/quote", Body(path, "offline/quote"), "", 401, "caller_key_missing", "key");
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_key_that_is_for_other_models(string path)
    {
        var other = await KeyAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "other", Scopes = CallerScopes.All with { Models = ["support/*"] } });
        await RefusedAsync(path, "offline/quote", Body(path, "offline/quote"), other, 403, "policy_model_forbidden", "offline/quote");
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_provider_that_is_down(string path) =>
        await RefusedAsync(path, "down/m", Body(path, "down/m"), key, 502, "provider_unreachable", "can't be reached", outcome: "failed");

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_price_that_is_not_known_does_not_pass_a_hard_budget_of_money(string path)
    {
        var poor = await KeyAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "poor" });
        await Accounts.Quotas.CreateAsync(
            new Quota { Id = Guid.CreateVersion7(), Kind = QuotaKind.Budget, Name = "pocket-money", Level = QuotaLevel.Key, Subject = "poor", Unit = QuotaUnit.Usd, Amount = 1_000_000_000, Span = QuotaSpan.Total, StartsAt = DateTimeOffset.UnixEpoch },
            "tests",
            Cancellation);
        await Accounts.RefreshAsync(Cancellation);
        await RefusedAsync(path, "down/m", Body(path, "down/m"), poor, 403, "policy_price_unknown", "price");
    }

    [Theory]
    [InlineData("v1/chat/completions", """{"model":"claude/m","messages":[{"role":"user","content":"Hi"}],"logit_bias":{"50256":-100}}""", "caller_not_translatable", "logit_bias")]
    [InlineData("v1/chat/completions", """{"model":"claude/m","messages":"Hi"}""", "caller_bad_request", "messages")]
    [InlineData("v1/messages", """{"model":"down/m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"container":"c"}""", "caller_not_translatable", "container")]
    public async Task What_cannot_be_said_in_the_providers_format_is_refused_by_name(string path, string body, string cause, string field) =>
        await RefusedAsync(path, "", body, key, 400, cause, field, outcome: "failed");

    [Theory]
    [InlineData("v1/messages/count_tokens", "input_tokens")]
    [InlineData("v1beta/models/MODEL:countTokens", "totalTokens")]
    public async Task Tokens_are_estimated_for_free_where_the_provider_cannot_count_them(string path, string field)
    {
        using var response = await Raw.SendAsync(server!.Address, path.Replace("MODEL", "down/m", StringComparison.Ordinal), Body(path, "down/m"), key, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("x-gyre-estimated").Single());
        Assert.InRange((int)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))![field]!, 1, 40);
        var row = Assert.Single(await RowsAsync(1));
        Assert.Equal(("answered", 0L), (row.Outcome, row.Cost));
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_sent(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server!.Address.Host, server.Address.Port, Cancellation);
        await using var stream = socket.GetStream();
        var target = "/" + path.Replace("MODEL", "offline/quote", StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 90000000\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);
        var head = new List<string>();
        while (await reader.ReadLineAsync(Cancellation) is { Length: > 0 } line)
        {
            head.Add(line);
        }

        Assert.StartsWith("HTTP/1.1 413", head[0], StringComparison.Ordinal);
        Assert.Contains("x-gyre-cause: caller_too_large", head);
        var told = new char[int.Parse(head.Single(h => h.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(told, Cancellation);
        Told(path, new string(told), 413, "64 MiB");
        await RowAsync(1, "refused", 413, "caller_too_large");
    }

    [Theory]
    [InlineData("v1/responses/resp_1/cancel", "resp_1")]
    [InlineData("v1/nothing", "/v1/nothing")]
    [InlineData("v1/messages/batches", "/v1/messages/batches")]
    [InlineData("v1beta/models/m:dance", "m:dance")]
    [InlineData("openai/deployments/m/dance", "m/dance")]
    public async Task A_path_that_is_not_served_is_answered_in_the_envelope_of_its_surface(string path, string words)
    {
        var (status, text) = await Raw.PostAsync(server!.Address, path, "{}", key, Cancellation);
        Assert.Equal(404, status);
        Told(path, text, 404, words);
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        workspace.Dispose();
    }

    private static string Body(string path, string model) => path switch
    {
        "v1/responses" => $$"""{"model":"{{model}}","input":"Hi"}""",
        _ when path.StartsWith("v1beta", StringComparison.Ordinal) => """{"contents":[{"parts":[{"text":"Hi"}]}]}""",
        _ => $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""",
    };

    // Each vendor's clients look for the message at a place of their own.
    private static void Told(string path, string text, int status, string words)
    {
        var body = JsonNode.Parse(text)!;
        Assert.Contains(words, (string)body["error"]!["message"]!, StringComparison.Ordinal);
        if (path.StartsWith("v1/messages", StringComparison.Ordinal))
        {
            Assert.Equal("error", (string?)body["type"]);
        }
        else if (path.StartsWith("v1beta", StringComparison.Ordinal))
        {
            Assert.Equal(status, (int)body["error"]!["code"]!);
            Assert.NotNull(body["error"]!["status"]);
        }
        else
        {
            Assert.NotNull(body["error"]!["type"]);
            Assert.True(body["error"]!.AsObject().ContainsKey("code"));
        }
    }

    private async Task<string> KeyAsync(CallerKey made)
    {
        var issued = await Accounts.Keys.CreateAsync(made, "tests", CancellationToken.None);
        await Accounts.RefreshAsync(CancellationToken.None);
        return issued.Text;
    }

    private async Task RefusedAsync(string path, string model, string body, string shown, int status, string cause, string words, string outcome = "refused")
    {
        var before = (await RowsAsync(0)).Count;
        using var response = await Raw.SendAsync(server!.Address, path.Replace("MODEL", model, StringComparison.Ordinal), body, shown, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(cause, response.Headers.GetValues("x-gyre-cause").Single(), StringComparison.Ordinal);
        Told(path, await response.Content.ReadAsStringAsync(Cancellation), status, words);
        await RowAsync(before + 1, outcome, status, cause);
    }

    private async Task RowAsync(int count, string outcome, int status, string cause)
    {
        var rows = await RowsAsync(count);
        Assert.Equal(count, rows.Count);
        Assert.Equal((outcome, status), (rows[^1].Outcome, rows[^1].Status));
        Assert.StartsWith(cause, rows[^1].Cause, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<LedgerLine>> RowsAsync(int count) => Ledger.ReadAsync(server!, workspace.At(".gyre", "gyre.db"), count, Cancellation);
}

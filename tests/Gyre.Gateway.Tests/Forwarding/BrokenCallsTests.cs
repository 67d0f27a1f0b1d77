using System.Net;
using System.Net.Sockets;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Tests.Admission;
using Gyre.Gateway.Tests.Ledger;
using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Calls that end where one does not expect it: nothing stays reserved, and the client is told.</summary>
public sealed class BrokenCallsTests
{
    private const string Mini = "{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini, cache: {ttl: 10m}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_that_does_not_take_the_connection_in_time_is_given_up()
    {
        // A queue of one that is full: the system lets further connections wait.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(0);
        var waiting = Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        waiting.ForEach(s => _ = s.ConnectAsync(silent.LocalEndPoint!, Stop).AsTask());
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string>
        {
            ["gyre.yaml"] = $$"""connections: { silent: { type: open_ai_compatible, api_key: sk, base_url: "http://{{silent.LocalEndPoint}}/v1", provider: openai } }""",
            ["gateway/silent.yaml"] = "{kind: pool, name: silent, targets: [{connection: silent, model: gpt-4.1-mini}], timeouts: {connect: 200ms}, retry: {attempts: 1}}",
        });

        using var answer = await place.PostAsync("/v1/chat/completions", Question("silent"));

        waiting.ForEach(s => s.Dispose());
        Assert.Equal((HttpStatusCode.GatewayTimeout, "provider_unreachable"), (answer.StatusCode, answer.Headers.GetValues("x-gyre-cause").Single()));
        Assert.Null((await place.LedgerAsync()).Single().Cost);
    }

    [Theory]
    [InlineData("sweden*", 200, "openai/a")]
    [InlineData("*central", 200, "openai/a")]
    [InlineData("france*", 200, "openai/b")]
    [InlineData("us*", 400, null)]
    public async Task A_key_of_some_regions_reaches_only_targets_in_them(string pattern, int status, string? target)
    {
        await using var place = await GatewayPlace.OpenAsync(
            "{kind: pool, name: all, targets: [{connection: openai, model: nowhere, tier: 1}, {connection: openai, model: a, region: swedencentral, tier: 2}, {connection: openai, model: b, region: francecentral, tier: 3}]}");
        var key = (await place.Room.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "k", Scopes = CallerScopes.All with { Regions = [pattern] } }, "test", Stop)).Text;
        await place.Room.Accounts.RefreshAsync(Stop);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("all"), $"authorization: Bearer {key}");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(target, answer.Headers.TryGetValues("x-gyre-target", out var targets) ? targets.Single() : null);
        Assert.Equal(target is null ? "policy_no_target_allowed" : null, answer.Headers.TryGetValues("x-gyre-cause", out var causes) ? causes.Single() : null);
    }

    [Fact]
    public async Task An_event_without_end_does_not_fill_the_memory()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: pool, name: endless, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}");
        place.Upstream.Answer = async (http, _) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: \"", http.RequestAborted);
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)'a');
            for (var i = 0; i < 64; i++)
            {
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        using var answer = await place.PostAsync("/v1/chat/completions", """{"model":"endless","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal("failed", line.Outcome);
        Assert.StartsWith("provider_", line.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"a"}],"messages":7}""")]
    [InlineData("""{"model":"mini","messages":null,"stream_options":[]}""")]
    public async Task Whatever_becomes_of_a_strange_request_nothing_of_it_stays_reserved(string body)
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("one", QuotaUnit.Concurrency, 1));
        place.Upstream.Answer = (http, asked) => Upstream.JsonAsync(http, asked.Contains("Hi", StringComparison.Ordinal) ? Upstream.Chat("Hello.") : """{"error":{"message":"strange"}}""", asked.Contains("Hi", StringComparison.Ordinal) ? 200 : 400);

        using var strange = await place.PostAsync("/v1/chat/completions", body);
        await place.SettledAsync();
        using var next = await place.PostAsync("/v1/chat/completions", Question("mini"));

        Assert.NotEqual(500, (int)strange.StatusCode);
        Assert.Equal(200, (int)next.StatusCode);
        Assert.Equal(2, (await place.LedgerAsync()).Count);
    }

    [Fact]
    public async Task A_ledger_without_room_refuses_calls_before_a_provider_is_paid()
    {
        await using var place = await GatewayPlace.OpenAsync(Mini);
        var node = Directory.GetDirectories(place.At(".gyre", "ledger")).Single();

        // The name of its next file is taken.
        var taken = JournalFolder.SegmentPath(node, 2);
        await File.WriteAllTextAsync(taken, "", Stop);
        using var refused = await place.PostAsync("/v1/chat/completions", Question("mini"));
        File.Delete(taken);
        using var served = await place.PostAsync("/v1/chat/completions", Question("mini"));

        Assert.Equal((503, "gateway_ledger_unavailable"), ((int)refused.StatusCode, refused.Headers.GetValues("x-gyre-cause").Single()));
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal(["refused gateway_ledger_unavailable", "answered "], (await place.LedgerAsync()).Select(l => $"{l.Outcome} {l.Cause}"));
    }

    [Fact]
    public async Task A_refusal_that_the_ledger_does_not_take_is_told_and_logged()
    {
        var log = new HeardLog();
        await using var place = await GatewayPlace.OpenAsync(log, Mini);
        await File.WriteAllTextAsync(JournalFolder.SegmentPath(Directory.GetDirectories(place.At(".gyre", "ledger")).Single(), 2), "", Stop);
        Assert.Throws<ProblemException>(Fill);

        using var refused = await place.PostAsync("/v1/chat/completions", Question(new string('m', 250)));

        Assert.Equal("caller_unknown_model", refused.Headers.GetValues("x-gyre-cause").Single());
        var id = Guid.Parse(refused.Headers.GetValues("x-gyre-request-id").Single());
        Assert.Contains(log.Lines, l => l.Event == "gateway.unwritten" && l.Message.Contains($"{id}", StringComparison.Ordinal) && l.Message.Contains("caller_unknown_model", StringComparison.Ordinal));

        void Fill()
        {
            while (true)
            {
                place.Room.Ledger.Append(Rows.Some("a", NanoDollars.Zero));
            }
        }
    }

    private static string Question(string model) => $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":"Hi"}]}""";
}

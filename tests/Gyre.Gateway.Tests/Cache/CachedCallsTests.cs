using System.Net;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Surfaces;
using Gyre.Gateway.Tests.Forwarding;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Cache;

public sealed class CachedCallsTests : IAsyncDisposable
{
    private const string Deployment = "{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini, cache: {ttl: 10m}}";
    private const string Question = """{"model":"mini","messages":[{"role":"user","content":"Hi"}]}""";
    private const string StreamedQuestion = """{"model":"mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    private readonly ManualTime time = new();
    private GatewayPlace? opened;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GatewayPlace Place => opened!;

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
        {
            await opened.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_bytes_without_the_provider()
    {
        await OpenAsync(Deployment);

        var (first, again) = (await AskAsync(Question), await AskAsync(Question));

        Assert.Equal(("miss", "hit"), (first.Cache, again.Cache));
        Assert.Equal(Upstream.Chat("Hello."), again.Body);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("0", again.Age);
        Assert.Single(Place.Upstream.Requests);
    }

    [Fact]
    public async Task A_hit_costs_nothing_and_its_row_says_what_was_saved()
    {
        await OpenAsync(Deployment);

        await AskAsync(Question);
        await AskAsync(Question);

        var rows = await Place.LedgerAsync();
        Assert.Equal(["answered", "cached"], rows.Select(r => r.Outcome));
        Assert.True(rows[0].Cost > 0);
        Assert.Equal((0, 3, "openai", 0, 200), (rows[1].Cost, rows[1].Output, rows[1].Connection, rows[1].Attempts, rows[1].Status));
    }

    [Fact]
    public async Task How_a_request_is_written_and_who_its_user_is_do_not_count()
    {
        await OpenAsync(Deployment);
        await AskAsync(Question);

        var again = await AskAsync("""{ "user": "anna", "messages" : [ {"role":"user", "content":"\u0048i"} ], "metadata": {"a":"b"}, "model":"mini" }""");

        Assert.Equal("hit", again.Cache);
    }

    [Theory]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"Hi "}]}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"Hi"}],"temperature":0}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"Hi"}],"seed":1}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}]}""")]
    [InlineData("""{"model":"mini","messages":[{"role":"user","content":"Hi"}],"something_new":true}""")]
    public async Task Another_request_gets_an_answer_of_its_own(string other)
    {
        await OpenAsync(Deployment);
        await AskAsync(Question);

        Assert.Equal("miss", (await AskAsync(other)).Cache);
    }

    [Fact]
    public async Task An_answer_is_given_again_until_its_time_is_over()
    {
        await OpenAsync(Deployment);
        await AskAsync(Question);

        time.Advance(TimeSpan.FromSeconds(599));
        var young = await AskAsync(Question);
        time.Advance(TimeSpan.FromSeconds(1));
        var old = await AskAsync(Question);

        Assert.Equal(("hit", "599"), (young.Cache, young.Age));
        Assert.Equal("miss", old.Cache);
    }

    [Fact]
    public async Task What_a_fallback_answered_is_not_given_again_in_the_name_of_the_first()
    {
        await OpenAsync(
            "{kind: pool, name: mini, targets: [{connection: openai, model: gpt-4.1-mini}], cache: {ttl: 10m}, fallback: {any: nano}, retry: {attempts: 1}}",
            "{kind: deployment, name: nano, connection: openai, model: gpt-4.1-nano}");
        Place.Upstream.Answer = (http, body) => body.Contains("nano", StringComparison.Ordinal) ? Upstream.JsonAsync(http, Upstream.Chat("Instead.")) : Upstream.JsonAsync(http, """{"error":{"message":"down"}}""", 500);
        await AskAsync(Question);
        Place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Chat("Mine."));

        var after = await AskAsync(Question);

        Assert.Equal("miss", after.Cache);
        Assert.Contains("Mine.", after.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_projects_and_keys_get_answers_of_their_own()
    {
        await OpenAsync(Deployment);
        var accounts = Place.Room.Accounts;
        await accounts.Groups.CreateAsync(new Group { Kind = GroupKind.Project, Name = "shop" }, "test", Stop);
        await accounts.Groups.CreateAsync(new Group { Kind = GroupKind.Project, Name = "bank" }, "test", Stop);
        string[] keys =
        [
            await Place.KeyAsync("a", "shop"), await Place.KeyAsync("b", "shop"), await Place.KeyAsync("c", "bank"), await Place.KeyAsync("d"), await Place.KeyAsync("e"),
        ];

        await accounts.RefreshAsync(Stop);
        var seen = new List<string?>();
        foreach (var key in keys)
        {
            seen.Add((await AskAsync(Question, $"authorization: Bearer {key}")).Cache);
        }

        Assert.Equal(["miss", "hit", "miss", "miss", "miss"], seen);
    }

    [Fact]
    public async Task A_request_may_keep_out_of_the_cache_or_want_a_new_answer()
    {
        await OpenAsync(Deployment);

        var secret = await AskAsync(Question, "cache-control: no-store");
        var first = await AskAsync(Question);
        Place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Chat("New."));
        var fresh = await AskAsync(Question, "cache-control: no-cache");
        time.Advance(TimeSpan.FromSeconds(10));
        var after = await AskAsync(Question, "cache-control: max-age=11");
        var younger = await AskAsync(Question, "cache-control: max-age=10");

        Assert.Equal(["bypass", "miss", "miss", "hit", "miss"], new[] { secret, first, fresh, after, younger }.Select(a => a.Cache));
        Assert.Contains("New.", after.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_request_must_ask_only_those_that_do_take_part()
    {
        await OpenAsync("{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini, cache: {ttl: 10m, when: asked}}");

        var (quiet, first, again, other) = (await AskAsync(Question), await AskAsync(Question, "x-gyre-cache: on"), await AskAsync(Question, "x-gyre-cache: on"), await AskAsync(Question));

        Assert.Equal(["bypass", "miss", "hit", "bypass"], new[] { quiet, first, again, other }.Select(a => a.Cache));
    }

    [Fact]
    public async Task Without_a_cache_in_the_deployment_there_is_none()
    {
        await OpenAsync("{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini}");

        await AskAsync(Question, "x-gyre-cache: on");
        var again = await AskAsync(Question, "x-gyre-cache: on");

        Assert.Null(again.Cache);
        Assert.Equal(2, Place.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_stream_is_repeated_event_for_event_to_those_that_want_it_the_same_way()
    {
        await OpenAsync(Deployment);
        Place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents("Hello."));

        var (first, again) = (await AskAsync(StreamedQuestion), await AskAsync(StreamedQuestion));
        var counted = await AskAsync("""{"model":"mini","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(("miss", "hit", "miss"), (first.Cache, again.Cache, counted.Cache));
        Assert.Equal(first.Body, again.Body);
        Assert.DoesNotContain("prompt_tokens", again.Body, StringComparison.Ordinal);
        Assert.Contains("prompt_tokens", counted.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_answer_is_repeated_as_a_stream()
    {
        await OpenAsync(Deployment);
        await AskAsync(Question);

        var streamed = await AskAsync(StreamedQuestion);

        Assert.Equal(("hit", "text/event-stream"), (streamed.Cache, streamed.Type));
        Assert.Contains("\"content\":\"Hello.\"", streamed.Body, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", streamed.Body, StringComparison.Ordinal);
        Assert.Single(Place.Upstream.Requests);
    }

    [Fact]
    public async Task A_request_that_only_its_own_dialect_can_say_is_not_repeated_in_another_form()
    {
        await OpenAsync(Deployment);
        await AskAsync("""{"model":"mini","n":2,"messages":[{"role":"user","content":"Hi"}]}""");
        Place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents("Hello."));

        Assert.Equal("miss", (await AskAsync("""{"model":"mini","n":2,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""")).Cache);
    }

    [Fact]
    public async Task A_translated_answer_is_kept_as_the_client_got_it()
    {
        await OpenAsync("{kind: deployment, name: mini, connection: anthropic, model: claude-sonnet-4, cache: {ttl: 10m}}");
        Place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Message("Hello."));

        var (first, again) = (await AskAsync(Question), await AskAsync(Question));

        Assert.Equal("hit", again.Cache);
        Assert.Equal(first.Body, again.Body);
        Assert.Contains("chat.completion", again.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"no"}}""")]
    [InlineData(200, """{"error":{"message":"no"}}""")]
    [InlineData(200, """{"id":"resp_1","status":"incomplete"}""")]
    public async Task What_is_no_complete_answer_is_not_kept(int status, string body)
    {
        await OpenAsync(Deployment);
        Place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, body, status);
        await AskAsync(Question);
        Place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Chat("Hello."));

        Assert.Equal("miss", (await AskAsync(Question)).Cache);
    }

    [Fact]
    public async Task A_stream_that_was_cut_is_not_kept()
    {
        await OpenAsync(Deployment);
        Place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents("Hello.")[..2]);
        await AskAsync(StreamedQuestion);
        Place.Upstream.Answer = (http, _) => Upstream.EventsAsync(http, Upstream.ChatEvents("Hello."));

        Assert.Equal("miss", (await AskAsync(StreamedQuestion)).Cache);
    }

    [Fact]
    public async Task Those_who_ask_the_same_at_once_share_one_request()
    {
        await OpenAsync(Deployment);
        var go = new TaskCompletionSource();
        Place.Upstream.Answer = async (http, _) =>
        {
            await go.Task.WaitAsync(http.RequestAborted);
            await Upstream.JsonAsync(http, Upstream.Chat("Hello."));
        };

        var asked = Enumerable.Range(0, 8).Select(_ => AskAsync(Question)).ToArray();
        while (Place.Upstream.Requests.IsEmpty)
        {
            await Task.Yield();
        }

        go.SetResult();
        var answers = await Task.WhenAll(asked);

        Assert.Single(Place.Upstream.Requests);
        Assert.Equal(7, answers.Count(a => a.Cache == "hit"));
        Assert.Equal(7, (await Place.LedgerAsync()).Count(r => r.Outcome == "cached"));
    }

    [Fact]
    public async Task Those_who_waited_ask_themselves_when_the_other_failed()
    {
        await OpenAsync(Deployment);
        var (asked, go) = (0, new TaskCompletionSource());
        Place.Upstream.Answer = async (http, _) =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await go.Task.WaitAsync(http.RequestAborted);
                await Upstream.JsonAsync(http, """{"error":{"message":"no","type":"invalid_request_error"}}""", 400);
                return;
            }

            await Upstream.JsonAsync(http, Upstream.Chat("Hello."));
        };
        var first = AskAsync(Question);
        while (Place.Upstream.Requests.IsEmpty)
        {
            await Task.Yield();
        }

        var others = Enumerable.Range(0, 3).Select(_ => AskAsync(Question)).ToArray();
        go.SetResult();

        Assert.Equal(HttpStatusCode.BadRequest, (await first).Status);
        Assert.All(await Task.WhenAll(others), a => Assert.Equal(HttpStatusCode.OK, a.Status));
    }

    [Fact]
    public async Task A_limit_on_requests_counts_hits_too()
    {
        await OpenAsync(Deployment);
        var limit = new Quota { Id = Guid.CreateVersion7(), Kind = QuotaKind.Limit, Name = "calls", Level = QuotaLevel.Everyone, Unit = QuotaUnit.Requests, Amount = 2, Span = QuotaSpan.Day, StartsAt = time.GetUtcNow() };
        await Place.Room.Accounts.Quotas.CreateAsync(limit, "test", Stop);
        await Place.Room.Accounts.RefreshAsync(Stop);

        var (first, second, third) = (await AskAsync(Question), await AskAsync(Question), await AskAsync(Question));

        Assert.Equal(("miss", "hit", HttpStatusCode.TooManyRequests), (first.Cache, second.Cache, third.Status));
    }

    [Theory]
    [InlineData("/v1/responses", """{"model":"mini","input":"Hi","conversation":"conv_1"}""")]
    [InlineData("/v1/images/generations", """{"model":"mini","prompt":"a cat"}""")]
    public async Task What_can_not_be_repeated_passes_by(string path, string body)
    {
        await OpenAsync(Deployment);

        Assert.Equal("bypass", (await AskAtAsync(path, body)).Cache);
    }

    [Theory]
    [InlineData("openai", HttpStatusCode.OK)]
    [InlineData("anthropic", HttpStatusCode.BadRequest)]
    public async Task Half_a_surrogate_pair_is_no_fault_of_the_gateway(string connection, HttpStatusCode status)
    {
        await OpenAsync($"{{kind: deployment, name: mini, connection: {connection}, model: m, prompt_cache: auto, cache: {{ttl: 10m}}}}");

        Assert.Equal(status, (await AskAsync("""{"model":"mini","messages":[{"role":"user","content":"\ud83d"}]}""")).Status);
    }

    [Fact]
    public async Task Another_model_behind_the_same_name_answers_anew()
    {
        await OpenAsync(Deployment);
        await AskAsync(Question);

        await Place.WriteAsync("0.yaml", Deployment.Replace("gpt-4.1-mini", "gpt-4.1", StringComparison.Ordinal));

        Assert.Equal("miss", (await AskAsync(Question)).Cache);
    }

    private async Task OpenAsync(params string[] files) => opened = await GatewayPlace.OpenAsync(time, new GatewayOptions(), files);

    private Task<Answered> AskAsync(string json, params string[] headers) => AskAtAsync("/v1/chat/completions", json, headers);

    private async Task<Answered> AskAtAsync(string path, string json, params string[] headers)
    {
        using var answer = await Place.PostAsync(path, json, headers);
        return new Answered(
            answer.StatusCode,
            answer.Headers.TryGetValues("x-gyre-cache", out var cache) ? cache.Single() : null,
            answer.Headers.Age?.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
            answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync(Stop));
    }

    private sealed record Answered(HttpStatusCode Status, string? Cache, string? Age, string? Type, string Body);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Gyre.Gateway.Tracing;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class SpanTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Deployment = "{kind: deployment, name: mini, connection: openai, model: gpt-4.1-mini, cache: {ttl: 10m, when: asked}}";
    private const string Pool = "{kind: pool, name: two, targets: [{connection: openai, model: a, tier: 1}, {connection: openai, model: b, tier: 2}]}";

    [Fact]
    public async Task A_call_is_a_span_in_the_client_s_trace_with_a_try_below_it_and_the_provider_below_that()
    {
        await using var place = await GatewayPlace.OpenAsync(Deployment);
        using var spans = new Spans(Trace);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("mini"), $"traceparent: 00-{Trace}-b7ad6b7169203331-01", "tracestate: a=b");
        await place.SettledAsync();

        var (call, attempt) = (spans.Call(answer), spans.Tries.Single());
        Assert.Equal("chat mini", call.DisplayName);
        Assert.Equal((ActivityKind.Server, "b7ad6b7169203331", Trace), (call.Kind, call.ParentSpanId.ToHexString(), call.TraceId.ToHexString()));
        Assert.Equal(("chat gpt-4.1-mini", ActivityKind.Client, call.SpanId), (attempt.DisplayName, attempt.Kind, attempt.ParentSpanId));
        Assert.Equal($"00-{Trace}-{attempt.SpanId.ToHexString()}-01", place.Upstream.Requests.Single().Headers["traceparent"]);
        Assert.Equal("a=b", place.Upstream.Requests.Single().Headers["tracestate"]);
        Assert.Equal(Trace, (await place.LedgerAsync()).Single().Trace);
        Assert.Equal(new Uri(place.Upstream.Address), new UriBuilder("http", $"{attempt.GetTagItem("server.address")}", (int)attempt.GetTagItem("server.port")!).Uri);
    }

    [Fact]
    public async Task While_nobody_listens_the_client_s_trace_passes_and_is_in_the_ledger()
    {
        await using var place = await GatewayPlace.OpenAsync(Deployment);

        using var answer = await place.PostAsync("/v1/chat/completions", Question("mini"), $"traceparent: 00-{Trace}-b7ad6b7169203331-01");

        Assert.Equal($"00-{Trace}-b7ad6b7169203331-01", place.Upstream.Requests.Single().Headers["traceparent"]);
        Assert.Equal(Trace, (await place.LedgerAsync()).Single().Trace);
    }

    [Fact]
    public async Task A_span_says_who_what_where_and_how_much()
    {
        await using var place = await GatewayPlace.OpenAsync(Deployment);
        using var spans = new Spans();

        using var answer = await place.PostAsync("/v1/chat/completions", Question("mini"));
        await place.SettledAsync();

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.request.model"] = "mini",
                ["gen_ai.request.max_tokens"] = 9L,
                ["gen_ai.request.stream"] = false,
                ["gen_ai.response.model"] = "gpt-4.1-mini-2025-04-14",
                ["gen_ai.provider.name"] = "openai",
                ["gen_ai.usage.input_tokens"] = 12L,
                ["gen_ai.usage.output_tokens"] = 3L,
                ["http.response.status_code"] = 200,
                ["gyre.request.id"] = answer.Headers.GetValues("x-gyre-request-id").Single(),
                ["gyre.outcome"] = "answered",
                ["gyre.deployment"] = "mini",
                ["gyre.target"] = "mini",
                ["gyre.key.id"] = "local",
                ["gyre.attempts"] = 1,
            },
            spans.Call(answer).TagObjects.Where(t => t.Key is not ("gyre.time_to_first_token" or "gyre.cost")).ToDictionary());
    }

    [Fact]
    public async Task Each_try_is_a_span_and_says_why_it_was_made_and_how_it_failed()
    {
        await using var place = await GatewayPlace.OpenAsync(Pool);
        place.Upstream.Answer = (http, body) => body.Contains("\"a\"", StringComparison.Ordinal)
            ? Upstream.JsonAsync(http, """{"error":{"message":"slow down"}}""", 429)
            : Upstream.JsonAsync(http, Upstream.Chat("Hello."));
        using var spans = new Spans();

        using var answer = await place.PostAsync("/v1/chat/completions", Question("two"));
        await place.SettledAsync();

        var call = spans.Call(answer);
        Assert.Equal(
            ["openai/a first 429 provider_rate_limited Error", "openai/b spill 200  Unset"],
            spans.Below(call).OrderBy(t => t.StartTimeUtc).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.GetTagItem("gyre.target")} {t.GetTagItem("gyre.attempt.reason")} {t.GetTagItem("http.response.status_code")} {t.GetTagItem("error.type")} {t.Status}")));
        Assert.Equal(("openai/b", ActivityStatusCode.Unset), (call.GetTagItem("gyre.target"), call.Status));
    }

    [Fact]
    public async Task What_is_refused_or_fails_says_the_cause()
    {
        await using var place = await GatewayPlace.OpenAsync(Deployment);
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"error":{"message":"no such thing","type":"invalid_request_error"}}""", 400);
        using var spans = new Spans();

        using var refused = await place.PostAsync("/v1/chat/completions", Question("nowhere"));
        using var failed = await place.PostAsync("/v1/chat/completions", Question("mini"));
        await place.SettledAsync();

        Assert.Equal(("caller_unknown_model", ActivityStatusCode.Unset), (spans.Call(refused).GetTagItem("error.type"), spans.Call(refused).Status));
        Assert.Equal(("provider_request_refused", ActivityStatusCode.Error), (spans.Call(failed).GetTagItem("error.type"), spans.Call(failed).Status));
    }

    [Fact]
    public async Task An_answer_from_the_cache_has_a_span_without_tries_and_without_usage()
    {
        await using var place = await GatewayPlace.OpenAsync(Deployment);
        using var spans = new Spans();

        using var first = await place.PostAsync("/v1/chat/completions", Question("mini"), "x-gyre-cache: on");
        using var again = await place.PostAsync("/v1/chat/completions", Question("mini"), "x-gyre-cache: on");
        await place.SettledAsync();

        var call = spans.Call(again);
        Assert.Equal("cached", call.GetTagItem("gyre.outcome"));
        Assert.Null(call.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.Empty(spans.Below(call));
    }

    [Fact]
    public async Task A_translated_request_carries_the_try_s_trace_too()
    {
        await using var place = await GatewayPlace.OpenAsync("{kind: deployment, name: claude, connection: anthropic, model: claude-sonnet-4}");
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, Upstream.Message("Hello."));
        using var spans = new Spans();

        using var answer = await place.PostAsync("/v1/chat/completions", Question("claude"));
        await place.SettledAsync();

        Assert.Equal(spans.Below(spans.Call(answer)).Single().Id, place.Upstream.Requests.Single().Headers["traceparent"]);
    }

    private static string Question(string model) => $$$"""{"model":"{{{model}}}","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";

    /// <summary>Listens while it lives; tests beside this one are heard too.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> ended = new();
        private readonly ActivityListener listener;

        public Spans(string? trace = null)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == CallSpans.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    if (trace is null || span.TraceId.ToHexString() == trace)
                    {
                        ended.Enqueue(span);
                    }
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IEnumerable<Activity> Tries => ended.Where(s => s.Kind == ActivityKind.Client);

        public Activity Call(HttpResponseMessage answer)
        {
            var id = answer.Headers.GetValues("x-gyre-request-id").Single();
            return ended.Single(s => (s.GetTagItem("gyre.request.id") as string) == id);
        }

        public IEnumerable<Activity> Below(Activity call) => ended.Where(s => s.ParentSpanId == call.SpanId);

        public void Dispose() => listener.Dispose();
    }
}

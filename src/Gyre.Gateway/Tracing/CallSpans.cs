using System.Diagnostics;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Routing.Trying;
using Gyre.Wire.Usage;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Tracing;

/// <summary>
/// A span for each call and one for each try below it, by OpenTelemetry's conventions for generative AI. They say who, what, where and how much,
/// never what was asked or answered. While nobody listens there are none, and a client's own trace passes through as it came.
/// </summary>
internal static class CallSpans
{
    /// <summary>What to listen to.</summary>
    public const string SourceName = "Gyre.Gateway";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a call, in the client's trace where it sent one; null while nobody listens.</summary>
    public static Activity? Begin(ClientCall call)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var parent = default(ActivityContext);
        if (Activity.Current is not { } around || !around.Source.HasListeners())
        {
            // The server's own activity is seen by nobody: below it the span would have a parent that no one finds.
            Activity.Current = null;
            TryReadParent(call.Http.Request.Headers, out parent);
        }

        var operation = SpanNames.Operation(call.Operation);
        return Source.StartActivity(
            SpanNames.Of(operation, call.Model),
            ActivityKind.Server,
            parent,
            [new("gen_ai.operation.name", operation), new("gen_ai.request.model", call.Model), new("gen_ai.request.stream", call.Stream), new("gyre.request.id", call.Id.ToString())],
            startTime: call.StartedAt);
    }

    /// <summary>Ends it with what the ledger's row says.</summary>
    public static void End(Activity span, CallRecord record, LedgerRow row)
    {
        Set(span, "gen_ai.provider.name", record.Target is { } target ? SpanNames.Provider(target.Connection) : null);
        Set(span, "gen_ai.response.model", row.Model);
        Set(span, "gen_ai.request.max_tokens", record.Call.Peek.MaxOutput);
        Set(span, "http.response.status_code", row.Status);
        Set(span, "gyre.outcome", LedgerStore.OutcomeName(row.Outcome));
        Set(span, "gyre.cause", row.Cause);
        Set(span, "error.type", row.Cause);
        Set(span, "gyre.deployment", row.Deployment);
        Set(span, "gyre.target", record.Target?.Name);
        Set(span, "gyre.key.id", row.KeyId);
        Set(span, "gyre.team", row.Team);
        Set(span, "gyre.project", row.Project);
        Set(span, "gyre.attempts", row.Attempts);
        Set(span, "gyre.time_to_first_token", row.FirstToken?.TotalSeconds);
        Set(span, "gyre.cost", row.Cost is { } cost ? (double)cost.Dollars : null);
        if (row.Outcome != CallOutcome.Cached)
        {
            Count(span, row.Usage);
        }

        if (row.Outcome == CallOutcome.Failed || row.Status is >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error, row.Cause);
        }

        span.SetEndTime((row.StartedAt + row.Total).UtcDateTime);
        span.Stop();
    }

    /// <summary>Begins the span of a try; null where its call has none.</summary>
    public static Activity? BeginTry(ClientCall call, Attempt attempt)
    {
        if (call.Span is not { } above)
        {
            return null;
        }

        var operation = SpanNames.Operation(call.Operation);
        var server = SpanNames.Server(attempt.Target.Connection);
        return Source.StartActivity(
            SpanNames.Of(operation, attempt.Target.Model),
            ActivityKind.Client,
            above.Context,
            [
                new("gen_ai.operation.name", operation),
                new("gen_ai.request.model", attempt.Target.Model),
                new("gen_ai.request.stream", call.Stream),
                new("gen_ai.provider.name", SpanNames.Provider(attempt.Target.Connection)),
                new("server.address", server?.Host),
                new("server.port", server?.Port),
                new("gyre.target", attempt.Target.Name),
                new("gyre.attempt.reason", SpanNames.Reason(attempt.Reason)),
            ]);
    }

    /// <summary>Ends it.</summary>
    /// <param name="span">Of the try.</param>
    /// <param name="kind">How it came out.</param>
    /// <param name="status">HTTP status of the provider; null where it gave none.</param>
    /// <param name="model">That answered.</param>
    /// <param name="usage">What the provider counted.</param>
    public static void EndTry(Activity span, OutcomeKind kind, int? status, string? model, TokenUsage? usage)
    {
        Set(span, "http.response.status_code", status);
        Set(span, "gen_ai.response.model", model);
        Count(span, usage);
        if (kind == OutcomeKind.Lost)
        {
            Set(span, "gyre.attempt.lost", true);
        }
        else if (kind != OutcomeKind.Answered)
        {
            Set(span, "error.type", FailureCauses.Of(kind));
            span.SetStatus(ActivityStatusCode.Error, FailureCauses.Of(kind));
        }

        span.Stop();
    }

    /// <summary>The W3C trace that a call belongs to; null where there is none.</summary>
    public static string? TraceOf(ClientCall call) =>
        call.Span is { } span ? span.TraceId.ToHexString()
        : TryReadParent(call.Http.Request.Headers, out var parent) ? parent.TraceId.ToHexString()
        : Activity.Current?.TraceId.ToHexString();

    private static bool TryReadParent(IHeaderDictionary headers, out ActivityContext parent)
    {
        parent = default;
        return headers.TraceParent is [{ Length: > 0 } text] && ActivityContext.TryParse(text, headers.TraceState.ToString() is { Length: > 0 } state ? state : null, isRemote: true, out parent);
    }

    private static void Count(Activity span, TokenUsage? usage)
    {
        Set(span, "gen_ai.usage.input_tokens", usage?.TotalInput);
        Set(span, "gen_ai.usage.output_tokens", usage?.TotalOutput);
        Set(span, "gen_ai.usage.reasoning.output_tokens", usage?.Reasoning);
        Set(span, "gen_ai.usage.cache_read.input_tokens", usage?.CacheRead);
        Set(span, "gen_ai.usage.cache_creation.input_tokens", usage is { CacheWrite5m: null, CacheWrite1h: null } or null ? null : (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0));
    }

    private static void Set(Activity span, string name, object? value)
    {
        if (value is not null)
        {
            span.SetTag(name, value);
        }
    }
}

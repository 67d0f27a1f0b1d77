using System.Text.Json.Serialization;
using Gyre.Gateway.Ledger;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>A report as JSON, the same from the API and the command line.</summary>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="To">Its end, which is no part of it, UTC.</param>
/// <param name="By">What the lines are for.</param>
/// <param name="Lines">One per group: the dearest first, or in order of time where that is what they are for.</param>
/// <param name="Total">Of all calls.</param>
public sealed record UsageReportView(
    [property: JsonPropertyName("from")] DateTime From,
    [property: JsonPropertyName("to")] DateTime To,
    [property: JsonPropertyName("by")] IReadOnlyList<string> By,
    [property: JsonPropertyName("lines")] IReadOnlyList<UsageLineView> Lines,
    [property: JsonPropertyName("total")] UsageLineView Total)
{
    /// <summary>Of a report.</summary>
    public static UsageReportView Of(UsageReport report) => new(
        report.Query.Period.From.UtcDateTime,
        report.Query.Period.To.UtcDateTime,
        [.. report.Query.By.Select(d => d.Field)],
        [.. report.Lines.Select(l => UsageLineView.Of(l, report.Query.By))],
        UsageLineView.Of(report.Total, []));
}

/// <summary>Some calls together. What they have in common stands in the fields that <c>by</c> names; absent where the calls have none.</summary>
public sealed record UsageLineView
{
    /// <summary>The key's team.</summary>
    [JsonPropertyName("team"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>The key's project.</summary>
    [JsonPropertyName("project"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Project { get; init; }

    /// <summary>The key's name.</summary>
    [JsonPropertyName("key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>Who pays.</summary>
    [JsonPropertyName("cost_center"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CostCenter { get; init; }

    /// <summary>The model that answered.</summary>
    [JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>The deployment or pool that was asked for.</summary>
    [JsonPropertyName("deployment"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Deployment { get; init; }

    /// <summary>Whose model it is, by the catalog.</summary>
    [JsonPropertyName("provider"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provider { get; init; }

    /// <summary>The connection that served them.</summary>
    [JsonPropertyName("connection"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Connection { get; init; }

    /// <summary>Where they were processed.</summary>
    [JsonPropertyName("region"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }

    /// <summary>What was asked: chat, embedding, responses …</summary>
    [JsonPropertyName("operation"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operation { get; init; }

    /// <summary>The application's own user, as requests name it.</summary>
    [JsonPropertyName("user"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? User { get; init; }

    /// <summary><c>answered</c>, <c>cached</c>, <c>refused</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    [JsonPropertyName("outcome"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    /// <summary>Why there was no answer, in the words of <c>x-gyre-cause</c>.</summary>
    [JsonPropertyName("cause"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cause { get; init; }

    /// <summary>As <c>2026-11-21</c>, UTC.</summary>
    [JsonPropertyName("day"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Day { get; init; }

    /// <summary>As <c>2026-11-21T08:00Z</c>.</summary>
    [JsonPropertyName("hour"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hour { get; init; }

    /// <summary>As <c>2026-11</c>, UTC.</summary>
    [JsonPropertyName("month"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Month { get; init; }

    /// <summary>How many.</summary>
    [JsonPropertyName("calls")]
    public required long Calls { get; init; }

    /// <summary>Answered by a provider.</summary>
    [JsonPropertyName("answered")]
    public required long Answered { get; init; }

    /// <summary>Answered from the gateway's cache.</summary>
    [JsonPropertyName("cached")]
    public required long Cached { get; init; }

    /// <summary>Refused by the gateway.</summary>
    [JsonPropertyName("refused")]
    public required long Refused { get; init; }

    /// <summary>The client went away.</summary>
    [JsonPropertyName("cancelled")]
    public required long Cancelled { get; init; }

    /// <summary>The provider failed, or the way to it.</summary>
    [JsonPropertyName("failed")]
    public required long Failed { get; init; }

    /// <summary>Dollars, of the calls whose cost is known.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal Cost { get; init; }

    /// <summary>Dollars that answers from the gateway's cache would have cost; no part of the cost.</summary>
    [JsonPropertyName("saved_by_cache_usd")]
    public required decimal Saved { get; init; }

    /// <summary>Calls that used something whose price is not known; not in the cost.</summary>
    [JsonPropertyName("calls_with_unknown_cost")]
    public required long UnknownCost { get; init; }

    /// <summary>Calls whose tokens no provider told.</summary>
    [JsonPropertyName("calls_with_estimated_usage")]
    public required long Estimated { get; init; }

    /// <summary>
    /// Sums by bucket, each token in one of them: fresh_input, cache_read, cache_write_5m, cache_write_1h, audio_input, image_input, output, reasoning,
    /// audio_output, image_output; and what is charged by the piece: searches, images, audio_ms, characters. Null where no call said.
    /// </summary>
    [JsonPropertyName("usage")]
    public required IReadOnlyDictionary<string, long?> Usage { get; init; }

    /// <summary>Of answered calls, in whole; null where there are none.</summary>
    [JsonPropertyName("latency_ms")]
    public required LatencyView? Latency { get; init; }

    /// <summary>From the request to the first token, of answered calls that had one.</summary>
    [JsonPropertyName("first_token_ms")]
    public required LatencyView? FirstToken { get; init; }

    internal static UsageLineView Of(UsageLine line, IReadOnlyList<UsageDimension> by)
    {
        return new UsageLineView
        {
            Team = In("team"),
            Project = In("project"),
            Key = In("key"),
            CostCenter = In("cost_center"),
            Model = In("model"),
            Deployment = In("deployment"),
            Provider = In("provider"),
            Connection = In("connection"),
            Region = In("region"),
            Operation = In("operation"),
            User = In("user"),
            Outcome = In("outcome"),
            Cause = In("cause"),
            Day = In("day"),
            Hour = In("hour"),
            Month = In("month"),
            Calls = line.Calls,
            Answered = line.Answered,
            Cached = line.Cached,
            Refused = line.Refused,
            Cancelled = line.Cancelled,
            Failed = line.Failed,
            Cost = line.Cost.Dollars,
            Saved = line.Saved.Dollars,
            UnknownCost = line.UnknownCost,
            Estimated = line.Estimated,
            Usage = UsageBuckets.Names.Zip(UsageBuckets.Values(line.Usage)).ToDictionary(b => b.First, b => b.Second, StringComparer.Ordinal),
            Latency = LatencyView.Of(line.Latency),
            FirstToken = LatencyView.Of(line.FirstToken),
        };

        string? In(string field)
        {
            for (var i = 0; i < by.Count; i++)
            {
                if (by[i].Field == field)
                {
                    return line.Group[i] is { Length: > 0 } value ? value : null;
                }
            }

            return null;
        }
    }
}

/// <summary>Half and nineteen of twenty calls took at most so long.</summary>
/// <param name="P50">Half of them, in milliseconds.</param>
/// <param name="P95">Nineteen of twenty, in milliseconds.</param>
public sealed record LatencyView([property: JsonPropertyName("p50")] double P50, [property: JsonPropertyName("p95")] double P95)
{
    internal static LatencyView? Of(Percentiles? times) => times is null ? null : new(times.P50.TotalMilliseconds, times.P95.TotalMilliseconds);
}

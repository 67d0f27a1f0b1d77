using Gyre.Gateway.Ledger;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>A report as CSV: a line per group, without the total, so that a sheet's own sum is right.</summary>
public static class UsageCsv
{
    /// <summary>Writes a header and the lines; the total alone where nothing is grouped.</summary>
    public static void Write(TextWriter output, UsageReport report)
    {
        var csv = new CsvWriter(output);
        csv.Fields(report.Query.By.Select(d => d.Field));
        csv.Fields(["calls", "answered", "cached", "refused", "cancelled", "failed", "cost_usd", "saved_by_cache_usd", "calls_with_unknown_cost", "calls_with_estimated_usage"]);
        csv.Fields(UsageBuckets.Names);
        csv.Fields(["latency_ms_p50", "latency_ms_p95", "first_token_ms_p50", "first_token_ms_p95"]);
        csv.End();
        foreach (var line in report.Query.By.Count == 0 ? [report.Total] : report.Lines)
        {
            csv.Fields(line.Group);
            csv.Field(line.Calls);
            csv.Field(line.Answered);
            csv.Field(line.Cached);
            csv.Field(line.Refused);
            csv.Field(line.Cancelled);
            csv.Field(line.Failed);
            csv.Field(line.Cost.Dollars);
            csv.Field(line.Saved.Dollars);
            csv.Field(line.UnknownCost);
            csv.Field(line.Estimated);
            foreach (var count in UsageBuckets.Values(line.Usage))
            {
                csv.Field(count);
            }

            csv.Field(Milliseconds(line.Latency?.P50));
            csv.Field(Milliseconds(line.Latency?.P95));
            csv.Field(Milliseconds(line.FirstToken?.P50));
            csv.Field(Milliseconds(line.FirstToken?.P95));
            csv.End();
        }
    }

    private static decimal? Milliseconds(TimeSpan? span) => span is { } s ? s.Ticks / (decimal)TimeSpan.TicksPerMillisecond : null;
}

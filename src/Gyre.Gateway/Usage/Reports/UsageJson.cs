using System.Text.Json;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>A report as JSON, the same from the API and the command line.</summary>
public static class UsageJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, UsageReport report)
    {
        json.WriteStartObject();
        json.WriteString("from", report.Query.Period.From.UtcDateTime);
        json.WriteString("to", report.Query.Period.To.UtcDateTime);
        json.WriteStartArray("by");
        foreach (var dimension in report.Query.By)
        {
            json.WriteStringValue(dimension.Field);
        }

        json.WriteEndArray();
        json.WriteStartArray("lines");
        foreach (var line in report.Lines)
        {
            json.WriteStartObject();
            for (var i = 0; i < report.Query.By.Count; i++)
            {
                json.WriteString(report.Query.By[i].Field, line.Group[i].Length == 0 ? null : line.Group[i]);
            }

            Write(json, line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("total");
        Write(json, report.Total);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UsageLine line)
    {
        json.WriteNumber("calls", line.Calls);
        json.WriteNumber("answered", line.Answered);
        json.WriteNumber("cached", line.Cached);
        json.WriteNumber("refused", line.Refused);
        json.WriteNumber("cancelled", line.Cancelled);
        json.WriteNumber("failed", line.Failed);
        json.WriteNumber("cost_usd", line.Cost.Dollars);
        json.WriteNumber("saved_by_cache_usd", line.Saved.Dollars);
        json.WriteNumber("calls_with_unknown_cost", line.UnknownCost);
        json.WriteNumber("calls_with_estimated_usage", line.Estimated);
        json.WriteStartObject("tokens");
        foreach (var (bucket, count) in UsageTokens.Buckets.Zip(line.Tokens.Values))
        {
            if (count is { } number)
            {
                json.WriteNumber(bucket, number);
            }
            else
            {
                json.WriteNull(bucket);
            }
        }

        json.WriteEndObject();
        Write(json, "latency_ms", line.Latency);
        Write(json, "first_token_ms", line.FirstToken);
    }

    private static void Write(Utf8JsonWriter json, string name, Percentiles? times)
    {
        if (times is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("p50", times.P50.TotalMilliseconds);
        json.WriteNumber("p95", times.P95.TotalMilliseconds);
        json.WriteEndObject();
    }
}

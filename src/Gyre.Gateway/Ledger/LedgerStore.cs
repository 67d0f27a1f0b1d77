using Dapper;
using Gyre.Storage;
using Gyre.Storage.Bulk;

namespace Gyre.Gateway.Ledger;

/// <summary>The ledger's table.</summary>
internal sealed class LedgerStore(GyreDatabase database)
{
    private static readonly string[] Columns =
    [
        "id", "started_at", "node", "key_id", "team", "project", "cost_center", "end_user", "operation", "requested_model", "deployment",
        "connection", "provider", "model", "region", "service_tier", "outcome", "status", "cause", "attempts", "spilled", "streamed",
        .. UsageBuckets.Names, "estimated", "price_version", "cost", "charges", "total_us", "upstream_us", "first_token_us", "trace_id",
    ];

    /// <summary>Takes rows of a journal over, and how far it was read, in one transaction: each row exactly once.</summary>
    public Task ImportAsync(string node, long segment, int end, IReadOnlyList<LedgerRow> rows, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                await connection.BulkInsertAsync("usage_ledger", Columns, rows, (values, row) => Write(values, node, row), cancellationToken);
                await connection.ExecuteAsync(
                    """
                    INSERT INTO usage_ledger_progress (node, segment, position) VALUES (@node, @segment, @end)
                    ON CONFLICT (node, segment) DO UPDATE SET position = excluded.position
                    """,
                    new { node, segment, end });
            },
            cancellationToken);

    /// <summary>How far a segment has been taken over, in bytes.</summary>
    public Task<int> PositionAsync(string node, long segment, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.ExecuteScalarAsync<int>(
                "SELECT coalesce(max(position), 0) FROM usage_ledger_progress WHERE node = @node AND segment = @segment", new { node, segment }),
            cancellationToken);

    /// <summary>Forgets segments that are gone from the disk.</summary>
    public Task ForgetAsync(string node, long upToSegment, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.ExecuteAsync("DELETE FROM usage_ledger_progress WHERE node = @node AND segment <= @upToSegment", new { node, upToSegment }),
            cancellationToken);

    // In the order of the columns.
    private static void Write(RowWriter values, string node, LedgerRow row)
    {
        values.Text(row.Id.ToString());
        values.Number(Microseconds(row.StartedAt - DateTimeOffset.UnixEpoch));
        values.Text(node);
        values.Text(row.KeyId);
        values.Text(row.Team);
        values.Text(row.Project);
        values.Text(row.CostCenter);
        values.Text(row.EndUser);
        values.Text(row.Operation);
        values.Text(row.RequestedModel);
        values.Text(row.Deployment);
        values.Text(row.Connection);
        values.Text(row.Provider);
        values.Text(row.Model);
        values.Text(row.Region);
        values.Text(row.ServiceTier);
        values.Text(OutcomeName(row.Outcome));
        values.Number(row.Status);
        values.Text(row.Cause);
        values.Number(row.Attempts);
        values.Number(row.Spilled ? 1 : 0);
        values.Number(row.Streamed ? 1 : 0);
        Span<long?> buckets = stackalloc long?[UsageBuckets.Count];
        if (row.Usage is { } usage)
        {
            UsageBuckets.Put(usage, buckets);
        }

        foreach (var bucket in buckets)
        {
            values.Number(bucket);
        }

        values.Number(row.Usage is { Estimated: true } ? 1 : 0);
        values.Text(row.PriceVersion);
        values.Number(row.Cost?.Count);
        values.Text(row.Charges);
        values.Number(Microseconds(row.Total));
        values.Number(row.Upstream is { } upstream ? Microseconds(upstream) : null);
        values.Number(row.FirstToken is { } first ? Microseconds(first) : null);
        values.Text(row.TraceId);
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The word the table and reports use.</summary>
    internal static string OutcomeName(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => "answered",
        CallOutcome.Cached => "cached",
        CallOutcome.Refused => "refused",
        CallOutcome.Cancelled => "cancelled",
        _ => "failed",
    };
}

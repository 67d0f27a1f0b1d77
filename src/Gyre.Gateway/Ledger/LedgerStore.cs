using System.Data.Common;
using Dapper;
using Gyre.Storage;

namespace Gyre.Gateway.Ledger;

/// <summary>The ledger's table.</summary>
internal sealed class LedgerStore(GyreDatabase database)
{
    // Columns in the table's order; a parameter of the same name each.
    private static readonly string[] Columns =
    [
        "id", "started_at", "node", "key_id", "team", "project", "cost_center", "end_user", "operation", "requested_model", "deployment",
        "connection", "provider", "model", "region", "service_tier", "outcome", "status", "cause", "attempts", "spilled", "streamed",
        "fresh_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input", "output", "reasoning",
        "audio_output", "image_output", "searches", "estimated", "price_version", "cost", "total_us", "upstream_us", "first_token_us", "trace_id",
    ];

    private static readonly string Insert =
        $"INSERT INTO usage_ledger ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(c => "@" + c))})";

    /// <summary>Takes rows of a journal over, and how far it was read, in one transaction: each row exactly once.</summary>
    public Task ImportAsync(string node, long segment, int end, IReadOnlyList<LedgerRow> rows, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = Insert;
                var values = Columns.Select(name => Parameter(command, name)).ToArray();
                foreach (var row in rows)
                {
                    Fill(values, node, row);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

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

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private static void Fill(DbParameter[] values, string node, LedgerRow row)
    {
        var at = 0;
        Set(row.Id.ToString());
        Set(Microseconds(row.StartedAt - DateTimeOffset.UnixEpoch));
        Set(node);
        Set(row.KeyId);
        Set(row.Team);
        Set(row.Project);
        Set(row.CostCenter);
        Set(row.EndUser);
        Set(row.Operation);
        Set(row.RequestedModel);
        Set(row.Deployment);
        Set(row.Connection);
        Set(row.Provider);
        Set(row.Model);
        Set(row.Region);
        Set(row.ServiceTier);
        Set(OutcomeName(row.Outcome));
        Set(row.Status);
        Set(row.Cause);
        Set(row.Attempts);
        Set(row.Spilled ? 1 : 0);
        Set(row.Streamed ? 1 : 0);
        Set(row.Usage?.FreshInput);
        Set(row.Usage?.CacheRead);
        Set(row.Usage?.CacheWrite5m);
        Set(row.Usage?.CacheWrite1h);
        Set(row.Usage?.AudioInput);
        Set(row.Usage?.ImageInput);
        Set(row.Usage?.Output);
        Set(row.Usage?.Reasoning);
        Set(row.Usage?.AudioOutput);
        Set(row.Usage?.ImageOutput);
        Set(row.Usage?.Searches);
        Set(row.Usage is { Estimated: true } ? 1 : 0);
        Set(row.PriceVersion);
        Set(row.Cost?.Count);
        Set(Microseconds(row.Total));
        Set(row.Upstream is { } upstream ? Microseconds(upstream) : null);
        Set(row.FirstToken is { } first ? Microseconds(first) : null);
        Set(row.TraceId);

        void Set(object? value) => values[at++].Value = value ?? DBNull.Value;
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

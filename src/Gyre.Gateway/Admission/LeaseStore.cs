using System.Data.Common;
using Dapper;
using Gyre.Storage;

namespace Gyre.Gateway.Admission;

/// <summary>Leases in the database. Everything a node writes about itself is absolute, so that writing twice is writing once.</summary>
internal sealed class LeaseStore(GyreDatabase database) : ILeases
{
    private const string Meter = "quota = @Quota AND generation = @Generation AND period = @Period";

    public Task<Lease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var key = Parameters(request.Key);
            var usage = await LockAsync(connection, key);
            var rule = await connection.QuerySingleOrDefaultAsync<RuleRow>("SELECT amount, unit, generation, suspended, override_amount, override_until FROM quotas WHERE id = @Quota", key);
            if (rule is null || rule.Generation != request.Key.Generation || rule.Suspended != 0)
            {
                return new Lease(0, null, Stale: true);
            }

            var amount = rule.Override_Until > request.Now.ToUnixTimeMilliseconds() ? rule.Override_Amount!.Value : rule.Amount;
            var others = (await connection.QueryAsync<OtherRow>($"SELECT node, granted, spent FROM quota_leases WHERE {Meter} AND node <> @Node", new { key.Quota, key.Generation, key.Period, request.Node })).ToList();
            if (rule.Unit == QuotaWords.Concurrency)
            {
                others.RemoveAll(o => request.Dead.Contains(o.Node, StringComparer.Ordinal));
            }

            var free = amount - usage - others.Sum(o => Held(o.Granted, o.Spent)) - Held(request.Granted, request.Spent);
            if (free < request.Need)
            {
                var elsewhere = others.Sum(o => Math.Max(0, o.Granted - o.Spent));
                if (elsewhere > 0)
                {
                    await connection.ExecuteAsync("UPDATE accounts_state SET wanted = wanted + 1 WHERE id = 1");
                    await connection.ExecuteAsync($"UPDATE quota_usage SET wanted = (SELECT wanted FROM accounts_state WHERE id = 1) WHERE {Meter}", key);
                }

                return new Lease(0, new Shortage(amount, usage + others.Sum(o => o.Spent) + request.Spent, elsewhere), Stale: false);
            }

            // Near the end everybody gets half of an equal part, so that the rest does not lie idle with one.
            var more = Math.Max(request.Need, Math.Min(request.Want, free / (2 * (others.Count + 1))));
            await connection.ExecuteAsync(
                """
                INSERT INTO quota_leases (quota, generation, period, node, granted, spent) VALUES (@Quota, @Generation, @Period, @Node, @Granted, @Spent)
                ON CONFLICT (quota, generation, period, node) DO UPDATE SET granted = excluded.granted, spent = excluded.spent
                """,
                new { key.Quota, key.Generation, key.Period, request.Node, Granted = request.Granted + more, request.Spent });
            return new Lease(more, null, Stale: false);
        },
        cancellationToken);

    // No lock: a node's own row can only say that less is held, or that what was spent is more than was held.
    public Task TellAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            foreach (var state in Ordered(states))
            {
                var row = new { Quota = state.Key.Quota.ToString(), state.Key.Generation, state.Key.Period, node, state.Granted, state.Spent };
                if (await connection.ExecuteAsync($"UPDATE quota_leases SET granted = @Granted, spent = @Spent WHERE {Meter} AND node = @node", row) == 0 && state.Granted == 0)
                {
                    // Soft quotas lease nothing and only report.
                    await connection.ExecuteAsync(
                        """
                        INSERT INTO quota_leases (quota, generation, period, node, granted, spent) VALUES (@Quota, @Generation, @Period, @node, 0, @Spent)
                        ON CONFLICT DO NOTHING
                        """,
                        row);
                }
            }
        },
        cancellationToken);

    public Task EndAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            foreach (var state in Ordered(states))
            {
                await EndAsync(connection, node, state.Key, state.Spent);
            }
        },
        cancellationToken);

    public Task TakeOverAsync(string node, IReadOnlyDictionary<MeterKey, long>? spent, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<LeftRow>(
                """
                SELECT l.quota, l.generation, l.period, l.granted, l.spent, q.unit
                FROM quota_leases l LEFT JOIN quotas q ON q.id = l.quota WHERE l.node = @node ORDER BY l.quota, l.generation, l.period
                """,
                new { node });
            foreach (var row in rows)
            {
                var key = new MeterKey(Guid.Parse(row.Quota), row.Generation, row.Period);
                // What has no place in the journal was never spent from.
                var used = row.Unit == QuotaWords.Concurrency ? 0 : spent is null ? Held(row.Granted, row.Spent) : Math.Max(row.Spent, spent.GetValueOrDefault(key));
                await EndAsync(connection, node, key, used);
            }

            await connection.ExecuteAsync("DELETE FROM admission_nodes WHERE node = @node", new { node });
        },
        cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> BeatAsync(string node, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("INSERT INTO admission_nodes (node, beat) VALUES (@node, 1) ON CONFLICT (node) DO UPDATE SET beat = admission_nodes.beat + 1", new { node });
            return (IReadOnlyDictionary<string, long>)(await connection.QueryAsync<(string Node, long Beat)>("SELECT node, beat FROM admission_nodes")).ToDictionary(r => r.Node, r => r.Beat, StringComparer.Ordinal);
        },
        cancellationToken);

    public Task<(long Version, long Wanted)> StateAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<(long, long)>("SELECT version, wanted FROM accounts_state WHERE id = 1"), cancellationToken);

    public async Task<IReadOnlyList<MeterKey>> WantedSinceAsync(long wanted, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            connection => connection.QueryAsync<(string Quota, long Generation, long Period)>("SELECT quota, generation, period FROM quota_usage WHERE wanted > @wanted", new { wanted }),
            cancellationToken)).Select(r => new MeterKey(Guid.Parse(r.Quota), r.Generation, r.Period))];

    public Task<long> SpentAsync(MeterKey key, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(
            $"SELECT CAST(coalesce((SELECT base FROM quota_usage WHERE {Meter}), 0) + coalesce((SELECT sum(spent) FROM quota_leases WHERE {Meter}), 0) AS BIGINT)", Parameters(key)),
        cancellationToken);

    public async Task<bool> WarnAsync(MeterKey key, int percent, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                await LockAsync(connection, Parameters(key));
                return await connection.ExecuteAsync($"UPDATE quota_usage SET warned = @Percent WHERE {Meter} AND warned < @Percent", Parameters(key, percent));
            },
            cancellationToken) > 0;

    public Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            DELETE FROM quota_usage WHERE period > 0 AND period < @before
            AND quota NOT IN (SELECT id FROM quotas WHERE kind = 'budget')
            AND NOT EXISTS (SELECT 1 FROM quota_leases l WHERE l.quota = quota_usage.quota AND l.generation = quota_usage.generation AND l.period = quota_usage.period)
            """,
            new { before = before.ToUnixTimeMilliseconds() }),
        cancellationToken);

    /// <summary>Locks what guards a meter and gives what has been spent of it for good.</summary>
    private static async Task<long> LockAsync(DbConnection connection, object key)
    {
        const string Lock = $"UPDATE quota_usage SET base = base WHERE {Meter} RETURNING base";
        var spent = await connection.QueryAsync<long>(Lock, key);
        if (spent.FirstOrDefault(-1) is var found and >= 0)
        {
            return found;
        }

        await connection.ExecuteAsync("INSERT INTO quota_usage (quota, generation, period, base, wanted, warned) VALUES (@Quota, @Generation, @Period, 0, 0, 0) ON CONFLICT DO NOTHING", key);
        return await connection.QuerySingleAsync<long>(Lock, key);
    }

    // The row is the proof that it was not ended before.
    private static async Task EndAsync(DbConnection connection, string node, MeterKey meter, long spent)
    {
        var key = Parameters(meter);
        await LockAsync(connection, key);
        if (await connection.ExecuteAsync($"DELETE FROM quota_leases WHERE {Meter} AND node = @node", new { key.Quota, key.Generation, key.Period, node }) > 0)
        {
            await connection.ExecuteAsync($"UPDATE quota_usage SET base = base + @spent WHERE {Meter}", new { key.Quota, key.Generation, key.Period, spent });
        }
    }

    // One order for all, so that two nodes never wait for each other.
    private static IEnumerable<LeaseState> Ordered(IReadOnlyList<LeaseState> states) =>
        states.OrderBy(s => s.Key.Quota.ToString(), StringComparer.Ordinal).ThenBy(s => s.Key.Generation).ThenBy(s => s.Key.Period);

    private static KeyParameters Parameters(MeterKey key, int percent = 0) => new(key.Quota.ToString(), key.Generation, key.Period, percent);

    private sealed record KeyParameters(string Quota, long Generation, long Period, int Percent);

    private sealed record RuleRow(long Amount, string Unit, long Generation, long Suspended, long? Override_Amount, long? Override_Until);

    // A lease counts as spent until the node says otherwise; a call that cost more than was reserved counts in full.
    private static long Held(long granted, long spent) => Math.Max(granted, spent);

    private sealed record OtherRow(string Node, long Granted, long Spent);

    private sealed record LeftRow(string Quota, long Generation, long Period, long Granted, long Spent, string? Unit);
}

using System.Data.Common;
using System.Text.Json;
using Dapper;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Admission;

/// <summary>Limits and budgets in the database. Every change is audited and seen by every node within a second.</summary>
public sealed class QuotaStore
{
    private const string Columns = "id, kind, name, level, subject, model, unit, amount, span, hard, unpriced, warn_at, suspended, generation, override_amount, override_until, starts_at";

    private readonly GyreDatabase database;
    private readonly TimeProvider time;
    private readonly AuditLog audit;

    /// <summary>Over a database with this room's tables.</summary>
    public QuotaStore(GyreDatabase database, TimeProvider time) => (this.database, this.time, audit) = (database, time, new AuditLog(database, time));

    /// <summary>Stores a new one.</summary>
    /// <param name="quota">Its id, generation and start are set here; the subject of a key level may be the key's name.</param>
    /// <param name="actor">Who does it, for the audit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException"><c>quota-invalid</c>, <c>quota-exists</c> or <c>…-not-found</c> for what it is for.</exception>
    public Task<Quota> CreateAsync(Quota quota, string actor, CancellationToken cancellationToken)
    {
        QuotaRules.Check(quota);
        return database.WriteAsync(
            async connection =>
            {
                var now = time.GetUtcNow();
                var stored = quota with { Id = Guid.CreateVersion7(now), Generation = 0, StartsAt = now, Subject = await SubjectAsync(connection, quota.Level, quota.Subject) };
                if (await FindAsync(connection, quota.Kind, quota.Name) is not null)
                {
                    throw new ProblemException("quota-exists", $"There is a {QuotaWords.Word(quota.Kind)} '{quota.Name}' already. Change it with gyre {QuotaWords.Word(quota.Kind)} update, or choose another name.");
                }

                await connection.ExecuteAsync(
                    $"""
                    INSERT INTO quotas ({Columns}, created_at)
                    VALUES (@Id, @Kind, @Name, @Level, @Subject, @Model, @Unit, @Amount, @Span, @Hard, @Unpriced, @Warn_At, @Suspended, @Generation, @Override_Amount, @Override_Until, @Starts_At, @Starts_At)
                    """,
                    Row(stored));
                await audit.AppendAsync(connection, actor, $"{QuotaWords.Word(stored.Kind)}.created", stored.Name, null, QuotaRules.Words(stored));
                return stored;
            },
            cancellationToken);
    }

    /// <summary>Changes the amount, the warnings, the rule for unknown prices, the suspension or the override; the rest is kept.</summary>
    /// <exception cref="ProblemException"><c>quota-not-found</c>, <c>quota-invalid</c>.</exception>
    public Task<Quota> ChangeAsync(QuotaKind kind, string name, string action, Func<Quota, Quota> change, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name);
            var wished = change(before);
            var after = before with
            {
                Amount = wished.Amount,
                WarnAt = wished.WarnAt,
                AllowUnpriced = wished.AllowUnpriced,
                Suspended = wished.Suspended,
                Override = wished.Override,
                Generation = wished.Generation,
            };
            QuotaRules.Check(after);
            await connection.ExecuteAsync(
                """
                UPDATE quotas SET amount = @Amount, unpriced = @Unpriced, warn_at = @Warn_At, suspended = @Suspended, generation = @Generation,
                    override_amount = @Override_Amount, override_until = @Override_Until WHERE id = @Id
                """,
                Row(after));
            await audit.AppendAsync(connection, actor, $"{QuotaWords.Word(kind)}.{action}", name, QuotaRules.Words(before), QuotaRules.Words(after));
            return after;
        },
        cancellationToken);

    /// <summary>The change that counts from zero from now on, in the same period; what was counted is kept for the record.</summary>
    public static Quota Reset(Quota quota) => quota with { Generation = quota.Generation + 1 };

    /// <exception cref="ProblemException"><c>quota-not-found</c>.</exception>
    public Task DeleteAsync(QuotaKind kind, string name, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name);
            await connection.ExecuteAsync("DELETE FROM quotas WHERE id = @id", new { id = before.Id.ToString() });
            await audit.AppendAsync(connection, actor, $"{QuotaWords.Word(kind)}.deleted", name, QuotaRules.Words(before), null);
        },
        cancellationToken);

    /// <summary>With what is spent and held in the current period.</summary>
    /// <exception cref="ProblemException"><c>quota-not-found</c>.</exception>
    public Task<QuotaStatus> ShowAsync(QuotaKind kind, string name, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => await StatusAsync(connection, await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name)),
        cancellationToken);

    /// <summary>All of a kind, by name, with what is spent and held in their current periods.</summary>
    public Task<IReadOnlyList<QuotaStatus>> ListAsync(QuotaKind kind, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<QuotaStatus>>(
        async connection =>
        {
            var all = new List<QuotaStatus>();
            foreach (var quota in await QueryAsync(connection, "WHERE kind = @kind ORDER BY name", new { kind = QuotaWords.Word(kind) }))
            {
                all.Add(await StatusAsync(connection, quota));
            }

            return all;
        },
        cancellationToken);

    internal async Task<IReadOnlyList<Quota>> RulesAsync(CancellationToken cancellationToken) =>
        [.. await database.ReadAsync(connection => QueryAsync(connection, "ORDER BY id", new { }), cancellationToken)];

    internal Task WarnedAsync(Quota quota, int percent, long spent, CancellationToken cancellationToken) => database.WriteAsync(
        connection => audit.AppendAsync(connection, "gyre", $"{QuotaWords.Word(quota.Kind)}.warned", quota.Name, null, new { percent, spent }),
        cancellationToken);

    private async Task<QuotaStatus> StatusAsync(DbConnection connection, Quota quota)
    {
        var now = time.GetUtcNow();
        var period = Period.At(quota.Span, now.ToUnixTimeMilliseconds(), quota.StartsAt);
        var key = new { quota = quota.Id.ToString(), quota.Generation, period = period.Start };
        const string Meter = "quota = @quota AND generation = @Generation AND period = @period";
        var spent = await connection.ExecuteScalarAsync<long>($"SELECT CAST(coalesce((SELECT base FROM quota_usage WHERE {Meter}), 0) + coalesce((SELECT sum(spent) FROM quota_leases WHERE {Meter}), 0) AS BIGINT)", key);
        var held = await connection.ExecuteScalarAsync<long>($"SELECT CAST(coalesce(sum(CASE WHEN granted > spent THEN granted - spent ELSE 0 END), 0) AS BIGINT) FROM quota_leases WHERE {Meter}", key);
        var subject = quota.Level == QuotaLevel.Key
            ? await connection.ExecuteScalarAsync<string>("SELECT name FROM api_keys WHERE id = @Subject", new { quota.Subject }) ?? quota.Subject
            : quota.Subject;
        return new QuotaStatus(quota, subject, quota.AmountAt(now), spent, held, period.End == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(period.End));
    }

    private static async Task<string> SubjectAsync(DbConnection connection, QuotaLevel level, string subject) => level switch
    {
        QuotaLevel.Everyone => "",
        QuotaLevel.Key => (await KeyStore.FindAsync(connection, subject)).Id.ToString(),
        QuotaLevel.Team => await GroupStore.RequireAsync(connection, GroupKind.Team, subject),
        QuotaLevel.Project => await GroupStore.RequireAsync(connection, GroupKind.Project, subject),
        _ => await GroupStore.RequireAsync(connection, GroupKind.CostCenter, subject),
    };

    private static async Task<Quota?> FindAsync(DbConnection connection, QuotaKind kind, string name) =>
        (await QueryAsync(connection, "WHERE kind = @kind AND name = @name", new { kind = QuotaWords.Word(kind), name })).SingleOrDefault();

    private static async Task<ProblemException> NotFoundAsync(DbConnection connection, QuotaKind kind, string name)
    {
        var names = await connection.QueryAsync<string>("SELECT name FROM quotas WHERE kind = @kind", new { kind = QuotaWords.Word(kind) });
        return new ProblemException("quota-not-found", $"There is no {QuotaWords.Word(kind)} '{name}'.{NearestName.Hint(name, names)}");
    }

    private static async Task<IEnumerable<Quota>> QueryAsync(DbConnection connection, string where, object parameters) =>
        (await connection.QueryAsync<QuotaRow>($"SELECT {Columns} FROM quotas {where}", parameters)).Select(Read);

    private static Quota Read(QuotaRow row) => new()
    {
        Id = Guid.Parse(row.Id),
        Kind = QuotaWords.Kind(row.Kind),
        Name = row.Name,
        Level = QuotaWords.Level(row.Level),
        Subject = row.Subject,
        Model = row.Model,
        Unit = QuotaWords.Unit(row.Unit),
        Amount = row.Amount,
        Span = QuotaWords.Span(row.Span),
        Hard = row.Hard != 0,
        AllowUnpriced = row.Unpriced == "allow",
        WarnAt = JsonSerializer.Deserialize<int[]>(row.Warn_At)!,
        Suspended = row.Suspended != 0,
        Generation = row.Generation,
        Override = row.Override_Until is { } until ? new QuotaOverride(row.Override_Amount!.Value, DateTimeOffset.FromUnixTimeMilliseconds(until)) : null,
        StartsAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Starts_At),
    };

    private static QuotaRow Row(Quota q) => new()
    {
        Id = q.Id.ToString(),
        Kind = QuotaWords.Word(q.Kind),
        Name = q.Name,
        Level = QuotaWords.Word(q.Level),
        Subject = q.Subject,
        Model = q.Model,
        Unit = QuotaWords.Word(q.Unit),
        Amount = q.Amount,
        Span = QuotaWords.Word(q.Span),
        Hard = q.Hard ? 1 : 0,
        Unpriced = q.AllowUnpriced ? "allow" : "refuse",
        Warn_At = JsonSerializer.Serialize(q.WarnAt),
        Suspended = q.Suspended ? 1 : 0,
        Generation = q.Generation,
        Override_Amount = q.Override?.Amount,
        Override_Until = q.Override?.Until.ToUnixTimeMilliseconds(),
        Starts_At = q.StartsAt.ToUnixTimeMilliseconds(),
    };

    private sealed class QuotaRow
    {
        public required string Id { get; init; }
        public required string Kind { get; init; }
        public required string Name { get; init; }
        public required string Level { get; init; }
        public required string Subject { get; init; }
        public string? Model { get; init; }
        public required string Unit { get; init; }
        public long Amount { get; init; }
        public required string Span { get; init; }
        public long Hard { get; init; }
        public required string Unpriced { get; init; }
        public required string Warn_At { get; init; }
        public long Suspended { get; init; }
        public long Generation { get; init; }
        public long? Override_Amount { get; init; }
        public long? Override_Until { get; init; }
        public long Starts_At { get; init; }
    }
}

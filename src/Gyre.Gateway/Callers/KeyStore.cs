using System.Data.Common;
using System.Text.Json;
using Dapper;
using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Callers;

/// <summary>Keys in the database. Every change is audited and seen by every node within a second.</summary>
public sealed class KeyStore
{
    private const string Columns = "id, name, hash, prefix, state, team, project, cost_center, models, endpoints, regions, tags, created_at, expires_at, old_hash, old_until";

    private readonly GyreDatabase database;
    private readonly TimeProvider time;
    private readonly AuditLog audit;

    /// <summary>Over a database with this room's tables.</summary>
    public KeyStore(GyreDatabase database, TimeProvider time) => (this.database, this.time, audit) = (database, time, new AuditLog(database, time));

    /// <summary>Makes a key.</summary>
    /// <param name="key">Its id, prefix, state and dates of its own are set here.</param>
    /// <param name="actor">Who does it, for the audit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException"><c>name-invalid</c>, <c>scope-invalid</c>, <c>key-exists</c>, <c>key-expires-in-the-past</c>, or <c>…-not-found</c> for what it belongs to.</exception>
    public Task<IssuedKey> CreateAsync(CallerKey key, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var now = time.GetUtcNow();
            if (!Names.IsGood(key.Name))
            {
                throw new ProblemException(new Problem("name-invalid", $"'{key.Name}' is no name. {Names.Rule}") { Field = "name" });
            }

            ScopeRules.Check(key.Scopes);
            if (key.ExpiresAt <= now)
            {
                throw new ProblemException(new Problem("key-expires-in-the-past", $"{key.ExpiresAt:u} is over already.") { Field = "expires_at" });
            }

            if ((await QueryAsync(connection, "WHERE name = @Name AND state <> 'revoked'", new { key.Name })).Any())
            {
                throw new ProblemException("key-exists", $"There is a key '{key.Name}' already. Give it a new text with gyre key rotate, or choose another name.");
            }

            await CheckGroupsAsync(connection, key);
            var text = KeyText.Create();
            var made = key with { Id = Guid.CreateVersion7(now), Prefix = KeyText.Prefix(text), State = KeyState.Active, CreatedAt = now, OldTextUntil = null };
            await connection.ExecuteAsync(
                $"""
                INSERT INTO api_keys ({Columns})
                VALUES (@Id, @Name, @hash, @Prefix, 'active', @Team, @Project, @CostCenter, @models, @endpoints, @regions, @tags, @created, @expires, NULL, NULL)
                """,
                new
                {
                    Id = made.Id.ToString(),
                    made.Name,
                    hash = KeyHash.Of(text).ToBytes(),
                    made.Prefix,
                    made.Team,
                    made.Project,
                    made.CostCenter,
                    models = JsonSerializer.Serialize(made.Scopes.Models),
                    endpoints = JsonSerializer.Serialize(made.Scopes.Endpoints),
                    regions = JsonSerializer.Serialize(made.Scopes.Regions),
                    tags = JsonSerializer.Serialize(made.Tags),
                    created = now.ToUnixTimeMilliseconds(),
                    expires = made.ExpiresAt?.ToUnixTimeMilliseconds(),
                });
            await audit.AppendAsync(connection, actor, "key.created", made.Name, null, Audited(made));
            return new IssuedKey(made, text);
        },
        cancellationToken);

    /// <summary>Gives a key a new text; the old one works until the grace is over.</summary>
    /// <exception cref="ProblemException"><c>key-not-found</c>, <c>key-revoked</c>.</exception>
    public Task<IssuedKey> RotateAsync(string which, TimeSpan grace, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, which);
            NotRevoked(before);
            var text = KeyText.Create();
            DateTimeOffset? until = grace > TimeSpan.Zero ? time.GetUtcNow() + grace : null;
            var after = before with { Prefix = KeyText.Prefix(text), OldTextUntil = until };
            await connection.ExecuteAsync(
                "UPDATE api_keys SET old_hash = CASE WHEN @until IS NULL THEN NULL ELSE hash END, old_until = @until, hash = @hash, prefix = @Prefix WHERE id = @Id",
                new { Id = before.Id.ToString(), until = until?.ToUnixTimeMilliseconds(), hash = KeyHash.Of(text).ToBytes(), after.Prefix });
            await audit.AppendAsync(connection, actor, "key.rotated", before.Name, Audited(before), Audited(after));
            return new IssuedKey(after, text);
        },
        cancellationToken);

    /// <exception cref="ProblemException"><c>key-not-found</c>, <c>key-revoked</c>.</exception>
    public Task<CallerKey> SuspendAsync(string which, string actor, CancellationToken cancellationToken) => SetAsync(which, KeyState.Suspended, "key.suspended", actor, cancellationToken);

    /// <exception cref="ProblemException"><c>key-not-found</c>, <c>key-revoked</c>.</exception>
    public Task<CallerKey> ResumeAsync(string which, string actor, CancellationToken cancellationToken) => SetAsync(which, KeyState.Active, "key.resumed", actor, cancellationToken);

    /// <summary>Ends a key for good; its name is free again, its calls stay in the ledger.</summary>
    /// <exception cref="ProblemException"><c>key-not-found</c>, <c>key-revoked</c>.</exception>
    public Task<CallerKey> RevokeAsync(string which, string actor, CancellationToken cancellationToken) => SetAsync(which, KeyState.Revoked, "key.revoked", actor, cancellationToken);

    /// <summary>By id, name or prefix.</summary>
    /// <exception cref="ProblemException"><c>key-not-found</c>.</exception>
    public Task<CallerKey> ShowAsync(string which, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => FindAsync(connection, which), cancellationToken);

    /// <summary>By name; revoked ones last and only if asked for.</summary>
    public async Task<IReadOnlyList<CallerKey>> ListAsync(bool withRevoked, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            connection => QueryAsync(connection, $"{(withRevoked ? "" : "WHERE state <> 'revoked'")} ORDER BY CASE WHEN state = 'revoked' THEN 1 ELSE 0 END, name, id", new { }),
            cancellationToken)).Select(r => r.Key)];

    internal static async Task<CallerKey> FindAsync(DbConnection connection, string which)
    {
        var found = (await QueryAsync(connection, "WHERE id = @which OR name = @which OR prefix = @which ORDER BY CASE WHEN state = 'revoked' THEN 1 ELSE 0 END, id DESC", new { which = which.Trim() })).FirstOrDefault();
        if (found.Key is { } key)
        {
            return key;
        }

        // Somebody may have typed the key itself: it must not be repeated.
        var shown = which.StartsWith(KeyText.Mark, StringComparison.Ordinal) && which.Length > 12 ? KeyText.Prefix(which) + "…" : which;
        throw new ProblemException("key-not-found", $"There is no key '{shown}'.{NearestName.Hint(shown, await connection.QueryAsync<string>("SELECT name FROM api_keys WHERE state <> 'revoked'"))}");
    }

    internal Task<IReadOnlyList<StoredKey>> AllAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredKey>>(async connection => [.. await QueryAsync(connection, "", new { })], cancellationToken);

    private Task<CallerKey> SetAsync(string which, KeyState state, string action, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, which);
            NotRevoked(before);
            var after = before with { State = state };
            await connection.ExecuteAsync("UPDATE api_keys SET state = @state WHERE id = @Id", new { Id = before.Id.ToString(), state = Word(state) });
            await audit.AppendAsync(connection, actor, action, before.Name, Audited(before), Audited(after));
            return after;
        },
        cancellationToken);

    private static void NotRevoked(CallerKey key)
    {
        if (key.State == KeyState.Revoked)
        {
            throw new ProblemException("key-revoked", $"Key '{key.Name}' ({key.Prefix}…) is revoked, which can't be undone. Make a new one: gyre key create --name '{key.Name}'.");
        }
    }

    private static async Task CheckGroupsAsync(DbConnection connection, CallerKey key)
    {
        foreach (var (kind, name) in new[] { (GroupKind.Team, key.Team), (GroupKind.Project, key.Project), (GroupKind.CostCenter, key.CostCenter) })
        {
            if (name is not null)
            {
                await GroupStore.RequireAsync(connection, kind, name);
            }
        }
    }

    private static async Task<IEnumerable<StoredKey>> QueryAsync(DbConnection connection, string where, object parameters) =>
        (await connection.QueryAsync<KeyRow>($"SELECT {Columns} FROM api_keys {where}", parameters)).Select(r => new StoredKey(
            new CallerKey
            {
                Id = Guid.Parse(r.Id),
                Name = r.Name,
                Prefix = r.Prefix,
                State = Enum.Parse<KeyState>(r.State, ignoreCase: true),
                Team = r.Team,
                Project = r.Project,
                CostCenter = r.Cost_Center,
                Scopes = new CallerScopes(Words(r.Models), Words(r.Endpoints), Words(r.Regions)),
                Tags = new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(r.Tags)!, StringComparer.Ordinal),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(r.Created_At),
                ExpiresAt = r.Expires_At is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
                OldTextUntil = r.Old_Until is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
            },
            KeyHash.Of(r.Hash),
            r.Old_Hash is { } old ? KeyHash.Of(old) : null));

    private static string[] Words(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private static string Word(KeyState state) => state switch { KeyState.Active => "active", KeyState.Suspended => "suspended", _ => "revoked" };

    private static object Audited(CallerKey k) => new
    {
        id = k.Id,
        prefix = k.Prefix,
        state = Word(k.State),
        team = k.Team,
        project = k.Project,
        cost_center = k.CostCenter,
        models = k.Scopes.Models,
        endpoints = k.Scopes.Endpoints,
        regions = k.Scopes.Regions,
        tags = k.Tags,
        expires_at = k.ExpiresAt,
        old_text_until = k.OldTextUntil,
    };

    private sealed class KeyRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required byte[] Hash { get; init; }
        public required string Prefix { get; init; }
        public required string State { get; init; }
        public string? Team { get; init; }
        public string? Project { get; init; }
        public string? Cost_Center { get; init; }
        public required string Models { get; init; }
        public required string Endpoints { get; init; }
        public required string Regions { get; init; }
        public required string Tags { get; init; }
        public long Created_At { get; init; }
        public long? Expires_At { get; init; }
        public byte[]? Old_Hash { get; init; }
        public long? Old_Until { get; init; }
    }
}

/// <summary>A key and what its texts hash to.</summary>
internal readonly record struct StoredKey(CallerKey Key, KeyHash Hash, KeyHash? OldHash);

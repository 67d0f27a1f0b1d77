using System.Globalization;
using System.Text.Json;
using Dapper;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Workspace;
using Gyre.Workspace.Secrets;

namespace Gyre.Models.Connections;

/// <summary>Asks a person for a secret.</summary>
/// <param name="connection">Name of the connection.</param>
/// <param name="field">The field that says <c>&lt;user-input&gt;</c>.</param>
/// <param name="cancellationToken">Cancels the wait.</param>
/// <returns>What was typed, or null where nobody can be asked.</returns>
public delegate ValueTask<string?> AskForSecret(string connection, string field, CancellationToken cancellationToken);

/// <summary>The connections kept in the workspace's database. Secrets are encrypted each by itself; the key is elsewhere (<see cref="SecretKey"/>).</summary>
public sealed class ConnectionStore(GyreHome home, TimeProvider? time = null, Func<string, string?>? environment = null) : IConnectionSource, IUnfilledConnections
{
    private const string Columns = "name AS Name, type AS Type, module AS Module, configs AS Configs, secrets AS Secrets, created_at AS CreatedAt, updated_at AS UpdatedAt";

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly SecretBox box = new(new SecretKey(home.SecretsKeyFile, environment));
    private GyreDatabase? opened;

    /// <summary>The connection with its secrets, references filled; null where there is none.</summary>
    /// <exception cref="ProblemException">A secret cannot be decrypted, or a reference not be filled.</exception>
    public async ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) =>
        await UnfilledAsync(name, cancellationToken) is { } found ? ConnectionReferences.Resolve(found, environment) : null;

    ValueTask<Connection?> IUnfilledConnections.FindUnfilledAsync(string name, CancellationToken cancellationToken) => UnfilledAsync(name, cancellationToken);

    /// <summary>Every connection by name, secrets masked.</summary>
    public async Task<IReadOnlyList<StoredConnection>> ListAsync(CancellationToken cancellationToken)
    {
        if (await DatabaseAsync(create: false, cancellationToken) is not { } database)
        {
            return [];
        }

        var rows = await database.ReadAsync(c => c.QueryAsync<Row>($"SELECT {Columns} FROM connections ORDER BY name"), cancellationToken);
        return [.. rows.Select(Masked)];
    }

    /// <summary>One connection, secrets masked; null where there is none.</summary>
    public async Task<StoredConnection?> ShowAsync(string name, CancellationToken cancellationToken) =>
        await RowAsync(name, cancellationToken) is { } row ? Masked(row) : null;

    /// <summary>Stores a connection, over one of the same name as the original does.</summary>
    /// <param name="connection">As read from a file; <c>&lt;user-input&gt;</c> is asked for, <c>&lt;no-change&gt;</c> and a mask keep what is stored.</param>
    /// <param name="ask">Asks a person; null where there is nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether one was replaced.</returns>
    /// <exception cref="ProblemException"><c>secret-missing</c>: there is nobody to ask, or nothing to keep.</exception>
    public async Task<bool> SaveAsync(Connection connection, AskForSecret? ask, CancellationToken cancellationToken)
    {
        var database = (await DatabaseAsync(create: true, cancellationToken))!;
        var stored = await RowAsync(connection.Name, cancellationToken);
        var secrets = await SecretsAsync(connection, stored, ask, cancellationToken);
        var now = Text(time.GetUtcNow());
        await database.WriteAsync(
            c => c.ExecuteAsync(
                """
                INSERT INTO connections (name, type, module, configs, secrets, created_at, updated_at)
                VALUES (@Name, @Type, @Module, @Configs, @Secrets, @CreatedAt, @UpdatedAt)
                ON CONFLICT (name) DO UPDATE SET type = @Type, module = @Module, configs = @Configs, secrets = @Secrets, updated_at = @UpdatedAt
                """,
                new Row(connection.Name, connection.Type, connection.Module, JsonSerializer.Serialize(connection.Configs), JsonSerializer.Serialize(secrets), now, now)),
            cancellationToken);
        return stored is not null;
    }

    /// <summary>Changes a connection that is there.</summary>
    /// <exception cref="ProblemException"><c>connection-not-found</c>, or as <see cref="SaveAsync"/>.</exception>
    public async Task UpdateAsync(Connection connection, AskForSecret? ask, CancellationToken cancellationToken)
    {
        if (await RowAsync(connection.Name, cancellationToken) is null)
        {
            throw await NotFoundAsync(connection.Name, cancellationToken);
        }

        await SaveAsync(connection, ask, cancellationToken);
    }

    /// <summary>Changes single fields of a connection that is there, as <c>update --set key=value</c> does.</summary>
    /// <param name="name">Which.</param>
    /// <param name="sets">Fields by name; for a custom connection <c>configs.x</c> or <c>secrets.x</c>, or a key it has.</param>
    /// <param name="ask">Asks a person; null where there is nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProblemException"><c>connection-not-found</c>, <c>connection-invalid</c>.</exception>
    public async Task UpdateAsync(string name, IReadOnlyDictionary<string, string> sets, AskForSecret? ask, CancellationToken cancellationToken)
    {
        var row = await RowAsync(name, cancellationToken) ?? throw await NotFoundAsync(name, cancellationToken);
        await SaveAsync(ConnectionChanges.Apply(Masked(row).Connection, sets), ask, cancellationToken);
    }

    /// <summary>Removes a connection.</summary>
    /// <exception cref="ProblemException"><c>connection-not-found</c>, with the nearest name.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var gone = await DatabaseAsync(create: false, cancellationToken) is { } database
            ? await database.WriteAsync(c => c.ExecuteAsync("DELETE FROM connections WHERE name = @name", new { name }), cancellationToken)
            : 0;
        if (gone == 0)
        {
            throw await NotFoundAsync(name, cancellationToken);
        }
    }

    private async Task<Dictionary<string, string>> SecretsAsync(Connection connection, Row? stored, AskForSecret? ask, CancellationToken cancellationToken)
    {
        var kept = stored is null ? [] : Parsed(stored.Secrets);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in connection.Secrets)
        {
            var (keep, wanted) = (IsMask(value), value);
            if (keep && kept.TryGetValue(field, out var sealedSecret))
            {
                secrets[field] = sealedSecret!;
                continue;
            }

            if (keep || value == "<user-input>")
            {
                wanted = ask is null ? null : await ask(connection.Name, field, cancellationToken);
            }

            secrets[field] = string.IsNullOrEmpty(wanted)
                ? throw Missing(connection, field, ask is null ? "there is no terminal to ask at" : "nothing was entered")
                : box.Seal(wanted, Place(connection.Name, field));
        }

        return secrets;
    }

    // As in the original: what is empty, masked or <no-change> keeps the stored secret, and is asked for where there is none.
    private static bool IsMask(string value) => value == "<no-change>" || value.All(c => c == '*');

    private static ProblemException Missing(Connection connection, string field, string why) =>
        new(new Problem("secret-missing", $"'{field}' of connection '{connection.Name}' is not known: {why}. Give it with --set {field}=…, or write ${{env:NAME}} in the file.") { Field = field });

    private async Task<ProblemException> NotFoundAsync(string name, CancellationToken cancellationToken)
    {
        var names = (await ListAsync(cancellationToken)).Select(c => c.Connection.Name).ToList();
        return new ProblemException("connection-not-found", $"There is no connection '{name}' in '{home.Folder}'.{NearestName.Hint(name, names)}");
    }

    private async ValueTask<Connection?> UnfilledAsync(string name, CancellationToken cancellationToken) =>
        await RowAsync(name, cancellationToken) is { } row ? Decrypted(row) : null;

    private Connection Decrypted(Row row) => Plain(row) with
    {
        Secrets = Parsed(row.Secrets).ToDictionary(s => s.Key, s => box.Open(s.Value!, Place(row.Name, s.Key)), StringComparer.Ordinal),
    };

    private static StoredConnection Masked(Row row) => new(
        Plain(row) with { Secrets = Parsed(row.Secrets).ToDictionary(s => s.Key, _ => StoredConnection.Mask, StringComparer.Ordinal) },
        Date(row.CreatedAt),
        Date(row.UpdatedAt));

    private static Connection Plain(Row row) => new() { Name = row.Name, Type = row.Type, Module = row.Module, Configs = Parsed(row.Configs) };

    // By hand: starting the serializer takes longer than opening the database.
    private static Dictionary<string, string?> Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString(), StringComparer.Ordinal);
    }

    // Also what the secret is bound to, so that a row's secret cannot be moved to another connection.
    private static string Place(string name, string field) => $"'{field}' of connection '{name}'";

    private async Task<Row?> RowAsync(string name, CancellationToken cancellationToken) =>
        await DatabaseAsync(create: false, cancellationToken) is { } database
            ? await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM connections WHERE name = @name", new { name }), cancellationToken)
            : null;

    // Looking a connection up must work in a folder that can't be written; the database is made by the first one stored.
    private async Task<GyreDatabase?> DatabaseAsync(bool create, CancellationToken cancellationToken)
    {
        if (opened is null && (create || File.Exists(home.DatabaseFile)))
        {
            if (create)
            {
                home.EnsureExists();
            }

            opened = await GyreDatabase.OpenAsync(home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly)], cancellationToken);
        }

        return opened;
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Row(string Name, string Type, string Module, string Configs, string Secrets, string CreatedAt, string UpdatedAt);
}

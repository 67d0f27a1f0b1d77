using System.Data.Common;
using Dapper;
using Gyre.Kernel;
using Microsoft.Data.Sqlite;

namespace Gyre.Storage;

/// <summary>
/// The workspace's database: one SQLite file in WAL mode that several processes may use at once.
/// Safe to share between threads: every call opens a pooled connection of its own.
/// </summary>
public sealed class GyreDatabase
{
    private readonly string connectionString;
    private readonly TimeSpan busyTimeout;

    private GyreDatabase(string path, TimeSpan busyTimeout)
    {
        Path = path;
        this.busyTimeout = busyTimeout;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds) }.ToString();
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, making it and its folder where they are missing, and brings the rooms' tables up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="rooms">The migrations of every room that will use it, e.g. <c>RoomMigrations.Of(typeof(RunStore).Assembly)</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException"><c>database-not-writable</c>, <c>disk-full</c>, <c>database-busy</c>, <c>database-damaged</c> or <c>database-newer</c>.</exception>
    public static Task<GyreDatabase> OpenAsync(string path, IReadOnlyList<RoomMigrations> rooms, CancellationToken cancellationToken) =>
        OpenAsync(path, rooms, TimeSpan.FromSeconds(30), cancellationToken);

    /// <inheritdoc cref="OpenAsync(string, IReadOnlyList{RoomMigrations}, CancellationToken)"/>
    /// <param name="path">The database file.</param>
    /// <param name="rooms">The migrations of every room that will use it.</param>
    /// <param name="busyTimeout">How long to wait for another process's write; at least a second.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<GyreDatabase> OpenAsync(string path, IReadOnlyList<RoomMigrations> rooms, TimeSpan busyTimeout, CancellationToken cancellationToken)
    {
        SqliteLibrary.Initialize();
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatabaseProblems.FolderNotWritable(path, e);
        }

        var database = new GyreDatabase(path, busyTimeout);
        await database.MigrateAsync(rooms, cancellationToken);
        return database;
    }

    /// <summary>Runs queries on a connection of their own.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return await query(connection);
        }
        catch (SqliteException e)
        {
            throw DatabaseProblems.Of(e, Path);
        }
    }

    /// <summary>Runs changes in one transaction that takes the write lock at its start; nothing is kept if it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        SqliteException? cause = null;
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                var result = await change(connection);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (SqliteException e)
            {
                // On a full disk SQLite has rolled back by itself, and the end of the transaction fails in its turn.
                cause = e;
                throw;
            }
        }
        catch (SqliteException e)
        {
            throw DatabaseProblems.Of(cause ?? e, Path);
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbConnection, Task> change, CancellationToken cancellationToken) =>
        WriteAsync(
            async connection =>
            {
                await change(connection);
                return true;
            },
            cancellationToken);

    /// <summary>The version of the SQLite library in use, e.g. <c>3.46.1</c>.</summary>
    public Task<string> LibraryVersionAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleAsync<string>("SELECT sqlite_version()"), cancellationToken);

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // NORMAL is durable against a crash of the process; only a power cut may lose the last commits, never the file.
            await connection.ExecuteAsync($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA synchronous = NORMAL;");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task MigrateAsync(IReadOnlyList<RoomMigrations> rooms, CancellationToken cancellationToken)
    {
        await ReadAsync(connection => connection.ExecuteScalarAsync<string>("PRAGMA journal_mode = WAL"), cancellationToken);
        if (await ReadAsync(connection => PendingAsync(connection, rooms), cancellationToken) == 0)
        {
            return;
        }

        await WriteAsync(connection => ApplyAsync(connection, rooms), cancellationToken);
    }

    private async Task<int> PendingAsync(DbConnection connection, IReadOnlyList<RoomMigrations> rooms)
    {
        var exists = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'");
        if (exists == 0)
        {
            return 1;
        }

        var pending = 0;
        foreach (var room in rooms)
        {
            pending += room.Steps.Count - await AppliedAsync(connection, room);
        }

        return pending;
    }

    private async Task ApplyAsync(DbConnection connection, IReadOnlyList<RoomMigrations> rooms)
    {
        await connection.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS schema_migrations (
                room       TEXT NOT NULL,
                version    INTEGER NOT NULL,
                name       TEXT NOT NULL,
                applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
                PRIMARY KEY (room, version)
            )
            """);
        foreach (var room in rooms)
        {
            foreach (var step in room.Steps.Skip(await AppliedAsync(connection, room)))
            {
                await connection.ExecuteAsync(step.Sql);
                await connection.ExecuteAsync(
                    "INSERT INTO schema_migrations (room, version, name) VALUES (@Room, @Version, @Name)",
                    new { room.Room, step.Version, step.Name });
            }
        }
    }

    private async Task<int> AppliedAsync(DbConnection connection, RoomMigrations room)
    {
        var applied = await connection.ExecuteScalarAsync<int>(
            "SELECT coalesce(max(version), 0) FROM schema_migrations WHERE room = @Room", new { room.Room });
        return applied <= room.Steps.Count ? applied : throw DatabaseProblems.Newer(Path, room.Room, applied, room.Steps.Count);
    }
}

using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Gyre.Storage;

/// <summary>One SQLite file in WAL mode that several processes may use at once.</summary>
internal sealed class SqliteEngine(string path, TimeSpan busyTimeout) : DatabaseEngine
{
    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
    }.ToString();

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override string Place => path;

    public override string VersionSql => "SELECT sqlite_version()";

    public override string MigrationsTable => """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            room       TEXT NOT NULL,
            version    INTEGER NOT NULL,
            name       TEXT NOT NULL,
            applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            PRIMARY KEY (room, version)
        )
        """;

    public override string MigrationsTableExists => "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'";

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        SqliteLibrary.Initialize();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatabaseProblems.FolderNotWritable(path, e);
        }

        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode = WAL");
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
    }

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
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

    // A writing transaction holds the file's only write lock already.
    public override Task LockMigrationsAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    public override string Script(string sql) => sql;

    public override Exception Explain(DbException exception) =>
        exception is SqliteException e ? DatabaseProblems.Of(e, path) : exception;
}

using System.Data.Common;
using Dapper;
using Gyre.Kernel;

namespace Gyre.Storage;

/// <summary>
/// The workspace's database: a SQLite file, or a PostgreSQL server that several nodes share.
/// Safe to share between threads: every call opens a pooled connection of its own.
/// </summary>
public sealed class GyreDatabase
{
    private readonly DatabaseEngine engine;

    private GyreDatabase(DatabaseEngine engine) => this.engine = engine;

    /// <summary>Full path of the file, or the server and database without user and password.</summary>
    public string Path => engine.Place;

    /// <summary>Which of the two it is.</summary>
    public DatabaseKind Kind => engine.Kind;

    /// <summary>Opens the database, making a file and its folder where they are missing, and brings the rooms' tables up to date.</summary>
    /// <param name="address">The path of a file, <c>postgres://user:password@host:5432/database</c>, or Npgsql's <c>Host=…;Database=…</c>.</param>
    /// <param name="rooms">The migrations of every room that will use it, e.g. <c>RoomMigrations.Of(typeof(RunStore).Assembly)</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException">
    /// <c>database-not-writable</c>, <c>disk-full</c>, <c>database-busy</c>, <c>database-damaged</c> or <c>database-newer</c>;
    /// for a server also <c>database-address</c>, <c>database-unreachable</c>, <c>database-refused</c>.
    /// </exception>
    public static Task<GyreDatabase> OpenAsync(string address, IReadOnlyList<RoomMigrations> rooms, CancellationToken cancellationToken) =>
        OpenAsync(address, rooms, TimeSpan.FromSeconds(30), cancellationToken);

    /// <inheritdoc cref="OpenAsync(string, IReadOnlyList{RoomMigrations}, CancellationToken)"/>
    /// <param name="address">A file or a server.</param>
    /// <param name="rooms">The migrations of every room that will use it.</param>
    /// <param name="busyTimeout">How long to wait for another process's write to the file; at least a second. A server has its own.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<GyreDatabase> OpenAsync(string address, IReadOnlyList<RoomMigrations> rooms, TimeSpan busyTimeout, CancellationToken cancellationToken)
    {
        DatabaseEngine opened = PostgresAddress.Matches(address)
            ? new PostgresEngine(PostgresAddress.Read(address))
            : new SqliteEngine(System.IO.Path.GetFullPath(address), busyTimeout);
        await opened.PrepareAsync(cancellationToken);
        var database = new GyreDatabase(opened);
        await new DatabaseMigration(database, opened).RunAsync(rooms, cancellationToken);
        return database;
    }

    /// <summary>Runs queries on a connection of their own.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await engine.ConnectAsync(cancellationToken);
            return await query(connection);
        }
        catch (DbException e)
        {
            throw engine.Explain(e);
        }
    }

    /// <summary>
    /// Runs changes in one transaction; nothing is kept if it throws. On SQLite it takes the write lock at its start;
    /// on PostgreSQL (read committed) what must not run at once with its like begins by updating the row that guards it.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        DbException? cause = null;
        try
        {
            await using var connection = await engine.ConnectAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                var result = await change(connection);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (DbException e)
            {
                // On a full disk SQLite has rolled back by itself, and the end of the transaction fails in its turn.
                cause = e;
                throw;
            }
        }
        catch (DbException e)
        {
            throw engine.Explain(cause ?? e);
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

    /// <summary>The version of the SQLite library or of the server, e.g. <c>3.46.1</c>.</summary>
    public Task<string> LibraryVersionAsync(CancellationToken cancellationToken) =>
        ReadAsync(async connection => (await connection.QuerySingleAsync<string>(engine.VersionSql)).Split(' ')[0], cancellationToken);
}

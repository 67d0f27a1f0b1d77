using System.Data.Common;
using Dapper;

namespace Gyre.Storage;

/// <summary>Brings the rooms' tables up to date, once, whichever process comes first.</summary>
internal sealed class DatabaseMigration(GyreDatabase database, DatabaseEngine engine)
{
    public async Task RunAsync(IReadOnlyList<RoomMigrations> rooms, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(connection => PendingAsync(connection, rooms), cancellationToken) > 0)
        {
            await database.WriteAsync(
                async connection =>
                {
                    await engine.LockMigrationsAsync(connection, cancellationToken);
                    await ApplyAsync(connection, rooms);
                },
                cancellationToken);
        }
    }

    private async Task<int> PendingAsync(DbConnection connection, IReadOnlyList<RoomMigrations> rooms)
    {
        if (await connection.ExecuteScalarAsync<long>(engine.MigrationsTableExists) == 0)
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
        await connection.ExecuteAsync(engine.MigrationsTable);
        foreach (var room in rooms)
        {
            foreach (var step in room.Steps.Skip(await AppliedAsync(connection, room)))
            {
                await connection.ExecuteAsync(engine.Script(step.Sql));
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
        return applied <= room.Steps.Count ? applied : throw DatabaseProblems.Newer(engine.Place, room.Room, applied, room.Steps.Count);
    }
}

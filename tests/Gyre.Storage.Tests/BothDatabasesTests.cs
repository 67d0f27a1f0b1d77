using Dapper;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Storage.Tests;

/// <summary>What holds wherever the tables live.</summary>
public abstract class BothDatabasesTests : IAsyncLifetime
{
    private static readonly RoomMigrations Notes = new("notes",
    [
        new Migration(1, "notes", "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, body BLOB, size INTEGER);"),
        new Migration(2, "tags", "CREATE TABLE tags (note INTEGER NOT NULL REFERENCES notes (id), tag TEXT NOT NULL);"),
    ]);

    private TestDatabase place = null!;

    private protected abstract Task<TestDatabase> MakeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await MakeAsync();

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<GyreDatabase> OpenAsync(params RoomMigrations[] rooms) => GyreDatabase.OpenAsync(place.Address, rooms, Stop);

    [Fact]
    public async Task Rows_are_numbered_and_come_back_with_their_types()
    {
        var database = await OpenAsync(Notes);

        var id = await database.WriteAsync(
            c => c.ExecuteScalarAsync<long>("INSERT INTO notes (text, body, size) VALUES (@text, @body, @size) RETURNING id", new { text = "ä", body = new byte[] { 0, 255 }, size = long.MaxValue }), Stop);

        var (text, body, size) = await database.ReadAsync(c => c.QuerySingleAsync<(string, byte[], long)>("SELECT text, body, size FROM notes WHERE id = @id", new { id }), Stop);
        Assert.Equal(("ä", long.MaxValue), (text, size));
        Assert.Equal([0, 255], body);
    }

    [Fact]
    public async Task A_migration_runs_once_and_later_ones_follow()
    {
        await OpenAsync(Notes with { Steps = [Notes.Steps[0]] });
        await OpenAsync(Notes);
        var database = await OpenAsync(Notes);

        Assert.Equal(["notes", "tags"], await database.ReadAsync(c => c.QueryAsync<string>("SELECT name FROM schema_migrations ORDER BY version"), Stop));
    }

    [Fact]
    public async Task Many_that_open_at_once_migrate_once()
    {
        await Parallel.ForAsync(0, 8, Stop, async (_, _) => await OpenAsync(Notes));

        Assert.Equal(2, await (await OpenAsync()).ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM schema_migrations"), Stop));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await OpenAsync(Notes);

        var e = await Assert.ThrowsAsync<ProblemException>(() => OpenAsync(Notes with { Steps = [Notes.Steps[0]] }));

        Assert.Equal("database-newer", e.Problem.Code);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        var broken = Notes with { Steps = [.. Notes.Steps, new Migration(3, "broken", "CREATE TABLE later (id INTEGER); SELECT * FROM nowhere;")] };
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(broken));

        var again = Notes with { Steps = [.. Notes.Steps, new Migration(3, "mended", "CREATE TABLE later (id INTEGER);")] };
        Assert.Equal(0, await (await OpenAsync(again)).ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM later"), Stop));
    }

    [Fact]
    public async Task Foreign_keys_are_enforced() =>
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await OpenAsync(Notes)).WriteAsync(c => c.ExecuteAsync("INSERT INTO tags VALUES (99, 'x')"), Stop));

    [Fact]
    public async Task A_change_that_throws_is_taken_back()
    {
        var database = await OpenAsync(Notes);

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("INSERT INTO notes (text) VALUES ('lost')");
                throw new InvalidOperationException();
            },
            Stop));

        Assert.Equal(0, await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM notes"), Stop));
    }

    [Fact]
    public async Task Adding_to_one_row_from_many_sides_loses_nothing()
    {
        var database = await OpenAsync(Notes);
        await database.WriteAsync(c => c.ExecuteAsync("INSERT INTO notes (id, text, size) VALUES (1, 'sum', 0)"), Stop);

        await Parallel.ForAsync(0, 8, Stop, async (_, stop) =>
        {
            for (var i = 0; i < 10; i++)
            {
                await database.WriteAsync(
                    async c =>
                    {
                        await c.ExecuteAsync("UPDATE notes SET text = text WHERE id = 1");
                        var size = await c.ExecuteScalarAsync<long>("SELECT size FROM notes WHERE id = 1");
                        await c.ExecuteAsync("UPDATE notes SET size = @size WHERE id = 1", new { size = size + 1 });
                    },
                    stop);
            }
        });

        Assert.Equal(80, await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT size FROM notes"), Stop));
    }

    [Fact]
    public async Task The_version_is_told() => Assert.True(Version.Parse(await (await OpenAsync()).LibraryVersionAsync(Stop)) >= new Version(3, 35));
}

public sealed class OnSqlite : BothDatabasesTests
{
    private protected override Task<TestDatabase> MakeAsync() => Task.FromResult(TestDatabase.Sqlite());
}

public sealed class OnPostgres : BothDatabasesTests
{
    private protected override Task<TestDatabase> MakeAsync() => TestDatabase.PostgresAsync();
}

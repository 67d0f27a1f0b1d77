using Dapper;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Storage.Tests;

public sealed class GyreDatabaseTests : IDisposable
{
    private static readonly RoomMigrations Notes = new("notes",
    [
        new Migration(1, "notes", "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"),
        new Migration(2, "tags", "CREATE TABLE tags (note INTEGER NOT NULL REFERENCES notes (id), tag TEXT NOT NULL);"),
    ]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<GyreDatabase> OpenAsync(params RoomMigrations[] rooms) => GyreDatabase.OpenAsync(folder.At("state", "gyre.db"), rooms, Stop);

    [Fact]
    public async Task The_file_and_its_folder_are_made_and_the_tables_are_there()
    {
        var database = await OpenAsync(Notes);

        await database.WriteAsync(c => c.ExecuteAsync("INSERT INTO notes (text) VALUES ('first')"), Stop);

        Assert.True(File.Exists(folder.At("state", "gyre.db")));
        Assert.Equal("first", await database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT text FROM notes"), Stop));
    }

    [Fact]
    public async Task The_operating_systems_library_is_used_where_it_is_new_enough()
    {
        var version = Version.Parse(await (await OpenAsync()).LibraryVersionAsync(Stop));

        Assert.True(version >= new Version(3, 35), $"SQLite {version}");
    }

    [Fact]
    public async Task A_migration_runs_once_and_later_ones_follow()
    {
        await OpenAsync(Notes with { Steps = [Notes.Steps[0]] });
        await OpenAsync(Notes);
        var database = await OpenAsync(Notes);

        var applied = await database.ReadAsync(c => c.QueryAsync<string>("SELECT name FROM schema_migrations ORDER BY version"), Stop);

        Assert.Equal(["notes", "tags"], applied);
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
        var broken = Notes with { Steps = [.. Notes.Steps, new Migration(3, "broken", "CREATE TABLE later (id); SELECT * FROM nowhere;")] };
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(broken));

        var database = await OpenAsync(Notes);

        Assert.Equal(0, await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM sqlite_master WHERE name = 'later'"), Stop));
    }

    [Fact]
    public async Task Foreign_keys_are_enforced()
    {
        var database = await OpenAsync(Notes);

        await Assert.ThrowsAnyAsync<Exception>(() => database.WriteAsync(c => c.ExecuteAsync("INSERT INTO tags VALUES (99, 'x')"), Stop));
    }

    [Fact]
    public async Task Many_writers_at_once_all_get_their_turn()
    {
        var database = await OpenAsync(Notes);

        await Parallel.ForAsync(0, 8, Stop, async (writer, stop) =>
        {
            var own = await OpenAsync(Notes);
            for (var i = 0; i < 25; i++)
            {
                await own.WriteAsync(c => c.ExecuteAsync("INSERT INTO notes (text) VALUES (@text)", new { text = $"{writer}/{i}" }), stop);
            }
        });

        Assert.Equal(200, await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(DISTINCT text) FROM notes"), Stop));
    }

    [Fact]
    public async Task A_lock_held_too_long_is_told_as_busy()
    {
        var patient = await OpenAsync(Notes);
        var hasty = await GyreDatabase.OpenAsync(patient.Path, [Notes], TimeSpan.FromSeconds(1), Stop);

        await patient.WriteAsync(
            async _ =>
            {
                var e = await Assert.ThrowsAsync<ProblemException>(() => hasty.WriteAsync(c => c.ExecuteAsync("DELETE FROM notes"), Stop));
                Assert.Equal("database-busy", e.Problem.Code);
            },
            Stop);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        folder.Write("state/gyre.db", string.Concat(Enumerable.Repeat("this is no database ", 100)));

        var e = await Assert.ThrowsAsync<ProblemException>(() => OpenAsync(Notes));

        Assert.Equal("database-damaged", e.Problem.Code);
        Assert.Contains("gyre.db", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_cannot_hold_a_folder_is_told_with_the_remedy()
    {
        var file = folder.Write("occupied", "a file");

        var e = await Assert.ThrowsAsync<ProblemException>(() => GyreDatabase.OpenAsync(Path.Combine(file, "gyre.db"), [Notes], Stop));

        Assert.Equal("database-not-writable", e.Problem.Code);
        Assert.Contains("GYRE_HOME", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        using var small = SmallDisk.Mount(folder.At("small"), megabytes: 1);
        var database = await GyreDatabase.OpenAsync(folder.At("small", "gyre.db"), [Notes], Stop);

        var e = await Assert.ThrowsAsync<ProblemException>(() => database.WriteAsync(
            c => c.ExecuteAsync("INSERT INTO notes (text) VALUES (@text)", new { text = new string('x', 4_000_000) }), Stop));

        Assert.Equal("disk-full", e.Problem.Code);
    }
}

using System.Data.Common;
using Dapper;
using Gyre.Storage.Bulk;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Bulk;

public sealed class BulkInsertTests
{
    private static readonly RoomMigrations Things = new("things", [new Migration(1, "things", "CREATE TABLE things (name TEXT, size INTEGER, id TEXT PRIMARY KEY);")]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Values_come_back_as_they_were(string kind)
    {
        await using var place = await TestDatabase.OfAsync(kind);
        var database = await GyreDatabase.OpenAsync(place.Address, [Things], Stop);
        (string? Name, long? Size)[] rows = [(null, null), ("", 0), ("小组 \"'", long.MinValue), (new string('ä', 5000), long.MaxValue)];

        await AddAsync(database, rows);

        Assert.Equal(rows, await database.ReadAsync(c => c.QueryAsync<(string?, long?)>("SELECT name, size FROM things ORDER BY id"), Stop));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_row_that_is_not_taken_undoes_the_transaction(string kind)
    {
        await using var place = await TestDatabase.OfAsync(kind);
        var database = await GyreDatabase.OpenAsync(place.Address, [Things], Stop);
        await AddAsync(database, [("first", 1)]);

        await Assert.ThrowsAnyAsync<DbException>(() => database.WriteAsync(
            c => c.BulkInsertAsync("things", ["name", "id"], ["b", "c", "00000"], (values, id) => { values.Text("late"); values.Text(id); }, Stop), Stop));

        Assert.Equal(["first"], await database.ReadAsync(c => c.QueryAsync<string>("SELECT name FROM things"), Stop));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task No_rows_are_no_trouble(string kind)
    {
        await using var place = await TestDatabase.OfAsync(kind);
        var database = await GyreDatabase.OpenAsync(place.Address, [Things], Stop);

        await AddAsync(database, []);

        Assert.Equal(0, await database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM things"), Stop));
    }

    private static Task AddAsync(GyreDatabase database, (string? Name, long? Size)[] rows) => database.WriteAsync(
        c => c.BulkInsertAsync(
            "things",
            ["id", "name", "size"],
            rows.Index(),
            (values, row) =>
            {
                values.Text($"{row.Index:00000}");
                values.Text(row.Item.Name);
                values.Number(row.Item.Size);
            },
            Stop),
        Stop);
}

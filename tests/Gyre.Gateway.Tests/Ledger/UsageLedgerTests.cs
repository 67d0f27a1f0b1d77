using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Ledger;

public sealed class UsageLedgerTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_row_comes_back_from_its_bytes_as_it_was() =>
        Prop.ForAll(Rows.Any.ToArbitrary(), row =>
        {
            var bytes = new byte[LedgerRecord.MaximumBytes];
            return LedgerRecord.Read(bytes.AsSpan(0, LedgerRecord.Write(row, bytes))) == row;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hostile_name_does_not_grow_the_journal()
    {
        var row = Rows.Some(new string('\uFFFF', 100_000)) with { EndUser = new string('長', 50_000) };
        var bytes = new byte[LedgerRecord.MaximumBytes];

        var length = LedgerRecord.Write(row, bytes);

        Assert.True(length < 3_000);
        Assert.Equal(320, LedgerRecord.Read(bytes.AsSpan(0, length)).EndUser!.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_of_an_earlier_format_is_still_read(byte version)
    {
        var row = Rows.Some(cost: new NanoDollars(7)) with { Charges = version == 1 ? null : "input:24:0.4 output:50:1.6" };
        var bytes = new byte[LedgerRecord.MaximumBytes];
        var written = bytes.AsSpan(0, LedgerRecord.Write(row, bytes)).ToArray();

        // Neither counted pieces, three numbers behind the searches; the first ended without the two bytes that say there are no charges.
        var output = written.AsSpan().IndexOf((ReadOnlySpan<byte>)[50, 0, 0, 0, 0, 0, 0, 0]);
        byte[] earlier = [version, .. written[1..(output + (5 * 8))], .. written[(output + (8 * 8))..^(version == 1 ? 2 : 0)]];

        Assert.Equal(row, LedgerRecord.Read(earlier));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Whatever_a_row_holds_is_in_the_database_as_it_was(string kind)
    {
        await using var place = await TestDatabase.OfAsync(kind);
        var database = await GyreDatabase.OpenAsync(place.Address, [RoomMigrations.Of(typeof(UsageLedger).Assembly)], Cancelled);
        var rows = Rows.Any.Sample(20, 200);
        await using (var ledger = await OpenAsync(database))
        {
            rows.ToList().ForEach(ledger.Append);
        }

        var stored = (await database.ReadAsync(
            c => c.QueryAsync<(string, string?, string?, string, long?, long?, long?, string?, string?)>(
                "SELECT id, key_id, end_user, outcome, fresh_input, searches, cost, charges, trace_id FROM usage_ledger"),
            Cancelled)).OrderBy(r => r.Item1, StringComparer.Ordinal);
        Assert.Equal(
            rows.Select(r => (r.Id.ToString(), r.KeyId, r.EndUser, LedgerStore.OutcomeName(r.Outcome), r.Usage?.FreshInput, r.Usage?.Searches, r.Cost?.Count, r.Charges, r.TraceId))
                .OrderBy(r => r.Item1, StringComparer.Ordinal),
            stored);
    }

    [Fact]
    public async Task Rows_of_many_threads_are_all_in_the_database_after_a_flush()
    {
        var database = await DatabaseAsync();
        await using var ledger = await OpenAsync(database);

        await Parallel.ForEachAsync(Enumerable.Range(0, 5_000), Cancelled, (i, _) =>
        {
            ledger.Append(Rows.Some(cost: new NanoDollars(i)));
            return ValueTask.CompletedTask;
        });
        await ledger.FlushAsync(Cancelled);

        Assert.Equal((5_000, 5_000L * 4_999 / 2), await TotalsAsync(database));
    }

    [Fact]
    public async Task What_a_process_left_when_it_died_is_taken_over_once()
    {
        var database = await DatabaseAsync();
        using (var dead = LedgerJournal.Open(Root))
        {
            for (var i = 0; i < 50_000; i++)
            {
                dead.Append(Rows.Some(cost: new NanoDollars(1)));
            }

            Assert.True(dead.End.Segment > 1, "the rows should fill more than one segment");
        }

        await using (await OpenAsync(database))
        {
            Assert.Equal((50_000, 50_000), await TotalsAsync(database));
        }

        await using (await OpenAsync(database))
        {
            Assert.Equal((50_000, 50_000), await TotalsAsync(database));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task Whoever_only_reads_the_ledger_takes_over_what_the_dead_left_and_nothing_of_the_living()
    {
        var database = await DatabaseAsync();
        await UsageLedger.TakeOverAsync(Root, database, Cancelled);
        using var alive = LedgerJournal.Open(Root);
        alive.Append(Rows.Some());
        using (var dead = LedgerJournal.Open(Root))
        {
            dead.Append(Rows.Some(cost: new NanoDollars(5)));
        }

        await UsageLedger.TakeOverAsync(Root, database, Cancelled);

        Assert.Equal((1, 5), await TotalsAsync(database));
        Assert.Equal([Path.Combine(Root, alive.Node)], Directory.EnumerateDirectories(Root));
    }

    [Fact]
    public async Task The_journal_of_a_living_process_is_left_alone()
    {
        var database = await DatabaseAsync();
        using var alive = LedgerJournal.Open(Root);
        alive.Append(Rows.Some());

        await using var ledger = await OpenAsync(database);

        Assert.Equal(0, (await TotalsAsync(database)).Count);
    }

    [Fact]
    public async Task A_row_torn_by_a_kill_is_the_end_of_the_journal()
    {
        var database = await DatabaseAsync();
        string segment;
        int end;
        using (var dead = LedgerJournal.Open(Root))
        {
            dead.Append(Rows.Some());
            dead.Append(Rows.Some());
            segment = JournalFolder.SegmentPath(Path.Combine(Root, dead.Node), 1);
            end = dead.End.Position;
        }

        // The last row's bytes are there, its length is not yet.
        await using (var file = File.OpenWrite(segment))
        {
            file.Position = end / 2;
            file.Write(new byte[sizeof(int)]);
        }

        await using var ledger = await OpenAsync(database);

        Assert.Equal(1, (await TotalsAsync(database)).Count);
    }

    [Fact]
    public async Task A_damaged_journal_is_set_aside_and_the_others_are_taken_over()
    {
        var database = await DatabaseAsync();
        string damaged;
        using (var dead = LedgerJournal.Open(Root))
        {
            dead.Append(Rows.Some());
            var end = dead.End.Position;
            dead.Append(Rows.Some());
            damaged = Path.Combine(Root, dead.Node);
            await using var file = new FileStream(JournalFolder.SegmentPath(damaged, 1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = end + sizeof(int);
            file.WriteByte(255);
        }

        using (var dead = LedgerJournal.Open(Root))
        {
            dead.Append(Rows.Some());
        }

        await using var ledger = await OpenAsync(database);

        Assert.Equal(2, (await TotalsAsync(database)).Count);
        Assert.True(Directory.Exists(damaged + JournalFolder.Damaged));
    }

    [Fact]
    public void A_call_is_let_in_only_while_a_whole_segment_waits_for_the_rows_under_way()
    {
        using var journal = LedgerJournal.Open(Root);
        Assert.True(journal.HasRoom());
        var second = JournalFolder.SegmentPath(Path.Combine(Root, journal.Node), 2);
        Assert.True(File.Exists(second));

        // The third can't be made.
        Directory.CreateDirectory(JournalFolder.SegmentPath(Path.Combine(Root, journal.Node), 3));
        while (journal.End.Segment == 1)
        {
            journal.Append(Rows.Some());
        }

        Assert.False(journal.HasRoom());
        journal.Append(Rows.Some());
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(folder.Path, "ledger");

    private Task<GyreDatabase> DatabaseAsync() =>
        GyreDatabase.OpenAsync(Path.Combine(folder.Path, "gyre.db"), [RoomMigrations.Of(typeof(UsageLedger).Assembly)], Cancelled);

    private Task<UsageLedger> OpenAsync(GyreDatabase database) =>
        UsageLedger.OpenAsync(Root, database, TimeProvider.System, NullLogger<UsageLedger>.Instance, Cancelled);

    private static Task<(int Count, long Cost)> TotalsAsync(GyreDatabase database) =>
        database.ReadAsync(c => c.QuerySingleAsync<(int, long)>("SELECT count(*), coalesce(sum(cost), 0) FROM usage_ledger"), Cancelled);
}

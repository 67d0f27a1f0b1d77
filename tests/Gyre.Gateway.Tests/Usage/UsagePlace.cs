using FsCheck.Fluent;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Tests.Ledger;
using Gyre.Gateway.Usage;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Usage;

/// <summary>A database with a ledger that tests write into.</summary>
internal sealed class UsagePlace : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase place;
    private readonly LedgerStore store;
    private long segment;

    private UsagePlace(TestDatabase place, GyreDatabase database)
    {
        (this.place, Database) = (place, database);
        store = new LedgerStore(database);
    }

    public GyreDatabase Database { get; }

    public static async Task<UsagePlace> MakeAsync(string kind)
    {
        var empty = await TestDatabase.OfAsync(kind);
        return new UsagePlace(empty, await GyreDatabase.OpenAsync(empty.Address, [RoomMigrations.Of(typeof(UsageLedger).Assembly)], TestContext.Current.CancellationToken));
    }

    public Task AddAsync(params IReadOnlyList<LedgerRow> rows) =>
        store.ImportAsync("test", ++segment, 1, rows, TestContext.Current.CancellationToken);

    /// <summary>Rows with anything in them, within three days of a beginning, and in few enough groups that they meet.</summary>
    public static LedgerRow[] Some(DateTimeOffset from, int count) =>
        [.. Gen.Zip(Rows.Any, Gen.Choose(0, 3 * 24 * 3600 - 1)).Sample(50, count).Select(r => r.Item1 with { StartedAt = from.AddSeconds(r.Item2) })];

    public static UsageQuery Query(params string[] by) => new() { Period = new UsagePeriod(Start, Start.AddMonths(1)), By = UsageDimension.List(by) };

    public ValueTask DisposeAsync() => place.DisposeAsync();
}

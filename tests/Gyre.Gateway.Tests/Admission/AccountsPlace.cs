using Dapper;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Admission;

/// <summary>A database and a folder that several nodes of a test share; nothing runs by itself.</summary>
internal sealed class AccountsPlace : IAsyncDisposable
{
    private readonly TestDatabase place;
    private readonly TemporaryFolder folder = new();
    private readonly List<Accounts> nodes = [];

    private AccountsPlace(TestDatabase place, GyreDatabase database, TimeProvider time) => (this.place, Database, Time) = (place, database, time);

    public GyreDatabase Database { get; }

    public TimeProvider Time { get; }

    public string Folder => folder.Path;

    public string Address => place.Address;

    public static async Task<AccountsPlace> MakeAsync(string kind, TimeProvider? time = null)
    {
        var empty = await TestDatabase.OfAsync(kind);
        var database = await GyreDatabase.OpenAsync(empty.Address, [RoomMigrations.Of(typeof(Accounts).Assembly)], TestContext.Current.CancellationToken);
        return new AccountsPlace(empty, database, time ?? TimeProvider.System);
    }

    public async Task<Accounts> NodeAsync(Func<ILeases, ILeases>? over = null, TimeSpan patience = default, ILogger? log = null)
    {
        var node = await Accounts.OpenQuietlyAsync(Folder, Database, over ?? (leases => leases), patience, Time, log ?? NullLogger.Instance, TestContext.Current.CancellationToken);
        nodes.Add(node);
        return node;
    }

    /// <summary>The process is killed.</summary>
    public void Kill(Accounts node)
    {
        node.Abandon();
        nodes.Remove(node);
    }

    /// <summary>As new: no nodes, no rules.</summary>
    public async Task ClearAsync()
    {
        nodes.ForEach(n => n.Abandon());
        nodes.Clear();
        Array.ForEach(Directory.GetFiles(Folder), File.Delete);
        await Database.WriteAsync(c => c.ExecuteAsync("DELETE FROM quotas; DELETE FROM quota_usage; DELETE FROM quota_leases; DELETE FROM admission_nodes; DELETE FROM audit_entries"), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await place.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>Short words for what admission tests say over and over.</summary>
internal static class AdmissionWords
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Quota Budget(string name, decimal dollars, QuotaSpan span = QuotaSpan.Total) => new()
    {
        Id = default,
        Kind = QuotaKind.Budget,
        Name = name,
        Level = QuotaLevel.Everyone,
        Unit = QuotaUnit.Usd,
        Amount = NanoDollars.Of(dollars).Count,
        Span = span,
        StartsAt = default,
    };

    public static Quota Limit(string name, QuotaUnit unit, long amount, QuotaSpan span = QuotaSpan.Minute) => new()
    {
        Id = default,
        Kind = QuotaKind.Limit,
        Name = name,
        Level = QuotaLevel.Everyone,
        Unit = unit,
        Amount = amount,
        Span = unit == QuotaUnit.Concurrency ? QuotaSpan.Total : span,
        StartsAt = default,
    };

    public static async Task AddAsync(this Accounts node, Quota quota)
    {
        await node.Quotas.CreateAsync(quota, "test", Stop);
        await node.RefreshAsync(Stop);
    }

    public static ValueTask<Admitted> AskAsync(this Accounts node, decimal? dollars = 0, Caller? caller = null, string model = "gpt", long tokens = 0) => node.Admission.AdmitAsync(
        new CallIntent(caller ?? Caller.Local, model, tokens, 0, dollars is { } d ? NanoDollars.Of(d) : null), Stop);

    public static async Task<Reservation> AdmitAsync(this Accounts node, decimal? dollars = 0, Caller? caller = null, string model = "gpt", long tokens = 0)
    {
        var answer = await node.AskAsync(dollars, caller, model, tokens);
        Assert.Null(answer.Refusal);
        return answer.Reservation!;
    }

    public static async Task<Refusal> RefuseAsync(this Accounts node, decimal? dollars = 0, Caller? caller = null, string model = "gpt", long tokens = 0)
    {
        var answer = await node.AskAsync(dollars, caller, model, tokens);
        Assert.Null(answer.Reservation);
        return answer.Refusal!;
    }

    public static bool Settle(this Reservation reservation, decimal dollars) => reservation.Settle(null, NanoDollars.Of(dollars));

    public static async Task<decimal> SpentAsync(this Accounts node, string budget) =>
        new NanoDollars((await node.Quotas.ShowAsync(QuotaKind.Budget, budget, Stop)).Spent).Dollars;
}

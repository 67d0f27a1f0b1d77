using Gyre.Gateway.Admission;
using Gyre.Kernel;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Callers;

/// <summary>
/// Callers and what they may spend, on this node: opens the stores, keeps the snapshots fresh (four looks at a counter a second)
/// and the leases moving. Dispose it after the last call has ended.
/// </summary>
public sealed class Accounts : IAsyncDisposable
{
    /// <summary>How often a node looks for changes; so long a revoked key may still work.</summary>
    public static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private readonly LeaseKeeper keeper;
    private readonly LeaseRound round;
    private readonly ILeases leases;
    private readonly SpentJournal journal;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private Task background = Task.CompletedTask;
    private long version;
    private bool disposed;

    private Accounts(string folder, GyreDatabase database, Func<ILeases, ILeases> over, TimeSpan patience, TimeProvider time, ILogger log)
    {
        (this.time, this.log) = (time, log);
        Keys = new KeyStore(database, time);
        Groups = new GroupStore(database, time);
        Quotas = new QuotaStore(database, time);
        Audit = new AuditLog(database, time);
        Directory = new CallerDirectory(Keys, Groups, time);
        leases = over(new LeaseStore(database));
        journal = SpentJournal.Create(folder);
        keeper = new LeaseKeeper(journal, leases, Quotas.RulesAsync, time, patience, log);
        round = new LeaseRound(folder, journal, leases, keeper, time, new BudgetWarnings(leases, Quotas.WarnedAsync, time, log), log);
        Admission = new Admission.Admission(keeper, time);
    }

    /// <summary>Who is behind a key.</summary>
    public CallerDirectory Directory { get; }

    /// <summary>Whether a call may be made.</summary>
    public Admission.Admission Admission { get; }

    public KeyStore Keys { get; }

    public GroupStore Groups { get; }

    public QuotaStore Quotas { get; }

    public AuditLog Audit { get; }

    /// <summary>Opens them and takes over what dead processes of this machine held.</summary>
    /// <param name="folder">A folder on this machine's own disk for what is spent; processes share it.</param>
    /// <param name="database">With this room's tables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where trouble and warnings are told.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException"><c>admission-not-writable</c>, or the database's.</exception>
    public static async Task<Accounts> OpenAsync(string folder, GyreDatabase database, TimeProvider time, ILogger<Accounts> log, CancellationToken cancellationToken)
    {
        var accounts = await OpenQuietlyAsync(folder, database, leases => leases, Patience, time, log, cancellationToken);
        accounts.background = Task.WhenAll(Task.Run(accounts.LoopAsync, CancellationToken.None), Task.Run(accounts.FetchAheadAsync, CancellationToken.None));
        return accounts;
    }

    /// <summary>Opens them without anything that runs by itself, for tests that decide what happens when.</summary>
    internal static async Task<Accounts> OpenQuietlyAsync(
        string folder, GyreDatabase database, Func<ILeases, ILeases> over, TimeSpan patience, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var accounts = new Accounts(folder, database, over, patience, time, log);
        try
        {
            await accounts.round.TakeOverAsync(cancellationToken);
            await accounts.RefreshAsync(cancellationToken);
            return accounts;
        }
        catch
        {
            accounts.journal.Delete();
            throw;
        }
    }

    /// <summary>Reads keys and rules again if they have changed; done by itself four times a second.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await RefreshAsync(await leases.StateAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Stops, and gives back what was leased and is not in use.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await stopping.CancelAsync();
        await background;
        try
        {
            await round.EndAsync(CancellationToken.None);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            keeper.Away(e.Message);
        }

        journal.Dispose();
        stopping.Dispose();
        turn.Dispose();
        keeper.Dispose();
    }

    /// <summary>One look for changes and one round of leases.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var state = await leases.StateAsync(cancellationToken);
            await RefreshAsync(state, cancellationToken);
            await round.RunAsync(state.Wanted, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends as a killed process does: nothing is given back or told, and the journal stays.</summary>
    internal void Abandon() => journal.Dispose();

    private async Task RefreshAsync((long Version, long Wanted) state, CancellationToken cancellationToken)
    {
        if (state.Version != version)
        {
            await Directory.ReloadAsync(cancellationToken);
            await keeper.ReloadAsync(cancellationToken);
            version = state.Version;
        }
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Rhythm, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    await RunRoundAsync(stopping.Token);
                    keeper.Back();
                }
                catch (Exception e) when (IsTrouble(e))
                {
                    keeper.Away(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task FetchAheadAsync()
    {
        try
        {
            await keeper.FetchAheadAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private static bool IsTrouble(Exception e) => e is ProblemException or System.Data.Common.DbException or IOException or UnauthorizedAccessException;
}

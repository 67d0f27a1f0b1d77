using Gyre.Kernel;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Ledger;

/// <summary>
/// Keeps a row of every call. <see cref="Append"/> makes it safe at once in a journal of this process; a background task takes the
/// journal over into the database in batches, and also those of processes that died. While the database is away the journal grows.
/// </summary>
public sealed partial class UsageLedger : IAsyncDisposable
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    private readonly string root;
    private readonly JournalImport import;
    private readonly LedgerJournal journal;
    private readonly TimeProvider time;
    private readonly ILogger<UsageLedger> log;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim importing = new(1, 1);
    private readonly Task background;
    private readonly Outage outage = new();
    private long segment = 1;

    private UsageLedger(string root, GyreDatabase database, TimeProvider time, ILogger<UsageLedger> log)
    {
        (this.root, this.time, this.log) = (root, time, log);
        import = new JournalImport(new LedgerStore(database));
        journal = LedgerJournal.Open(root);
        background = Task.Run(ImportLoopAsync);
    }

    /// <summary>Opens the ledger and takes over what dead processes left.</summary>
    /// <param name="root">A folder on this machine for the journals; processes share it.</param>
    /// <param name="database">With this room's tables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where trouble with the database is told.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException"><c>ledger-not-writable</c>, or the database's.</exception>
    public static async Task<UsageLedger> OpenAsync(string root, GyreDatabase database, TimeProvider time, ILogger<UsageLedger> log, CancellationToken cancellationToken)
    {
        var ledger = new UsageLedger(root, database, time, log);
        await ledger.AdoptAsync(cancellationToken);
        return ledger;
    }

    /// <summary>Takes over what dead processes left, for whoever reads the ledger without keeping it.</summary>
    /// <param name="root">The folder of the journals; need not exist.</param>
    /// <param name="database">With this room's tables.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProblemException">The database's.</exception>
    public static Task TakeOverAsync(string root, GyreDatabase database, CancellationToken cancellationToken) =>
        new JournalImport(new LedgerStore(database)).AdoptAsync(root, null, cancellationToken);

    /// <summary>Names this process in the ledger.</summary>
    public string Node => journal.Node;

    /// <summary>Keeps a row; it outlives the process from here on.</summary>
    /// <exception cref="ProblemException"><c>ledger-not-writable</c>.</exception>
    public void Append(LedgerRow row) => journal.Append(row);

    /// <summary>Whether the next row has a place. Ask before a provider is paid.</summary>
    public bool CanAppend() => journal.HasRoom();

    /// <summary>Brings every row appended so far into the database.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => FlushAsync(aside: false, cancellationToken);

    private async Task FlushAsync(bool aside, CancellationToken cancellationToken)
    {
        await importing.WaitAsync(cancellationToken);
        try
        {
            var (last, _) = journal.End;
            var folder = new JournalFolder(Path.Combine(root, journal.Node));
            for (; segment < last; segment++)
            {
                // Two segments behind: haste is better than a journal that grows.
                await import.ImportAsync(folder, segment, aside && segment + 1 == last, cancellationToken);
                folder.DeleteSegment(segment);
            }

            await import.ImportAsync(folder, last, aside, cancellationToken);
        }
        finally
        {
            importing.Release();
        }
    }

    /// <summary>Stops; everything appended is in the database, or stays in the journal for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await background;
        var whole = await TryAsync(() => FlushAsync(CancellationToken.None));
        journal.Dispose();
        if (whole)
        {
            await TryAsync(() => import.ForgetAsync(new JournalFolder(Path.Combine(root, journal.Node)), CancellationToken.None));
        }

        importing.Dispose();
        stopping.Dispose();
    }

    private async Task ImportLoopAsync()
    {
        using var timer = new PeriodicTimer(Rhythm, time);
        var turns = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                if (await TryAsync(() => FlushAsync(aside: true, stopping.Token)) && outage.Ends())
                {
                    LogBack();
                }

                if (++turns % 40 == 0)
                {
                    await TryAsync(() => AdoptAsync(stopping.Token));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var (node, damage) in await import.AdoptAsync(root, journal.Node, cancellationToken))
        {
            if (damage is null)
            {
                LogAdopted(node);
            }
            else
            {
                LogDamaged(node, Path.Combine(root, node + JournalFolder.Damaged), damage);
            }
        }
    }

    private async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is ProblemException or System.Data.Common.DbException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            if (outage.Begins())
            {
                LogAway(e.Message);
            }

            return false;
        }
    }

    [LoggerMessage(EventId = 3101, EventName = "ledger.away", Level = LogLevel.Warning, Message = "The usage ledger's rows stay in its journal: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(EventId = 3104, EventName = "ledger.back", Level = LogLevel.Information, Message = "The usage ledger's rows are in the database again")]
    private partial void LogBack();

    [LoggerMessage(EventId = 3103, EventName = "ledger.damaged", Level = LogLevel.Error, Message = "The journal of node {Node}, which ended without closing it, is damaged; the rows that can be read are taken over, the journal is kept in {Folder}: {Damage}")]
    private partial void LogDamaged(string node, string folder, string damage);

    [LoggerMessage(EventId = 3102, EventName = "ledger.adopted", Level = LogLevel.Information, Message = "Took over the journal of node {Node}, which ended without closing it")]
    private partial void LogAdopted(string node);
}

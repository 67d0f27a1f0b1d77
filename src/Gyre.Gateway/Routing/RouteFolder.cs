using Gyre.Gateway.Routing.Files;
using Gyre.Gateway.Routing.Health;
using Gyre.Kernel;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Routing;

/// <summary>Keeps the route table of a workspace current: its files in <c>gateway/</c> and its connections. A change is taken over as a whole or not at all. Thread-safe; dispose it at the end.</summary>
public sealed partial class RouteFolder : IDisposable
{
    // Editors write a file in several steps, and git many files.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(200);

    // Watchers miss changes on network drives and in containers; connections have no watcher at all.
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private readonly string folder;
    private readonly IRouteConnections connections;
    private readonly IKnownModels? known;
    private readonly HealthBook book;
    private readonly ILogger log;
    private readonly SemaphoreSlim reading = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly ITimer check;
    private FileSystemWatcher? watcher;
    private volatile State state;

    private RouteFolder(string folder, IRouteConnections connections, IKnownModels? known, HealthBook book, ILogger log, State first)
    {
        (this.folder, this.connections, this.known, this.book, this.log, state) = (folder, connections, known, book, log, first);
        check = book.Time.CreateTimer(static self => _ = ((RouteFolder)self!).CheckAsync(), this, CheckEvery, CheckEvery);
        watcher = Watch();
    }

    /// <summary>The table to route new requests by.</summary>
    public RouteTable Current => state.Table;

    /// <summary>What is wrong with the files since the table was taken over; empty where the table is that of the files.</summary>
    public IReadOnlyList<Problem> Faults => state.Faults;

    /// <summary>Raised after the table was replaced or found faulty, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>Reads the folder and begins to watch it.</summary>
    /// <param name="folder">The workspace's <c>gateway</c> folder; it may be absent, and may come later.</param>
    /// <param name="connections">The workspace's connections.</param>
    /// <param name="known">The catalog; null for files and <c>connection/model</c> only.</param>
    /// <param name="book">Keeps the targets' health, and has the clock.</param>
    /// <param name="log">Takes a line for each reload.</param>
    /// <param name="cancellationToken">Cancels the first reading.</param>
    /// <exception cref="ProblemException"><c>route-invalid</c>, with every fault of all files in its message.</exception>
    public static async Task<RouteFolder> OpenAsync(string folder, IRouteConnections connections, IKnownModels? known, HealthBook book, ILogger log, CancellationToken cancellationToken)
    {
        var (next, sources) = await ReadAsync(folder, connections, known, book, cancellationToken);
        if (next.Table is { } table)
        {
            return new RouteFolder(folder, connections, known, book, log, new State(table, [], sources));
        }

        throw new ProblemException(next.Faults[0] with { Message = string.Join('\n', next.Faults.Select((f, i) => i == 0 ? f.Message : f.ToString())) });
    }

    /// <summary>Reads everything anew. The old table stays where there are faults; <see cref="Faults"/> tells them.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => ReloadAsync(onlyChanged: false, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        watcher?.Dispose();
        check.Dispose();
    }

    /// <summary>Reloads if files or connections are others than those the state was made of.</summary>
    internal async Task CheckAsync()
    {
        try
        {
            await ReloadAsync(onlyChanged: true, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway stops.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProblemException)
        {
            CannotLook(e.Message);
        }
    }

    private async Task ReloadAsync(bool onlyChanged, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            // Asked in here: the watcher and the clock may notice one change together.
            if (onlyChanged && await Sources.OfAsync(folder, connections, cancellationToken) == state.Sources)
            {
                return;
            }

            watcher ??= Watch();
            var (next, sources) = await ReadAsync(folder, connections, known, book, cancellationToken);
            state = new State(next.Table ?? state.Table, next.Faults, sources);
            if (next.Table is { } table)
            {
                Reloaded(table.Count);
            }

            foreach (var fault in next.Faults)
            {
                KeptOld(fault);
            }
        }
        finally
        {
            reading.Release();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private static async Task<(RouteReading Reading, Sources Sources)> ReadAsync(string folder, IRouteConnections connections, IKnownModels? known, HealthBook book, CancellationToken cancellationToken)
    {
        // Stamped before they are read: a change in between is read again, not missed.
        var sources = await Sources.OfAsync(folder, connections, cancellationToken);
        return (RouteReading.Of(folder, sources.Connections, known, book), sources);
    }

    private FileSystemWatcher? Watch()
    {
        if (!Directory.Exists(folder))
        {
            return null; // The check finds it when it comes.
        }

        var soon = book.Time.CreateTimer(static self => _ = ((RouteFolder)self!).CheckAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var files = new FileSystemWatcher(folder);
        void Touched(object sender, FileSystemEventArgs e) => soon.Change(Calm, Timeout.InfiniteTimeSpan);
        files.Changed += Touched;
        files.Created += Touched;
        files.Deleted += Touched;
        files.Renamed += Touched;
        files.Disposed += (_, _) => soon.Dispose();
        files.EnableRaisingEvents = true;
        return files;
    }

    [LoggerMessage(EventId = 1200, EventName = "RoutesReloaded", Level = LogLevel.Information, Message = "Routes reloaded: {Count} deployments and pools.")]
    private partial void Reloaded(int count);

    [LoggerMessage(EventId = 1201, EventName = "RoutesFaulty", Level = LogLevel.Error, Message = "The routes before stay in use: {Fault}")]
    private partial void KeptOld(Problem fault);

    [LoggerMessage(EventId = 1202, EventName = "RoutesUnreadable", Level = LogLevel.Warning, Message = "Cannot look for changed routes: {Reason}")]
    private partial void CannotLook(string reason);

    private sealed record State(RouteTable Table, IReadOnlyList<Problem> Faults, Sources Sources);
}

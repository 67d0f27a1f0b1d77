using System.Collections.Concurrent;
using Gyre.Flows;
using Gyre.Kernel;
using Microsoft.Extensions.Logging;

namespace Gyre.Evaluation.Api;

/// <summary>What this process runs in the background, by name.</summary>
/// <typeparam name="TProgress">How far it is.</typeparam>
/// <param name="noun">What it is: a run, an evaluation.</param>
/// <param name="logger">Told what ended before its time.</param>
internal sealed partial class WorkUnderWay<TProgress>(string noun, ILogger logger) : IAsyncDisposable
    where TProgress : class
{
    private readonly ConcurrentDictionary<string, Item> items = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Canceled when the process is to end.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Begins something; what it throws before it has begun is thrown here.</summary>
    /// <param name="begin">Begins it, and tells its name and its end.</param>
    /// <returns>Its name.</returns>
    public async Task<string> StartAsync(Func<IProgress<TProgress>, CancellationToken, Task<(string Name, Task Ended)>> begin)
    {
        var item = new Item(CancellationTokenSource.CreateLinkedTokenSource(stopping.Token));
        try
        {
            var (name, ended) = await begin(item, item.Stop.Token);
            items[name] = item;
            item.Ended = FollowAsync(name, item, ended);
            return name;
        }
        catch
        {
            item.Stop.Dispose();
            throw;
        }
    }

    /// <summary>Begins to go on with something that is not under way; of two who ask at once, one does.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="begin">Begins it, and tells its end.</param>
    /// <exception cref="ProblemException"><c>…-in-progress</c>; <c>…-unfinished</c> where it was stopped before it had begun; and what <paramref name="begin"/> throws.</exception>
    public async Task<string> StartAgainAsync(string name, Func<IProgress<TProgress>, CancellationToken, Task<(string Name, Task Ended)>> begin)
    {
        var item = new Item(CancellationTokenSource.CreateLinkedTokenSource(stopping.Token));
        if (!items.TryAdd(name, item))
        {
            item.Dispose();
            throw new ProblemException(new Problem($"{noun}-in-progress", $"'{name}' is under way already.") { Field = "name" });
        }

        try
        {
            var (_, ended) = await begin(item, item.Stop.Token);
            item.Ended = FollowAsync(name, item, ended);
            return name;
        }
        catch (OperationCanceledException e) when (item.Stop.IsCancellationRequested)
        {
            items.TryRemove(KeyValuePair.Create(name, item));
            item.Dispose();
            throw new ProblemException(new Problem($"{noun}-unfinished", $"'{name}' was stopped before it had begun to go on. Resume it once more.") { Field = "name" }, e);
        }
        catch
        {
            items.TryRemove(KeyValuePair.Create(name, item));
            item.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is run here.</summary>
    public bool IsHere(string name) => items.ContainsKey(name);

    /// <summary>How far it was when it told last; null where it is not run here, or has not told yet.</summary>
    public TProgress? ProgressOf(string name) => items.GetValueOrDefault(name)?.Latest;

    /// <summary>Ends it cleanly; false where it is not run here.</summary>
    public bool Cancel(string name)
    {
        if (!items.TryGetValue(name, out var item))
        {
            return false;
        }

        item.Cancel();
        return true;
    }

    public void Stop() => stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(items.Values.Select(i => i.Ended));
        stopping.Dispose();
    }

    private async Task FollowAsync(string name, Item item, Task ended)
    {
        try
        {
            await ended;
        }
        catch (Exception e) when (e is ProblemException or FlowException)
        {
            // The store has it where it could be written; a full disk has only this place.
            Log.Ended(logger, name, e.Message);
        }
        catch (Exception e)
        {
            Log.Broke(logger, e, name);
        }
        finally
        {
            items.TryRemove(KeyValuePair.Create(name, item));
            item.Dispose();
        }
    }

    private sealed class Item(CancellationTokenSource stop) : IProgress<TProgress>
    {
        private readonly Lock gate = new();
        private bool disposed;

        public CancellationTokenSource Stop => stop;

        public Task Ended { get; set; } = Task.CompletedTask;

        public TProgress? Latest { get; private set; }

        public void Report(TProgress value) => Latest = value;

        public void Cancel()
        {
            lock (gate)
            {
                if (!disposed)
                {
                    stop.Cancel();
                }
            }
        }

        public void Dispose()
        {
            lock (gate)
            {
                disposed = true;
                stop.Dispose();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "'{Name}' ended before its time: {Reason}")]
        public static partial void Ended(ILogger logger, string name, string reason);

        [LoggerMessage(2, LogLevel.Error, "'{Name}' ended by a fault of the program.")]
        public static partial void Broke(ILogger logger, Exception fault, string name);
    }
}

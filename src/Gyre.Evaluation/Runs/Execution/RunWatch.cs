namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Says when a run must stop: its caller gave up, someone asked for its end from another process, or time ran out.
/// Once a second it writes how far the run is.
/// </summary>
internal sealed class RunWatch : IAsyncDisposable
{
    public const string CanceledByCaller = "caller", CanceledFromOutside = "outside", TimedOut = "timeout";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenRegistration caller;
    private readonly ITimer? deadline;
    private readonly string run;
    private readonly RunStore store;
    private readonly TimeProvider time;
    private Task beats = Task.CompletedTask;
    private string? stopped;

    public RunWatch(string run, RunStore store, TimeProvider time, double? timeout, DateTimeOffset start, CancellationToken cancellationToken)
    {
        (this.run, this.store, this.time) = (run, store, time);
        caller = cancellationToken.Register(() => Stop(CanceledByCaller));
        if (timeout is { } seconds)
        {
            var left = start.AddSeconds(seconds) - time.GetUtcNow();
            deadline = time.CreateTimer(_ => Stop(TimedOut), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Canceled when the run must stop.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Why, or null while it goes on.</summary>
    public string? Stopped => Volatile.Read(ref stopped);

    /// <summary>Begins to write how far the run is and to look for a request to end it.</summary>
    public void Observe(Func<(int Total, int Completed, int Failed)> progress) => beats = BeatAsync(progress);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await beats;
        if (deadline is not null)
        {
            await deadline.DisposeAsync();
        }

        await caller.DisposeAsync();
        stop.Dispose();
        ended.Dispose();
    }

    private async Task BeatAsync(Func<(int Total, int Completed, int Failed)> progress)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
            {
                await TellAsync(progress());
            }
            while (await timer.WaitForNextTickAsync(ended.Token));
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private async Task TellAsync((int Total, int Completed, int Failed) progress)
    {
        try
        {
            if (await store.BeatAsync(run, progress.Total, progress.Completed, progress.Failed, ended.Token))
            {
                Stop(CanceledFromOutside);
            }
        }
        catch (Kernel.ProblemException)
        {
            // The index cannot be written just now (busy, full): the lines go on, and the end will say so.
        }
    }

    private void Stop(string why)
    {
        if (Interlocked.CompareExchange(ref stopped, why, null) is null)
        {
            stop.Cancel();
        }
    }
}

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>Tells a listener of the progress five times a second, and once more at the end.</summary>
internal sealed class ProgressReports : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly IProgress<RunProgress>? listener;
    private readonly Func<RunProgress> progress;
    private readonly ITimer? timer;

    public ProgressReports(IProgress<RunProgress>? listener, TimeProvider time, Func<RunProgress> progress)
    {
        (this.listener, this.progress) = (listener, progress);
        timer = listener is null ? null : time.CreateTimer(_ => Report(), null, TimeSpan.Zero, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync();
            Report();
        }
    }

    private void Report()
    {
        lock (gate)
        {
            listener!.Report(progress());
        }
    }
}

namespace Gyre.Models.Providers;

/// <summary>Ends one exchange with a provider when it is silent for too long: per activity, not per request, so a long stream that moves lives on.</summary>
internal sealed class ExchangeTimer : IDisposable
{
    private readonly HttpModelOptions options;
    private readonly TimeProvider time;
    private readonly CancellationToken caller;

    // Where nothing is limited the caller's token is enough; a gateway's calls are limited by their routes.
    private readonly CancellationTokenSource? source;
    private readonly CancellationTokenRegistration link;
    private readonly long start;
    private bool answered;

    public ExchangeTimer(HttpModelOptions options, TimeProvider time, CancellationToken caller)
    {
        (this.options, this.time, this.caller) = (options, time, caller);
        start = time.GetTimestamp();
        if (options.IsLimited)
        {
            source = new CancellationTokenSource(Shorter(options.AnswerTimeout, options.OverallTimeout), time);
            link = caller.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), source);
        }
    }

    /// <summary>Cancelled by the caller, by silence or by the overall limit.</summary>
    public CancellationToken Token => source?.Token ?? caller;

    /// <summary>Whether a token is the one this exchange was begun with, and so part of <see cref="Token"/>.</summary>
    public bool Covers(CancellationToken token) => !token.CanBeCanceled || token == caller;

    /// <summary>Something came; the clock of silence starts anew. One timer serves both limits: the nearer one is set.</summary>
    public void Progress()
    {
        answered = true;
        source?.CancelAfter(Shorter(options.IdleTimeout, Left));
    }

    /// <summary>Whether a cancellation was ours, and not the caller's.</summary>
    public bool TimedOut => !caller.IsCancellationRequested && source is { IsCancellationRequested: true };

    /// <summary>What to throw then.</summary>
    public TimeoutException Timeout(Exception inner) => new(
        Left <= TimeSpan.Zero ? $"The answer was not complete within {options.OverallTimeout.TotalSeconds:0.###} seconds."
        : answered ? $"The provider sent nothing more for {options.IdleTimeout.TotalSeconds:0.###} seconds."
        : $"The provider did not answer within {options.AnswerTimeout.TotalSeconds:0.###} seconds.",
        inner);

    public void Dispose()
    {
        link.Dispose();
        source?.Dispose();
    }

    private TimeSpan Left => options.OverallTimeout == System.Threading.Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue
        : options.OverallTimeout - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    // Infinite is -1 ms and would be the shorter of any two.
    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == System.Threading.Timeout.InfiniteTimeSpan ? other == TimeSpan.MaxValue ? one : other
        : other == System.Threading.Timeout.InfiniteTimeSpan || one < other ? one : other;
}

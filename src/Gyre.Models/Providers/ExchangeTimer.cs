namespace Gyre.Models.Providers;

/// <summary>Ends one exchange with a provider when it is silent for too long: per activity, not per request, so a long stream that moves lives on.</summary>
internal sealed class ExchangeTimer : IDisposable
{
    private readonly CancellationTokenSource idle;
    private readonly CancellationTokenSource overall;
    private readonly CancellationTokenSource linked;
    private readonly CancellationToken caller;
    private readonly HttpModelOptions options;
    private bool answered;

    public ExchangeTimer(HttpModelOptions options, TimeProvider time, CancellationToken caller)
    {
        (this.options, this.caller) = (options, caller);
        idle = new CancellationTokenSource(options.AnswerTimeout, time);
        overall = new CancellationTokenSource(options.OverallTimeout, time);
        linked = CancellationTokenSource.CreateLinkedTokenSource(caller, idle.Token, overall.Token);
    }

    /// <summary>Cancelled by the caller, by silence or by the overall limit.</summary>
    public CancellationToken Token => linked.Token;

    /// <summary>Something came; the clock of silence starts anew.</summary>
    public void Progress()
    {
        answered = true;
        idle.CancelAfter(options.IdleTimeout);
    }

    /// <summary>Whether a cancellation was ours, and not the caller's.</summary>
    public bool TimedOut => !caller.IsCancellationRequested && linked.IsCancellationRequested;

    /// <summary>What to throw then.</summary>
    public TimeoutException Timeout(Exception inner) => new(
        overall.IsCancellationRequested ? $"The answer was not complete within {options.OverallTimeout.TotalSeconds:0.###} seconds."
        : answered ? $"The provider sent nothing more for {options.IdleTimeout.TotalSeconds:0.###} seconds."
        : $"The provider did not answer within {options.AnswerTimeout.TotalSeconds:0.###} seconds.",
        inner);

    public void Dispose()
    {
        linked.Dispose();
        idle.Dispose();
        overall.Dispose();
    }
}

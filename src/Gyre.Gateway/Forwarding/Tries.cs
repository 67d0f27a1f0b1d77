using Gyre.Gateway.Routing.Trying;
using Gyre.Kernel;

namespace Gyre.Gateway.Forwarding;

/// <summary>One try as far as it went.</summary>
/// <param name="Attempt">Which.</param>
/// <param name="Exchange">Null where the target could not even be asked.</param>
/// <param name="Outcome">Answered, or how it failed.</param>
internal sealed record Opened(Attempt Attempt, Exchange? Exchange, Outcome Outcome)
{
    /// <summary>Why the target could not be asked.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>Makes the tries of one request by way of <see cref="Dispatch"/>, and keeps what is to be told of them.</summary>
/// <param name="attempts">Decides.</param>
/// <param name="open">Makes the exchange for a try.</param>
/// <param name="time">The clock.</param>
/// <param name="client">Cancelled when the client goes.</param>
internal sealed class Tries(Attempts attempts, Func<Attempt, ValueTask<Exchange>> open, TimeProvider time, CancellationToken client) : IAttemptSender<Opened>, IDisposable
{
    // Nearly always one. The slower of two hedged tries may be added by another thread.
    private readonly List<Exchange> opened = new(1);
    private long lostTicks;

    /// <summary>The last try that failed; kept for its error.</summary>
    public Opened? LastFailed { get; private set; }

    /// <summary>Why there was no answer; null while there may be one.</summary>
    public GivenUp? GivenUp { get; private set; }

    /// <summary>Waiting for providers that did not answer in the end.</summary>
    public TimeSpan Lost => TimeSpan.FromTicks(Interlocked.Read(ref lostTicks));

    /// <summary>Whether a target was passed over because it was throttled.</summary>
    public bool Spilled { get; private set; }

    /// <summary>The try to deliver, its first token there; null where there is none.</summary>
    public async Task<Opened?> OpenAsync()
    {
        var dispatched = await Dispatch.RunAsync(attempts, this, time, client);
        if (dispatched.Attempt is not null)
        {
            return dispatched.Answer;
        }

        (GivenUp, LastFailed) = (dispatched.GivenUp, dispatched.Answer);
        return null;
    }

    /// <summary>The tries beside the one that answers which a provider may charge for.</summary>
    public IReadOnlyList<Exchange> BilledBut(Exchange? winner)
    {
        lock (opened)
        {
            return opened.Count <= 1 && winner is not null ? [] : [.. opened.Where(e => e != winner && e.MayBeBilled)];
        }
    }

    /// <inheritdoc/>
    public async Task<Begun<Opened>> SendAsync(Attempt attempt)
    {
        Spilled |= attempt.Reason == AttemptReason.Spill;
        Exchange? exchange = null;
        try
        {
            exchange = await open(attempt);
            lock (opened)
            {
                opened.Add(exchange);
            }

            var outcome = await exchange.OpenAsync();
            return new Begun<Opened>(outcome, new Opened(attempt, exchange, outcome));
        }
        catch (ProblemException e)
        {
            exchange?.Dispose();
            var outcome = new Outcome(e.Problem.Code is "not-carried" or "invalid-request" ? OutcomeKind.NotCarried : OutcomeKind.NotPossible);
            return new Begun<Opened>(outcome, new Opened(attempt, null, outcome) { Problem = e.Problem });
        }
        catch
        {
            exchange?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask AbandonAsync(Opened answer)
    {
        answer.Exchange?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Ended(Attempt attempt, in Outcome outcome) => Interlocked.Add(ref lostTicks, attempt.Elapsed.Ticks);

    public void Dispose() => LastFailed?.Exchange?.Dispose();
}

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

/// <summary>Makes the tries of one request as <see cref="Attempts"/> decides, until one can be delivered or none is left.</summary>
/// <param name="attempts">Decides.</param>
/// <param name="open">Makes the exchange for a try.</param>
/// <param name="time">The clock.</param>
/// <param name="client">Cancelled when the client goes.</param>
internal sealed class Tries(Attempts attempts, Func<Attempt, ValueTask<Exchange>> open, TimeProvider time, CancellationToken client) : IDisposable
{
    private readonly List<(Attempt Attempt, Task<Opened> Opening)> running = new(2);

    /// <summary>The last try that failed; kept for its error.</summary>
    public Opened? LastFailed { get; private set; }

    /// <summary>Why there was no answer; null while there may be one.</summary>
    public GivenUp? GivenUp { get; private set; }

    /// <summary>Waiting for providers that did not answer in the end.</summary>
    public TimeSpan Lost { get; private set; }

    /// <summary>Whether a target was passed over because it was throttled.</summary>
    public bool Spilled { get; private set; }

    /// <summary>The try to deliver, its first token there; null where there is none.</summary>
    public async Task<Opened?> OpenAsync()
    {
        var step = attempts.Next();
        while (true)
        {
            switch (step.Kind)
            {
                case StepKind.Try:
                    Spilled |= step.Attempt!.Reason == AttemptReason.Spill;
                    await StartAsync(step.Attempt);
                    break;
                case StepKind.Wait:
                    await Task.Delay(step.Delay, time, client);
                    step = attempts.Next();
                    continue;
                case StepKind.GiveUp:
                    GivenUp = step.GivenUp;
                    return null;
            }

            var opened = await NextAsync();
            if (opened.Outcome.Kind == OutcomeKind.Answered)
            {
                await LoseOthersAsync();
                return opened;
            }

            Lost += opened.Attempt.Elapsed;
            LastFailed?.Exchange?.Dispose();
            LastFailed = opened;
            step = attempts.After(opened.Attempt, opened.Outcome);
        }
    }

    public void Dispose() => LastFailed?.Exchange?.Dispose();

    /// <summary>Begins a try; where it stays silent for long and the pool hedges, a second one beside it.</summary>
    private async Task StartAsync(Attempt attempt)
    {
        var first = TryAsync(attempt);
        running.Add((attempt, first));
        if (first.IsCompleted || attempts.HedgeAfter(attempt) is not { } patience)
        {
            return;
        }

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(client);
        if (await Task.WhenAny(first, Task.Delay(patience, time, patient.Token)) != first && attempts.Hedge() is { } second)
        {
            running.Add((second, TryAsync(second)));
        }

        await patient.CancelAsync();
    }

    private async Task<Opened> NextAsync()
    {
        var done = running.Count == 1 ? running[0].Opening : await Task.WhenAny(running.Select(r => r.Opening));
        var opened = await done;
        running.RemoveAll(r => r.Opening == done);
        return opened;
    }

    private async Task<Opened> TryAsync(Attempt attempt)
    {
        Exchange? exchange = null;
        try
        {
            exchange = await open(attempt);
            return new Opened(attempt, exchange, await exchange.OpenAsync());
        }
        catch (ProblemException e)
        {
            exchange?.Dispose();
            return new Opened(attempt, null, new Outcome(OutcomeKind.NotPossible)) { Problem = e.Problem };
        }
        catch
        {
            // A fault of ours: the target's place is given back, and the fault goes on.
            exchange?.Dispose();
            attempts.After(attempt, new Outcome(OutcomeKind.NotPossible));
            throw;
        }
    }

    /// <summary>Another try won: what the others would still cost ends here.</summary>
    private async Task LoseOthersAsync()
    {
        foreach (var (attempt, opening) in running)
        {
            attempt.Cancel();
            var lost = await opening;
            lost.Exchange?.Dispose();
            attempts.After(attempt, new Outcome(OutcomeKind.Lost));
        }

        running.Clear();
    }
}

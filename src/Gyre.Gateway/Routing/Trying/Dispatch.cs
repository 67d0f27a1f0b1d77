namespace Gyre.Gateway.Routing.Trying;

/// <summary>Sends one try; the forwarding does it.</summary>
/// <typeparam name="T">An answer that has begun: what is needed to relay it, or to tell the caller of its error.</typeparam>
public interface IAttemptSender<T>
    where T : class
{
    /// <summary>
    /// Sends the request to the attempt's target and reads until the outcome is known: the first real token of a stream (then
    /// <see cref="Attempt.FirstToken"/> is called), the whole answer otherwise, or the error. What it throws is judged by <see cref="Attempt.OutcomeOf"/>.
    /// </summary>
    /// <param name="attempt">Its <see cref="Attempt.Token"/> cancels.</param>
    Task<Begun<T>> SendAsync(Attempt attempt);

    /// <summary>Disposes of an answer that nobody will read: a failed try that was followed by another, or the slower of two.</summary>
    ValueTask AbandonAsync(T answer);

    /// <summary>Accounts for a try that gave no answer to the caller: failed, or the slower of two.</summary>
    void Ended(Attempt attempt, in Outcome outcome);
}

/// <summary>What is known once a try has begun to answer or has failed.</summary>
/// <param name="Outcome"><see cref="OutcomeKind.Answered"/> while the answer is good so far.</param>
/// <param name="Answer">The answer, or the error's; null where there is neither.</param>
public readonly record struct Begun<T>(Outcome Outcome, T? Answer)
    where T : class;

/// <summary>How the tries of a request came out.</summary>
/// <param name="Attempt">The try that answers; give its end to <see cref="Attempts.After"/> when all is read. Null where none does.</param>
/// <param name="Answer">Its answer; or, where none answers, the last error's, if it had a body.</param>
/// <param name="GivenUp">Why there is no answer; null where there is one.</param>
public readonly record struct Dispatched<T>(Attempt? Attempt, T? Answer, GivenUp? GivenUp)
    where T : class;

/// <summary>Makes the tries of one request, one after another or two in parallel, until one begins to answer or none can.</summary>
public static class Dispatch
{
    /// <summary>Runs the tries.</summary>
    /// <param name="attempts">Decides them.</param>
    /// <param name="sender">Makes them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="client">The caller; when it goes, so does everything under way.</param>
    /// <exception cref="OperationCanceledException">The caller went.</exception>
    public static async ValueTask<Dispatched<T>> RunAsync<T>(Attempts attempts, IAttemptSender<T> sender, TimeProvider time, CancellationToken client)
        where T : class
    {
        T? failed = null;
        try
        {
            var step = attempts.Next();
            while (true)
            {
                switch (step.Kind)
                {
                    case StepKind.Wait:
                        await Task.Delay(step.Delay, time, client);
                        step = attempts.Next();
                        continue;
                    case StepKind.GiveUp:
                        client.ThrowIfCancellationRequested();
                        var error = failed;
                        failed = null;
                        return new Dispatched<T>(null, error, step.GivenUp);
                }

                var attempt = step.Attempt!;
                var sending = SendAsync(sender, attempt);
                if (!sending.IsCompleted && attempts.HedgeAfter(attempt) is { } silence)
                {
                    (attempt, sending) = await RaceAsync(attempts, sender, attempt, sending, silence, time);
                }

                var begun = await sending;
                if (begun.Outcome.Kind == OutcomeKind.Answered)
                {
                    return new Dispatched<T>(attempt, begun.Answer, null);
                }

                // A provider's own error says more than that another could not be asked.
                var (kept, dropped) = begun.Outcome.Kind == OutcomeKind.NotCarried && failed is not null ? (failed, begun.Answer) : (begun.Answer, failed);
                failed = kept;
                await AbandonAsync(sender, dropped);
                sender.Ended(attempt, begun.Outcome);
                step = attempts.After(attempt, begun.Outcome);
            }
        }
        finally
        {
            await AbandonAsync(sender, failed);
        }
    }

    /// <summary>Waits for the first; if it is silent for too long, for the first of two. Gives the one that counts; the other is stopped, or has failed and is accounted for.</summary>
    private static async Task<(Attempt Attempt, Task<Begun<T>> Sending)> RaceAsync<T>(
        Attempts attempts, IAttemptSender<T> sender, Attempt first, Task<Begun<T>> sending, TimeSpan silence, TimeProvider time)
        where T : class
    {
        using (var noLonger = new CancellationTokenSource())
        {
            await Task.WhenAny(sending, Task.Delay(silence, time, noLonger.Token));
            await noLonger.CancelAsync();
        }

        if (sending.IsCompleted || attempts.Hedge() is not { } second)
        {
            return (first, sending);
        }

        var other = SendAsync(sender, second);
        var (ahead, behind) = await Task.WhenAny(sending, other) == sending ? ((first, sending), (second, other)) : ((second, other), (first, sending));
        if (!ahead.Item2.IsCompletedSuccessfully || ahead.Item2.Result.Outcome.Kind is var kind && (kind == OutcomeKind.Answered || kind.EndsAll))
        {
            behind.Item1.Cancel();
            _ = LoseAsync(attempts, sender, behind.Item1, behind.Item2);
            return ahead;
        }

        var begun = ahead.Item2.Result;
        await AbandonAsync(sender, begun.Answer);
        sender.Ended(ahead.Item1, begun.Outcome);
        attempts.After(ahead.Item1, begun.Outcome);
        return behind;
    }

    private static async Task<Begun<T>> SendAsync<T>(IAttemptSender<T> sender, Attempt attempt)
        where T : class
    {
        try
        {
            return await sender.SendAsync(attempt);
        }
        catch (Exception e) when (attempt.OutcomeOf(e) is { } outcome)
        {
            return new Begun<T>(outcome, null);
        }
        catch
        {
            // A fault of the program, not of the call: it rises, but the target's place is given back.
            attempt.Leave(new Outcome(OutcomeKind.NotPossible));
            throw;
        }
    }

    // The winner's answer does not wait for the loser to hang up.
    private static async Task LoseAsync<T>(Attempts attempts, IAttemptSender<T> sender, Attempt attempt, Task<Begun<T>> sending)
        where T : class
    {
        var begun = await sending;
        var outcome = begun.Outcome.Kind == OutcomeKind.Answered ? new Outcome(OutcomeKind.Lost) : begun.Outcome;
        await AbandonAsync(sender, begun.Answer);
        sender.Ended(attempt, outcome);
        attempts.After(attempt, outcome);
    }

    private static ValueTask AbandonAsync<T>(IAttemptSender<T> sender, T? answer)
        where T : class => answer is null ? ValueTask.CompletedTask : sender.AbandonAsync(answer);
}

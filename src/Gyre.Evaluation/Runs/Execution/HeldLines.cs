using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Lines that failed because a provider could not be had. They wait: if a line that starts later gets through, the failure was theirs and they
/// count; if none does, the provider is away, the run stops, and they run again at a resume. One producer enters; any thread takes.
/// </summary>
/// <param name="most">How many in a row mean that it is away, if none of those under way gets through either.</param>
/// <param name="answered">Whether lines of the run got through before, in an earlier go.</param>
internal sealed class HeldLines(int most, bool answered = false)
{
    private readonly Lock gate = new();
    private List<(int Line, LineResult Result)> held = [];
    private TaskCompletionSource? taken;
    private int active;
    private int inARow;
    private bool unreached;
    private bool away;
    private bool anyAnswered = answered;

    /// <summary>Whether the run should stop, or should have.</summary>
    public bool IsAway
    {
        get
        {
            lock (gate)
            {
                return away;
            }
        }
    }

    /// <summary>Why the latest failed, in words.</summary>
    public string? Reason { get; private set; }

    /// <summary>Waits until a line may start: where many in a row failed, until one that is under way gets through. Fast failures come before slow successes.</summary>
    /// <returns>False where it may not: none got through.</returns>
    public async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (inARow < most)
                {
                    active++;
                    return true;
                }

                if (active == 0)
                {
                    away = true;
                    return false;
                }

                wait = (taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes a line's end.</summary>
    /// <returns>What counts now: nothing where the line is held, else it and all that waited.</returns>
    public IReadOnlyList<(int Line, LineResult Result)> Take(int line, LineResult result)
    {
        lock (gate)
        {
            active--;
            taken?.TrySetResult();
            taken = null;
            if (Failure(result) is { } failure)
            {
                held.Add((line, result));
                Reason = failure.Message;
                unreached = IsNeverTheLines(failure);
                inARow++;
                return [];
            }

            anyAnswered = true;
            inARow = 0;
            if (held.Count == 0)
            {
                return [(line, result)];
            }

            // A line that was under way already when they failed says nothing of the time since.
            IReadOnlyList<(int Line, LineResult Result)> released = [.. held.Where(h => h.Result.Line.EndTime <= result.Line.StartTime)];
            held = [.. held.Except(released)];
            return [.. released, (line, result)];
        }
    }

    /// <summary>
    /// What still waits at the end of all lines, and counts: too few to say that the provider was away. None where no line ever got
    /// through, or where the failure can't have been a line's; then it was away.
    /// </summary>
    public IReadOnlyList<(int Line, LineResult Result)> Rest()
    {
        lock (gate)
        {
            away |= held.Count > 0 && (unreached || !anyAnswered || inARow >= most);
            return away ? [] : held;
        }
    }

    private FlowError? Failure(LineResult result) =>
        result.Line.Error is { } error && IsOfProvider(error) ? error : result.Nodes.Select(n => n.Error).FirstOrDefault(e => e is not null && IsOfProvider(e));

    private bool IsOfProvider(FlowError error) =>
        new[] { error.Code, error.Inner }.Any(c => c is ErrorClasses.ExceedMaxRetryTimes or "APIConnectionError" or "APITimeoutError" or "InternalServerError" or "RateLimitError"
            // A wrong key or deployment is put right, and then the lines are worth another try. Where it let lines through, it is right, and what the line asks is forbidden.
            or "AuthenticationError" || (!anyAnswered && c is "PermissionDeniedError" or "NotFoundError"));

    // Nobody was reached at all, or the key is refused; what hangs up after many tries may be put off by what the line asks.
    private static bool IsNeverTheLines(FlowError error) =>
        error.Inner == "AuthenticationError" || (error.Inner == "APIConnectionError" && error.Code != ErrorClasses.ExceedMaxRetryTimes);
}

using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Lines that failed because a provider could not be had. They wait: if a line that starts later gets through, the failure was theirs and they
/// count; if none does, the provider is away, the run stops, and they run again at a resume.
/// </summary>
/// <param name="most">How many in a row mean that it is away.</param>
/// <param name="answered">Whether lines of the run got through before, in an earlier go.</param>
internal sealed class HeldLines(int most, bool answered = false)
{
    private readonly Lock gate = new();
    private List<(int Line, LineResult Result)> held = [];
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

    /// <summary>Takes a line's end.</summary>
    /// <returns>What counts now: nothing where the line is held, else it and all that waited.</returns>
    public IReadOnlyList<(int Line, LineResult Result)> Take(int line, LineResult result)
    {
        lock (gate)
        {
            var failure = Failure(result);
            if (failure is not null)
            {
                held.Add((line, result));
                Reason = failure.Message;
                unreached = IsNeverTheLines(failure);
                away |= held.Count >= most;
                return [];
            }

            anyAnswered = true;
            if (away || held.Count == 0)
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
            away |= held.Count > 0 && (unreached || !anyAnswered);
            return away ? [] : held;
        }
    }

    private static FlowError? Failure(LineResult result) =>
        result.Line.Error is { } error && IsOfProvider(error) ? error : result.Nodes.Select(n => n.Error).FirstOrDefault(e => e is not null && IsOfProvider(e));

    private static bool IsOfProvider(FlowError error) =>
        new[] { error.Code, error.Inner }.Any(c => c is ErrorClasses.ExceedMaxRetryTimes or "APIConnectionError" or "APITimeoutError" or "InternalServerError" or "RateLimitError"
            // A wrong key or deployment is put right, and then the lines are worth another try.
            or "AuthenticationError" or "PermissionDeniedError" or "NotFoundError");

    // Nobody was reached at all, or the key is refused; what hangs up after many tries may be put off by what the line asks.
    private static bool IsNeverTheLines(FlowError error) =>
        error.Inner == "AuthenticationError" || (error.Inner == "APIConnectionError" && error.Code != ErrorClasses.ExceedMaxRetryTimes);
}

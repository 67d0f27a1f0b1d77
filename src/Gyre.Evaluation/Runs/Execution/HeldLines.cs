using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Lines that failed because a provider could not be had. They wait: if a later line gets through, the failure was theirs and they
/// count; if none does, the provider is away, the run stops, and they run again at a resume.
/// </summary>
/// <param name="most">How many in a row mean that it is away.</param>
internal sealed class HeldLines(int most)
{
    private readonly Lock gate = new();
    private List<(int Line, LineResult Result)> held = [];

    /// <summary>Whether the run should stop.</summary>
    public bool IsAway
    {
        get
        {
            lock (gate)
            {
                return held.Count >= most;
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
                return [];
            }

            if (held.Count >= most || held.Count == 0)
            {
                return [(line, result)];
            }

            IReadOnlyList<(int, LineResult)> released = [.. held, (line, result)];
            held = [];
            return released;
        }
    }

    /// <summary>What still waits at the end of all lines: too few to say that the provider was away.</summary>
    public IReadOnlyList<(int Line, LineResult Result)> Rest()
    {
        lock (gate)
        {
            return held.Count >= most ? [] : held;
        }
    }

    private static FlowError? Failure(LineResult result) =>
        result.Line.Error is { } error && IsOfProvider(error) ? error : result.Nodes.Select(n => n.Error).FirstOrDefault(e => e is not null && IsOfProvider(e));

    private static bool IsOfProvider(FlowError error) =>
        new[] { error.Code, error.Inner }.Any(c => c is ErrorClasses.ExceedMaxRetryTimes or "APIConnectionError" or "APITimeoutError" or "InternalServerError" or "RateLimitError"
            // A wrong key or deployment is put right, and then the lines are worth another try.
            or "AuthenticationError" or "PermissionDeniedError" or "NotFoundError");
}

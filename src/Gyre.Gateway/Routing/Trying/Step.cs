namespace Gyre.Gateway.Routing.Trying;

/// <summary>What to do next with a request.</summary>
/// <param name="Kind">What.</param>
public readonly record struct Step(StepKind Kind)
{
    /// <summary>With <see cref="StepKind.Try"/>: the try to make.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>With <see cref="StepKind.Wait"/>: how long, before <see cref="Attempts.Next"/> is asked.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>With <see cref="StepKind.GiveUp"/>: why.</summary>
    public GivenUp? GivenUp { get; init; }
}

/// <summary>The kinds of <see cref="Step"/>.</summary>
public enum StepKind
{
    /// <summary>Send the request to a target.</summary>
    Try,

    /// <summary>Wait, then ask again.</summary>
    Wait,

    /// <summary>Another try of this request is still under way (a hedge): go on with it.</summary>
    Pending,

    /// <summary>It is answered.</summary>
    Done,

    /// <summary>Tell the caller the error.</summary>
    GiveUp,
}

/// <summary>Why a request ends without an answer. A closed list: metrics count by it.</summary>
public enum GiveUpCause
{
    /// <summary>The last try's outcome says it.</summary>
    Failed,

    /// <summary>Every target is throttled or full and none was asked.</summary>
    Throttled,

    /// <summary>No target of the pool may be used for this request: region, operation.</summary>
    NoTargetAllowed,

    /// <summary>The request's whole time is over.</summary>
    DeadlineExceeded,
}

/// <summary>The end of a request without an answer.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Last">The last try's outcome; null where none was made.</param>
/// <param name="RetryAfter">When the caller may hope for better; null where nobody knows.</param>
public sealed record GivenUp(GiveUpCause Cause, Outcome? Last, TimeSpan? RetryAfter);

namespace Gyre.Models.Simulated;

/// <summary>What goes wrong with a simulated answer.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An error status.</summary>
    Status,

    /// <summary>The answer breaks off in its middle.</summary>
    Cut,

    /// <summary>Nothing ever comes.</summary>
    Hang,

    /// <summary>The first token takes ten times as long, and at least five seconds.</summary>
    Slow,
}

/// <summary>A fault and how often it happens.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Status">The status, where it is one.</param>
public readonly record struct Fault(FaultKind Kind, double Share, int Status = 0);

/// <summary>How a simulated 429 or 503 says to wait.</summary>
public enum RetryAfterForm
{
    /// <summary><c>retry-after: 2</c>.</summary>
    Seconds,

    /// <summary><c>retry-after-ms: 2000</c>.</summary>
    Milliseconds,

    /// <summary><c>x-ms-retry-after-ms: 2000</c>.</summary>
    Azure,

    /// <summary><c>retry-after</c> with a date.</summary>
    Date,

    /// <summary><c>x-ratelimit-reset-requests: 2s</c>.</summary>
    Reset,

    /// <summary>In the body, as Gemini does.</summary>
    Body,

    /// <summary>Not at all.</summary>
    None,
}

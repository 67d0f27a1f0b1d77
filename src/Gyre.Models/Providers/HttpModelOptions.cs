namespace Gyre.Models.Providers;

/// <summary>How long an HTTP provider may be silent.</summary>
public sealed record HttpModelOptions
{
    /// <summary>Until a connection stands.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From the request to the first byte of the answer; thinking models take minutes.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two pieces of the answer's body.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The whole exchange, body included.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether any of the exchange's own limits ends it.</summary>
    internal bool IsLimited =>
        AnswerTimeout != Timeout.InfiniteTimeSpan || IdleTimeout != Timeout.InfiniteTimeSpan || OverallTimeout != Timeout.InfiniteTimeSpan;
}

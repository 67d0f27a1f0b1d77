namespace Gyre.Gateway.Routing;

/// <summary>How long a request waits for what. A value that is null is decided by the next wider setting, at last by <see cref="Default"/>.</summary>
public sealed record Timeouts
{
    /// <summary>What holds where nothing is written: thinking models take minutes to their first token.</summary>
    public static Timeouts Default { get; } = new()
    {
        Connect = TimeSpan.FromSeconds(10),
        FirstToken = TimeSpan.FromMinutes(5),
        Idle = TimeSpan.FromMinutes(2),
        Total = TimeSpan.FromMinutes(30),
    };

    /// <summary>Until a connection stands.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>From sending to the first token of a stream, or to the answer where it is not one.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Between two pieces of the answer.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>The whole request with all its tries.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>These, and where they say nothing the wider ones.</summary>
    public Timeouts Within(Timeouts wider) => new()
    {
        Connect = Connect ?? wider.Connect,
        FirstToken = FirstToken ?? wider.FirstToken,
        Idle = Idle ?? wider.Idle,
        Total = Total ?? wider.Total,
    };
}

namespace Gyre.Models.Calls;

/// <summary>How long a failing model call is tried again. The defaults are prompt flow's for llm nodes.</summary>
public sealed record RetryOptions
{
    /// <summary>Repetitions after the first try; 100 for nodes, 10 for prompty.</summary>
    public int Retries { get; init; } = 100;

    /// <summary>A status 422 that many times in a row is final: repeating rarely helps.</summary>
    public int UnprocessableInARow { get; init; } = 3;

    /// <summary>The wait grows 3, 4, 6, 10, 18, 34 … seconds from here, unless the provider names one.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where the growth ends. A wait that the provider names may be longer.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Takes a line for each failure and each wait, as the original writes them to stderr; keys blanked.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>A prompty's.</summary>
    public static RetryOptions Prompty { get; } = new() { Retries = 10 };

    /// <summary>The first failure is final.</summary>
    public static RetryOptions None { get; } = new() { Retries = 0 };

    /// <summary>3 + (2ⁿ − 1) seconds, capped.</summary>
    /// <param name="retry">0-based number of the repetition.</param>
    internal TimeSpan Wait(int retry)
    {
        var wait = FirstWait + TimeSpan.FromSeconds(Math.Pow(2, Math.Min(retry, 30)) - 1);
        return wait < LongestWait ? wait : LongestWait;
    }
}

namespace Gyre.Gateway.Routing.Health;

/// <summary>The figures of the health model, chosen in docs/decisions/0101-target-health.md.</summary>
internal static class HealthRules
{
    /// <summary>Failures without a success between that open a target's circuit.</summary>
    public const int FailuresInARow = 5;

    /// <summary>Or that many within <see cref="Window"/>, if they are half of the calls.</summary>
    public const int FailuresInWindow = 10;

    /// <summary>Half of the time over which the share of failures is watched.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>How long an opened circuit rests before the first probe; doubled after each probe that fails.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);

    /// <summary>Where the doubling ends.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>How long a target is spared after a 429 that names no time; doubled while no call succeeds.</summary>
    public static readonly TimeSpan UntoldThrottle = TimeSpan.FromMilliseconds(250);

    /// <summary>Where that doubling ends.</summary>
    public static readonly TimeSpan LongestUntoldThrottle = TimeSpan.FromSeconds(5);

    /// <summary>However long a provider asks to be left alone, it is asked again after this.</summary>
    public static readonly TimeSpan LongestThrottle = TimeSpan.FromMinutes(5);

    /// <summary>How long a refused credential is spared.</summary>
    public static readonly TimeSpan CredentialRest = TimeSpan.FromMinutes(1);

    /// <summary>A refusal says nothing about the credential if a call with it succeeded so recently.</summary>
    public static readonly TimeSpan CredentialProof = TimeSpan.FromSeconds(10);
}

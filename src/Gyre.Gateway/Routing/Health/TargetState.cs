namespace Gyre.Gateway.Routing.Health;

/// <summary>Whether a target may be asked now.</summary>
public enum TargetState
{
    /// <summary>It may.</summary>
    Ready,

    /// <summary>It failed before and its rest is over: one request may find out whether it is back.</summary>
    HalfOpen,

    /// <summary>That one request is under way.</summary>
    Probing,

    /// <summary>The provider asked to be left alone for a while.</summary>
    Throttled,

    /// <summary>It failed repeatedly and rests.</summary>
    Open,

    /// <summary>The provider refuses the connection's key.</summary>
    CredentialRefused,
}

namespace Gyre.Gateway.Routing.Trying;

/// <summary>How one try ended.</summary>
public enum OutcomeKind
{
    /// <summary>With an answer.</summary>
    Answered,

    /// <summary>429: the provider asks for fewer requests.</summary>
    Throttled,

    /// <summary>503 or 529: the provider has more work than it can do.</summary>
    Overloaded,

    /// <summary>Another 5xx.</summary>
    ServerError,

    /// <summary>No connection: nothing was sent.</summary>
    ConnectFailed,

    /// <summary>The connection was lost after something was sent and before the answer began: the provider may have worked.</summary>
    ConnectionLost,

    /// <summary>No connection in time.</summary>
    ConnectTimeout,

    /// <summary>No first token (no answer, where it is not a stream) in time.</summary>
    FirstTokenTimeout,

    /// <summary>Silence between two tokens for too long.</summary>
    IdleTimeout,

    /// <summary>The request's whole time is over.</summary>
    TotalTimeout,

    /// <summary>The stream held an error, or ended without its end.</summary>
    StreamBroken,

    /// <summary>A good status with an answer that is empty, or not what it should be.</summary>
    Unreadable,

    /// <summary>401 or 403.</summary>
    CredentialRefused,

    /// <summary>The account has no credit left.</summary>
    QuotaExhausted,

    /// <summary>The provider does not know the model or deployment.</summary>
    ModelNotFound,

    /// <summary>The prompt is longer than the model takes.</summary>
    ContextWindow,

    /// <summary>The provider's content filter said no.</summary>
    ContentFilter,

    /// <summary>Another 4xx: the request is wrong, everywhere.</summary>
    RequestRefused,

    /// <summary>The request holds what this target's format has no words for; nothing was sent.</summary>
    NotCarried,

    /// <summary>We could not ask: a recording is missing, a credential not to be had.</summary>
    NotPossible,

    /// <summary>The caller hung up.</summary>
    ClientGone,

    /// <summary>Another target of a hedged request was faster.</summary>
    Lost,

    /// <summary>The caller did not read on.</summary>
    ClientSlow,
}

/// <summary>What an outcome says about the target.</summary>
internal enum HealthEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It works.</summary>
    Alive,

    /// <summary>It works, but wants to be left alone.</summary>
    Throttled,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>The key does not work.</summary>
    CredentialRefused,
}

/// <summary>For whom a pool may name another to fall back to.</summary>
public enum FallbackClass
{
    /// <summary>No fallback: the end.</summary>
    None,

    /// <summary>Every target is throttled or full.</summary>
    Throttled,

    /// <summary>Every target was too slow.</summary>
    Timeout,

    /// <summary>Every target failed.</summary>
    Unavailable,

    /// <summary>The prompt is too long.</summary>
    ContextWindow,

    /// <summary>The content filter said no.</summary>
    ContentFilter,
}

/// <summary>What follows from how a try ended: the one table of it.</summary>
internal static class OutcomeKinds
{
    extension(OutcomeKind kind)
    {
        public HealthEffect Effect => kind switch
        {
            OutcomeKind.Answered or OutcomeKind.ContextWindow or OutcomeKind.ContentFilter or OutcomeKind.RequestRefused => HealthEffect.Alive,
            OutcomeKind.Throttled => HealthEffect.Throttled,
            OutcomeKind.Overloaded or OutcomeKind.ServerError or OutcomeKind.ConnectFailed or OutcomeKind.ConnectionLost or OutcomeKind.ConnectTimeout or OutcomeKind.FirstTokenTimeout
                or OutcomeKind.IdleTimeout or OutcomeKind.StreamBroken or OutcomeKind.Unreadable or OutcomeKind.ModelNotFound => HealthEffect.Failed,
            OutcomeKind.CredentialRefused or OutcomeKind.QuotaExhausted => HealthEffect.CredentialRefused,
            _ => HealthEffect.None,
        };

        public FallbackClass Fallback => kind switch
        {
            OutcomeKind.Throttled => FallbackClass.Throttled,
            OutcomeKind.ConnectTimeout or OutcomeKind.FirstTokenTimeout or OutcomeKind.IdleTimeout => FallbackClass.Timeout,
            OutcomeKind.Overloaded or OutcomeKind.ServerError or OutcomeKind.ConnectFailed or OutcomeKind.ConnectionLost or OutcomeKind.StreamBroken or OutcomeKind.Unreadable
                or OutcomeKind.CredentialRefused or OutcomeKind.QuotaExhausted or OutcomeKind.ModelNotFound => FallbackClass.Unavailable,
            OutcomeKind.ContextWindow => FallbackClass.ContextWindow,
            OutcomeKind.ContentFilter => FallbackClass.ContentFilter,
            _ => FallbackClass.None,
        };

        /// <summary>Whether another target may do better with the same request.</summary>
        public bool IsWorthAnotherTarget => kind.Fallback is FallbackClass.Throttled or FallbackClass.Timeout or FallbackClass.Unavailable;

        /// <summary>Whether the request can't be answered by any target, whatever the others would say.</summary>
        public bool EndsAll => kind.Fallback == FallbackClass.None && kind != OutcomeKind.NotCarried;

        /// <summary>Whether the provider may have worked for it, and charge.</summary>
        public bool LeavesWork => kind is OutcomeKind.FirstTokenTimeout or OutcomeKind.IdleTimeout or OutcomeKind.TotalTimeout or OutcomeKind.StreamBroken or OutcomeKind.ConnectionLost or OutcomeKind.Unreadable
            or OutcomeKind.ClientGone or OutcomeKind.ClientSlow or OutcomeKind.Lost;

        /// <summary>Whether the same target may do better a little later.</summary>
        public bool IsWorthAnotherTry => kind.IsWorthAnotherTarget && kind is not (OutcomeKind.CredentialRefused or OutcomeKind.QuotaExhausted or OutcomeKind.ModelNotFound);
    }
}

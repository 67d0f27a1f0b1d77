using Gyre.Gateway.Routing.Trying;

namespace Gyre.Gateway.Forwarding;

/// <summary>Why a call that was admitted found no answer: the part of the closed vocabulary that names the provider, the way to it, or the client.</summary>
public static class FailureCauses
{
    public const string ClientGone = "caller_gone";
    public const string ClientSlow = "caller_too_slow";
    public const string BadRequest = "caller_bad_request";
    public const string UnknownModel = "caller_unknown_model";
    public const string UnknownConnection = "caller_unknown_connection";
    public const string UnknownResponse = "caller_unknown_response";
    public const string UnknownPath = "caller_unknown_path";
    public const string TooLarge = "caller_too_large";
    public const string NotCarried = "caller_not_translatable";
    public const string RateLimited = "provider_rate_limited";
    public const string Overloaded = "provider_overloaded";
    public const string ProviderError = "provider_error";
    public const string Unreachable = "provider_unreachable";
    public const string Lost = "provider_connection_lost";
    public const string TimedOut = "provider_timeout";
    public const string Cut = "provider_stream_cut";
    public const string Unreadable = "provider_answer_unreadable";
    public const string Credential = "provider_credential_refused";
    public const string Quota = "provider_quota_exhausted";
    public const string ModelMissing = "provider_model_missing";
    public const string ContextWindow = "provider_context_window";
    public const string ContentFilter = "provider_content_filter";
    public const string RequestRefused = "provider_request_refused";
    public const string NoTarget = "policy_no_target_allowed";
    public const string NotPossible = "gateway_cannot_ask";
    public const string LedgerFull = "gateway_ledger_unavailable";
    public const string Stopping = "gateway_stopping";
    public const string Fault = "gateway_fault";

    /// <summary>Of how the last try ended.</summary>
    public static string Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Throttled => RateLimited,
        OutcomeKind.Overloaded => Overloaded,
        OutcomeKind.ConnectFailed or OutcomeKind.ConnectTimeout => Unreachable,
        OutcomeKind.ConnectionLost => Lost,
        OutcomeKind.FirstTokenTimeout or OutcomeKind.IdleTimeout or OutcomeKind.TotalTimeout => TimedOut,
        OutcomeKind.StreamBroken => Cut,
        OutcomeKind.Unreadable => Unreadable,
        OutcomeKind.CredentialRefused => Credential,
        OutcomeKind.QuotaExhausted => Quota,
        OutcomeKind.ModelNotFound => ModelMissing,
        OutcomeKind.ContextWindow => ContextWindow,
        OutcomeKind.ContentFilter => ContentFilter,
        OutcomeKind.RequestRefused => RequestRefused,
        OutcomeKind.NotCarried => NotCarried,
        OutcomeKind.NotPossible => NotPossible,
        OutcomeKind.ClientSlow => ClientSlow,
        OutcomeKind.ClientGone or OutcomeKind.Lost => ClientGone,
        _ => ProviderError,
    };
}

using Gyre.Gateway.Forwarding;

namespace Gyre.Gateway.Admission;

/// <summary>Why a key or a rule said no: a closed vocabulary, named after who is at fault.</summary>
public static class Causes
{
    public const string KeyMissing = "caller_key_missing";
    public const string KeyMalformed = "caller_key_malformed";
    public const string KeyUnknown = "caller_key_unknown";
    public const string KeyExpired = "caller_key_expired";
    public const string KeySuspended = "caller_key_suspended";
    public const string KeyRevoked = "caller_key_revoked";

    public const string ModelForbidden = "policy_model_forbidden";
    public const string EndpointForbidden = "policy_endpoint_forbidden";

    /// <summary>A web page of elsewhere asks while no key is needed.</summary>
    public const string CrossSite = "policy_cross_site";

    public const string RequestLimit = "policy_request_limit";
    public const string TokenLimit = "policy_token_limit";
    public const string ConcurrencyLimit = "policy_concurrency_limit";
    public const string Budget = "policy_budget_exhausted";
    public const string PriceUnknown = "policy_price_unknown";

    /// <summary>The database that leases budgets can't be reached and the node's slice is used up.</summary>
    public const string AdmissionUnavailable = "gateway_admission_unavailable";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        KeyMissing, KeyMalformed, KeyUnknown, KeyExpired, KeySuspended, KeyRevoked,
        ModelForbidden, EndpointForbidden, CrossSite, RequestLimit, TokenLimit, ConcurrencyLimit, Budget, PriceUnknown,
        AdmissionUnavailable,
    ];

    /// <summary>The HTTP status that fits: 400, 404 and 413 for the request, 401 for the key, 403 for what is not allowed, 429 for limits and budgets, 503 for our own trouble.</summary>
    public static int Status(string cause) => cause switch
    {
        KeyMissing or KeyMalformed or KeyUnknown or KeyExpired or KeySuspended or KeyRevoked => 401,
        ModelForbidden or EndpointForbidden or CrossSite or PriceUnknown => 403,
        FailureCauses.BadRequest => 400,
        FailureCauses.UnknownModel or FailureCauses.UnknownConnection or FailureCauses.UnknownResponse => 404,
        FailureCauses.TooLarge => 413,
        AdmissionUnavailable or FailureCauses.LedgerFull => 503,
        _ => 429,
    };
}

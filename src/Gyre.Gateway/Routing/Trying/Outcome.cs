using Gyre.Models.Dialects;

namespace Gyre.Gateway.Routing.Trying;

/// <summary>How one try ended, with what matters for the next.</summary>
/// <param name="Kind">How.</param>
public readonly record struct Outcome(OutcomeKind Kind)
{
    /// <summary>How long the provider asked to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a part of the answer reached the caller, so that nothing can be tried again.</summary>
    public bool Delivered { get; init; }

    /// <summary>What a provider's error means, as its dialect read it.</summary>
    /// <param name="error">The error, of an answer or from inside a stream.</param>
    /// <param name="retryAfter">How long the headers ask to wait; null where they do not.</param>
    public static Outcome OfError(ProviderError error, TimeSpan? retryAfter) => new(KindOf(error))
    {
        RetryAfter = retryAfter > error.RetryAfter ? retryAfter : error.RetryAfter ?? retryAfter,
    };

    private static OutcomeKind KindOf(ProviderError error) => error.Kind switch
    {
        ErrorKind.RateLimited => OutcomeKind.Throttled,
        ErrorKind.Overloaded => OutcomeKind.Overloaded,
        ErrorKind.Server => OutcomeKind.ServerError,
        ErrorKind.Timeout => OutcomeKind.FirstTokenTimeout,
        ErrorKind.Cut => OutcomeKind.StreamBroken,
        ErrorKind.Authentication or ErrorKind.Permission => OutcomeKind.CredentialRefused,
        ErrorKind.QuotaExhausted => OutcomeKind.QuotaExhausted,
        ErrorKind.NotFound => OutcomeKind.ModelNotFound,
        ErrorKind.ContextLength => OutcomeKind.ContextWindow,
        ErrorKind.ContentFilter => OutcomeKind.ContentFilter,
        _ => OutcomeKind.RequestRefused,
    };
}

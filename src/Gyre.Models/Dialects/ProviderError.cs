using Gyre.Kernel;

namespace Gyre.Models.Dialects;

/// <summary>What kind of failure it is, in no vendor's words.</summary>
public enum ErrorKind
{
    /// <summary>400: the request is wrong.</summary>
    InvalidRequest,

    /// <summary>401: no key, or a wrong one.</summary>
    Authentication,

    /// <summary>402 or a quota that is used up: waiting does not help.</summary>
    QuotaExhausted,

    /// <summary>403: not allowed.</summary>
    Permission,

    /// <summary>404: no such model or route.</summary>
    NotFound,

    /// <summary>413: the body is too large.</summary>
    TooLarge,

    /// <summary>400: the prompt is longer than the context window.</summary>
    ContextLength,

    /// <summary>400: a content filter refused.</summary>
    ContentFilter,

    /// <summary>429: too fast.</summary>
    RateLimited,

    /// <summary>503, Anthropic's 529: the provider has no capacity.</summary>
    Overloaded,

    /// <summary>408 or 504: too slow.</summary>
    Timeout,

    /// <summary>5xx: the provider broke.</summary>
    Server,

    /// <summary>A stream that ended before its end.</summary>
    Cut,
}

/// <summary>A provider's error, read from its body or from inside a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Status">HTTP status to give a client: the provider's own where it sent one, with 529 told as 503.</param>
/// <param name="Message">In the provider's words; may hold a key, so redact it before showing it.</param>
public sealed record ProviderError(ErrorKind Kind, int Status, string Message)
{
    /// <summary>The provider's word for the kind, such as <c>invalid_request_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The provider's code, such as <c>context_length_exceeded</c>, <c>content_filter</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The field at fault.</summary>
    public string? Field { get; init; }

    /// <summary>How long the body says to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's name of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>A stream that ended before its end.</summary>
    public static ProviderError Truncated { get; } = new(ErrorKind.Cut, 502, "The provider's answer was cut before its end.") { Code = "stream_cut" };

    /// <summary>What an HTTP status alone says.</summary>
    public static ErrorKind KindOf(int status) => status switch
    {
        401 => ErrorKind.Authentication,
        402 => ErrorKind.QuotaExhausted,
        403 => ErrorKind.Permission,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimited,
        503 or 529 => ErrorKind.Overloaded,
        >= 500 => ErrorKind.Server,
        _ => ErrorKind.InvalidRequest,
    };

    /// <summary>The status for a kind that came without one, inside a stream.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Authentication => 401,
        ErrorKind.QuotaExhausted => 402,
        ErrorKind.Permission => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.TooLarge => 413,
        ErrorKind.RateLimited => 429,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        ErrorKind.Server => 500,
        ErrorKind.Cut => 502,
        _ => 400,
    };
}

/// <summary>A provider sent an error where an answer was expected, under a status that says all is well.</summary>
public sealed class ProviderErrorException(ProviderError error) : Exception(error.Message)
{
    /// <summary>What it sent.</summary>
    public ProviderError Error { get; } = error;
}

/// <summary>The refusals of a translation: the client's request is at fault, status 400, and the field is named.</summary>
internal static class Untranslatable
{
    /// <summary>The target has no way to say it.</summary>
    public static ProblemException NotCarried(string field, string target, string remedy) =>
        new(new Problem("not-carried", $"'{field}' can't be carried to a model that speaks {target}. {remedy}") { Field = field });

    /// <summary>The request breaks the rules of its own dialect.</summary>
    public static ProblemException Invalid(string field, string wanted) =>
        new(new Problem("invalid-request", $"'{field}' must be {wanted}.") { Field = field });
}

namespace Gyre.Models.Calls;

/// <summary>A model call failed for good. The message is in the original's words and holds no key.</summary>
public sealed class ModelException(string errorClass, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary><c>WrappedOpenAIError</c>: not worth repeating.</summary>
    public const string Wrapped = "WrappedOpenAIError";

    /// <summary><c>ExceedMaxRetryTimes</c>: repeated in vain.</summary>
    public const string Exceeded = "ExceedMaxRetryTimes";

    /// <summary>The original's error class: <see cref="Wrapped"/> or <see cref="Exceeded"/>.</summary>
    public string ErrorClass { get; } = errorClass;

    /// <summary>The class the OpenAI client would raise: <c>RateLimitError</c>, <c>AuthenticationError</c>, <c>APIConnectionError</c> …; the innermost error code.</summary>
    public string ProviderClass { get; init; } = "APIError";

    /// <summary>HTTP status, or the one an error inside a stream stands for; null where the provider was not reached.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's own error code, such as <c>context_length_exceeded</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's own words, keys blanked.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>How many times it was tried.</summary>
    public int Tries { get; init; } = 1;
}

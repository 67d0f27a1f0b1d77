using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Providers;
using Gyre.Wire.Http;
using Gyre.Wire.OpenAi;

namespace Gyre.Models.Calls;

/// <summary>One failed try: what the OpenAI client would raise, and whether to repeat.</summary>
/// <param name="ProviderClass">Name of the client's exception.</param>
/// <param name="Text">The exception's text in the client's form.</param>
internal sealed record CallFailure(string ProviderClass, string Text)
{
    // Of an error's body: enough for any provider's words, and too little for a proxy's web page to fill a log.
    private const int LongestText = 16 * 1024;

    public int? Status { get; init; }

    public OpenAiError? Error { get; init; }

    public bool Retriable { get; init; }

    /// <summary>Whether the tries are used up, however many are left.</summary>
    public bool IsLast { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public Exception? Cause { get; init; }

    /// <summary>Whether no provider failed but we could not ask one: a missing recording, a missing credential. The text is the message then.</summary>
    public bool IsOurs { get; init; }

    /// <summary>An answer with an error status: the body is read and told.</summary>
    public static async Task<CallFailure> OfAnswerAsync(ModelResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(response.Body);
        var buffer = new char[LongestText];
        var text = new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellationToken));
        OpenAiError? error = null;
        string message;
        try
        {
            using var body = JsonDocument.Parse(text);
            error = OpenAiError.Of(body.RootElement);
            message = $"Error code: {response.Status} - {PythonRepr.Of(body.RootElement)}";
        }
        catch (JsonException)
        {
            message = text.Length == 0 ? $"Error code: {response.Status}" : text;
        }

        return OfStatus(response.Status, message, error) with { RetryAfter = RetryAfterHeaders.Read(response.Headers, time.GetUtcNow()), IsLast = response.IsLast };
    }

    /// <summary>An error object where a chunk of a stream, or a whole answer of status 200, was expected.</summary>
    public static CallFailure OfBody(JsonElement body, OpenAiError error) =>
        OfStatus(error.ImpliedStatus, error.Message ?? PythonRepr.Of(body), error) with { ProviderClass = "APIError" };

    /// <summary>An exception of the provider or of its stream, or null where it is none of a call's.</summary>
    public static CallFailure? Of(Exception e) => e switch
    {
        LastTryException { InnerException: { } cause } when Of(cause) is { } failure => failure with { Retriable = true, IsLast = true },
        TimeoutException => new CallFailure("APITimeoutError", "Request timed out.") { Retriable = true, Cause = e },

        // Nothing was ever heard: a wrong address or a dead server. As in the original, waiting an hour would only hide it.
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
            new CallFailure("APIConnectionError", "Connection error.") { Cause = e },
        HttpRequestException or IOException => new CallFailure("APIConnectionError", "Connection error.") { Retriable = true, Cause = e },
        JsonException => new CallFailure("APIResponseValidationError", "The provider's answer is not the JSON it should be.") { Cause = e },
        ProblemException problem => new CallFailure(problem.Problem.Code, problem.Problem.ToString()) { IsOurs = true, Cause = e },
        InvalidDataException => new CallFailure("APIResponseValidationError", e.Message) { Cause = e },
        _ => null,
    };

    private static CallFailure OfStatus(int status, string text, OpenAiError? error) => new(ClassOf(status), text)
    {
        Status = status,
        Error = error,
        Retriable = (status is 429 or 422 or >= 500) && !OutOfQuota(status, error),
    };

    private static bool OutOfQuota(int status, OpenAiError? error) =>
        status == 429 && (error?.Type == "insufficient_quota" || error?.Code == "insufficient_quota");

    private static string ClassOf(int status) => status switch
    {
        400 => "BadRequestError",
        401 => "AuthenticationError",
        403 => "PermissionDeniedError",
        404 => "NotFoundError",
        409 => "ConflictError",
        422 => "UnprocessableEntityError",
        429 => "RateLimitError",
        >= 500 => "InternalServerError",
        _ => "APIStatusError",
    };
}

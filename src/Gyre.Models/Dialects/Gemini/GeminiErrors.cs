using System.Text;
using System.Text.Json;
using Gyre.Wire.Http;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Google's error object: <c>{"error": {code, message, status, details}}</c>, or a list with one.</summary>
internal static class GeminiErrors
{
    private const string ErrorInfo = "type.googleapis.com/google.rpc.ErrorInfo", RetryInfo = "type.googleapis.com/google.rpc.RetryInfo";

    // The status word alone does not tell these apart.
    private static readonly (ErrorKind Kind, string Reason)[] Reasons =
    [
        (ErrorKind.Authentication, "API_KEY_INVALID"),
        (ErrorKind.ContextLength, "CONTEXT_LENGTH_EXCEEDED"),
        (ErrorKind.ContentFilter, "CONTENT_FILTER"),
        (ErrorKind.QuotaExhausted, "QUOTA_EXHAUSTED"),
        (ErrorKind.TooLarge, "REQUEST_TOO_LARGE"),
    ];

    public static ProviderError Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            root = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().FirstOrDefault() : root;
            return Of(status, root) with { RetryAfter = RetryAfterHeaders.ReadBody(body) };
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2000)]).Trim();
            return new ProviderError(ProviderError.KindOf(status), Told(status), text.Length == 0 ? $"The provider answered with status {status}." : text);
        }
    }

    /// <summary>Of an error's body or of a chunk with an error.</summary>
    /// <param name="status">HTTP status; 200 inside a stream, where the object itself says it.</param>
    /// <param name="root">Any JSON.</param>
    public static ProviderError Of(int status, JsonElement root)
    {
        var error = root.Object("error");
        var message = error.Text("message") ?? root.Text("error") ?? $"The provider answered with status {status}.";
        status = status is >= 400 ? status : (int)(error.Whole("code") is >= 400 and < 600 and var code ? code : 500);
        var word = error.Text("status");
        var reason = error.Items("details").Select(d => d.Text("reason")).FirstOrDefault(r => r is not null);
        var kind = Kind(status, word, reason, message);
        return new ProviderError(kind, kind == ErrorKind.Authentication ? 401 : Told(status), message)
        {
            Type = word,
            Code = kind == ErrorKind.ContextLength ? "context_length_exceeded" : reason?.ToLowerInvariant(),
            RetryAfter = error.Items("details").Select(d => d.Text("retryDelay")).FirstOrDefault(r => r is not null) is { } delay
                ? RetryAfterHeaders.ReadBody(Encoding.UTF8.GetBytes($"\"retryDelay\":\"{delay}\""))
                : null,
        };
    }

    public static void Write(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, error.Status);
        json.WriteString("message"u8, error.Message);
        json.WriteString("status"u8, Word(error));
        var reason = Reasons.FirstOrDefault(r => r.Kind == error.Kind).Reason;
        if (reason is not null || error.RetryAfter is not null)
        {
            json.WriteStartArray("details"u8);
            if (reason is not null)
            {
                json.WriteStartObject();
                json.WriteString("@type"u8, ErrorInfo);
                json.WriteString("reason"u8, reason);
                json.WriteString("domain"u8, "gyre"u8);
                json.WriteEndObject();
            }

            if (error.RetryAfter is { } wait)
            {
                json.WriteStartObject();
                json.WriteString("@type"u8, RetryInfo);
                json.WriteString("retryDelay"u8, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###}s"));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ErrorKind Kind(int status, string? word, string? reason, string message)
    {
        if (Array.FindIndex(Reasons, r => r.Reason == reason) is >= 0 and var known)
        {
            return Reasons[known].Kind;
        }

        // Google has no word for it: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."
        if (status == 400 && message.Contains("token", StringComparison.OrdinalIgnoreCase) && message.Contains("exceeds the maximum", StringComparison.OrdinalIgnoreCase))
        {
            return ErrorKind.ContextLength;
        }

        return word switch
        {
            "UNAUTHENTICATED" => ErrorKind.Authentication,
            "RESOURCE_EXHAUSTED" => ErrorKind.RateLimited,
            "UNAVAILABLE" => ErrorKind.Overloaded,
            "DEADLINE_EXCEEDED" => ErrorKind.Timeout,
            _ => ProviderError.KindOf(status),
        };
    }

    private static string Word(ProviderError error) => error.Kind switch
    {
        ErrorKind.Authentication => "UNAUTHENTICATED",
        ErrorKind.Permission => "PERMISSION_DENIED",
        ErrorKind.NotFound => "NOT_FOUND",
        ErrorKind.RateLimited or ErrorKind.QuotaExhausted => "RESOURCE_EXHAUSTED",
        ErrorKind.Overloaded => "UNAVAILABLE",
        ErrorKind.Timeout => "DEADLINE_EXCEEDED",
        ErrorKind.Server or ErrorKind.Cut => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    private static int Told(int status) => status == 529 ? 503 : status;
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Wire.OpenAi;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>OpenAI's error envelope, both ways; the Responses API has the same.</summary>
internal static partial class OpenAiErrors
{
    // Of a proxy's web page or a stack trace a client needs no more.
    private const int LongestText = 2000;

    public static ProviderError Read(int status, ReadOnlySpan<byte> body) => Parsed(body) is { } error
        ? Of(Kind(error) is { } known && (known != ErrorKind.InvalidRequest || status is 400 or 422) ? known : ProviderError.KindOf(status), status, error)
        : new ProviderError(ProviderError.KindOf(status), Told(status), Text(status, body));

    /// <summary>An error inside an answer or stream of status 200.</summary>
    public static ProviderError InStream(OpenAiError error)
    {
        var kind = Kind(error) ?? ProviderError.KindOf(error.ImpliedStatus);
        return Of(kind, ProviderError.StatusOf(kind), error);
    }

    public static void Write(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Kind switch
        {
            ErrorKind.Authentication => "authentication_error",
            ErrorKind.Permission => "permission_error",
            ErrorKind.QuotaExhausted => "insufficient_quota",
            ErrorKind.RateLimited => "rate_limit_error",
            ErrorKind.Overloaded or ErrorKind.Server or ErrorKind.Timeout or ErrorKind.Cut => "server_error",
            _ => "invalid_request_error",
        });
        Nullable(json, "param"u8, error.Field);
        Nullable(json, "code"u8, Code(error));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The code by which a client tells kinds apart: OpenAI's own where it has one.</summary>
    public static string? Code(ProviderError error) => error.Kind switch
    {
        ErrorKind.ContextLength => "context_length_exceeded",
        ErrorKind.ContentFilter => "content_filter",
        ErrorKind.QuotaExhausted => "insufficient_quota",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.Overloaded => "overloaded",
        ErrorKind.Timeout => "timeout",
        ErrorKind.Cut => "stream_cut",
        ErrorKind.Authentication => error.Code ?? "invalid_api_key",
        ErrorKind.NotFound => error.Code ?? "not_found",
        _ => error.Code,
    };

    /// <summary>The kind that type, code or words say; null where they say none.</summary>
    public static ErrorKind? Kind(OpenAiError error) => (error.Code, error.Type) switch
    {
        ("context_length_exceeded" or "context_window_exceeded" or "string_above_max_length", _) => ErrorKind.ContextLength,
        ("content_filter" or "content_policy_violation" or "ResponsibleAIPolicyViolation", _) => ErrorKind.ContentFilter,
        ("insufficient_quota" or "billing_hard_limit_reached", _) or (_, "insufficient_quota") => ErrorKind.QuotaExhausted,
        ("rate_limit_exceeded" or "rate_limit_error" or "429", _) or (_, "rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests") => ErrorKind.RateLimited,
        ("overloaded" or "overloaded_error" or "server_is_overloaded" or "slow_down" or "service_unavailable" or "503" or "529", _) or (_, "overloaded_error" or "service_unavailable" or "service_unavailable_error") => ErrorKind.Overloaded,
        ("timeout" or "504", _) or (_, "timeout" or "timeout_error") => ErrorKind.Timeout,
        ("stream_cut", _) => ErrorKind.Cut,
        ("invalid_api_key" or "401", _) or (_, "authentication_error" or "invalid_authentication_error") => ErrorKind.Authentication,
        (_, "permission_error" or "permission_denied_error") => ErrorKind.Permission,
        ("model_not_found" or "not_found" or "404", _) or (_, "not_found_error") => ErrorKind.NotFound,
        ("server_error" or "internal_error" or "500" or "502", _) or (_, "server_error" or "api_error" or "internal_server_error" or "internal_error") => ErrorKind.Server,
        (_, "invalid_request_error") when error.Message?.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) == true => ErrorKind.ContextLength,
        (_, "invalid_request_error") => ErrorKind.InvalidRequest,
        _ => null,
    };

    /// <summary>Words for an error whose body has none.</summary>
    public static string Text(int status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestText)]).Trim();
        return text.Length is 0 or 2 || text is "null" ? $"The provider answered with status {status} and said nothing more."
            : Page().Match(text) is { Success: true } page ? $"The provider answered with status {status} and a web page: {page.Groups["title"].Value.Trim()}"
            : text;
    }

    /// <summary>The status for a client: Anthropic's 529 is no client's word for "overloaded".</summary>
    public static int Told(int status) => status == 529 ? 503 : status;

    private static ProviderError Of(ErrorKind kind, int status, OpenAiError error) => new(kind, Told(status), error.Message is { Length: > 0 } words ? words : Text(status, default))
    {
        Type = error.Type,
        Code = error.Code,
        Field = error.Parameter,
    };

    private static OpenAiError? Parsed(ReadOnlySpan<byte> body)
    {
        try
        {
            return OpenAiError.Of(JsonElement.Parse(body));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Of something on the way to the provider: a proxy, a firewall, a door to sign in at.
    [GeneratedRegex(@"^<(!doctype html|html).*?<title>(?<title>[^<]+)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Page();

    private static void Nullable(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}

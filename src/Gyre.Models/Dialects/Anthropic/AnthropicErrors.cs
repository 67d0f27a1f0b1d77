using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Anthropic's error envelope, <c>{type: error, error: {type, message}, request_id}</c>, both ways.</summary>
internal static class AnthropicErrors
{
    // Anthropic has no type of its own for it; clients that shorten their conversation look for these words.
    private const string TooLong = "prompt is too long";

    public static ProviderError Read(int status, ReadOnlySpan<byte> body)
    {
        if (Parsed(body).Object("error") is not { ValueKind: JsonValueKind.Object } error || error.Text("message") is not { Length: > 0 } message)
        {
            return new ProviderError(ProviderError.KindOf(status), OpenAiErrors.Told(status), OpenAiErrors.Text(status, body));
        }

        // Servers of Anthropic's format say "invalid_request_error" of anything; a refused key is one by its status.
        var kind = Kind(error.Text("type"), message) is { } known && (known != ErrorKind.InvalidRequest || status is 400 or 422) ? known : ProviderError.KindOf(status);
        return new ProviderError(kind, OpenAiErrors.Told(status), message)
        {
            Type = error.Text("type"),
            RequestId = Parsed(body).Text("request_id"),
        };
    }

    /// <summary>An error inside a stream or an answer of status 200.</summary>
    public static ProviderError InStream(JsonElement body)
    {
        var error = body.Object("error");
        var message = error.Text("message") is { Length: > 0 } words ? words : "The provider reported an error and said nothing more.";
        var kind = Kind(error.Text("type"), message) ?? ErrorKind.Server;
        return new ProviderError(kind, ProviderError.StatusOf(kind), message) { Type = error.Text("type"), RequestId = body.Text("request_id") };
    }

    public static void Write(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, error.Kind switch
        {
            ErrorKind.Authentication => "authentication_error",
            ErrorKind.QuotaExhausted => "billing_error",
            ErrorKind.Permission => "permission_error",
            ErrorKind.NotFound => "not_found_error",
            ErrorKind.TooLarge => "request_too_large",
            ErrorKind.RateLimited => "rate_limit_error",
            ErrorKind.Overloaded => "overloaded_error",
            ErrorKind.Timeout => "timeout_error",
            ErrorKind.Server or ErrorKind.Cut => "api_error",
            _ => "invalid_request_error",
        });
        json.WriteString("message"u8, error.Kind == ErrorKind.ContextLength && !error.Message.Contains(TooLong, StringComparison.OrdinalIgnoreCase) ? $"{TooLong}: {error.Message}" : error.Message);
        json.WriteEndObject();
        json.Text("request_id"u8, error.RequestId);
        json.WriteEndObject();
    }

    private static ErrorKind? Kind(string? type, string message) => type switch
    {
        "invalid_request_error" when message.Contains(TooLong, StringComparison.OrdinalIgnoreCase) || message.Contains("exceed context limit", StringComparison.OrdinalIgnoreCase) => ErrorKind.ContextLength,
        "invalid_request_error" when message.Contains("credit balance", StringComparison.OrdinalIgnoreCase) => ErrorKind.QuotaExhausted,
        "invalid_request_error" => ErrorKind.InvalidRequest,
        "authentication_error" => ErrorKind.Authentication,
        "billing_error" => ErrorKind.QuotaExhausted,
        "permission_error" => ErrorKind.Permission,
        "not_found_error" => ErrorKind.NotFound,
        "request_too_large" => ErrorKind.TooLarge,
        "rate_limit_error" => ErrorKind.RateLimited,
        "overloaded_error" => ErrorKind.Overloaded,
        "timeout_error" => ErrorKind.Timeout,
        "api_error" => ErrorKind.Server,
        _ => null,
    };

    private static JsonElement Parsed(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

using System.Text.Json;

namespace Gyre.Wire.OpenAi;

/// <summary>OpenAI's error object, <c>{"error": {message, type, param, code}}</c>, as servers really send it.</summary>
/// <param name="Message">What the provider says.</param>
/// <param name="Type">Such as <c>insufficient_quota</c>, <c>invalid_request_error</c>.</param>
/// <param name="Code">Such as <c>context_length_exceeded</c>, <c>content_filter</c>; numbers become text.</param>
/// <param name="Parameter">The offending field.</param>
public sealed record OpenAiError(string? Message, string? Type, string? Code, string? Parameter)
{
    /// <summary>Reads an answer's body: the envelope, a bare error object, or an error that is plain text. Null where there is none.</summary>
    public static OpenAiError? Of(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!body.TryGetProperty("error", out var error))
        {
            // vLLM: {"object":"error","message":…,"code":400}; FastAPI: {"detail":…}.
            return body.TryGetProperty("object", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == "error"
                ? Fields(body)
                : body.TryGetProperty("detail", out var detail) ? new OpenAiError(Text(detail), null, null, null) : null;
        }

        return error.ValueKind switch
        {
            JsonValueKind.Object => Fields(error),
            JsonValueKind.String => new OpenAiError(error.GetString(), null, null, null),
            _ => null,
        };
    }

    /// <summary>The HTTP status that an error inside a stream of status 200 stands for: 429, 500 or 400.</summary>
    public int ImpliedStatus
    {
        get
        {
            if (int.TryParse(Code, out var status) && status is >= 400 and < 600)
            {
                return status;
            }

            return (Type, Code) switch
            {
                (_, "rate_limit_exceeded" or "rate_limit_error" or "insufficient_quota" or "429") => 429,
                ("rate_limit_error" or "rate_limit_exceeded" or "insufficient_quota" or "tokens" or "requests", _) => 429,
                ("server_error" or "overloaded_error" or "api_error" or "internal_server_error" or "service_unavailable", _) => 500,
                (_, "server_error" or "overloaded" or "internal_error" or "service_unavailable" or "timeout") => 500,
                _ => 400,
            };
        }
    }

    private static OpenAiError Fields(JsonElement e) => new(Field(e, "message"), Field(e, "type"), Field(e, "code"), Field(e, "param"));

    private static string? Field(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => e.GetString(),
        _ => e.GetRawText(),
    };
}

using System.Text;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Ollama's errors: <c>{"error": "…"}</c>, which says nothing but words. Inside a stream a status of ours stands beside them.</summary>
internal static class OllamaErrors
{
    public static ProviderError Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            return Of(status, JsonElement.Parse(body));
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2000)]).Trim();
            return new ProviderError(ProviderError.KindOf(status), Told(status), text.Length == 0 ? Unknown(status) : text);
        }
    }

    /// <summary>Of an error's body or of a line with an error.</summary>
    /// <param name="status">HTTP status; 200 inside a stream.</param>
    /// <param name="root">Any JSON.</param>
    public static ProviderError Of(int status, JsonElement root)
    {
        status = status >= 400 ? status : (int)(root.Whole("status") is >= 400 and < 600 and var told ? told : 500);
        var message = root.Text("error") ?? root.Object("error").Text("message") ?? Unknown(status);
        var kind = status == 400 && message.Contains("context", StringComparison.OrdinalIgnoreCase) && message.Contains("exceed", StringComparison.OrdinalIgnoreCase)
            ? ErrorKind.ContextLength
            : ProviderError.KindOf(status);
        return new ProviderError(kind, Told(status), message) { Code = kind == ErrorKind.ContextLength ? "context_length_exceeded" : null };
    }

    public static void Write(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, error.Message);
        json.WriteNumber("status"u8, error.Status);
        json.WriteEndObject();
    }

    private static int Told(int status) => status == 529 ? 503 : status;

    private static string Unknown(int status) => $"The provider answered with status {status}.";
}

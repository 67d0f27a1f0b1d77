using Gyre.Gateway.Forwarding;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>Answers what a vendor serves and the gateway does not, as that vendor would say so.</summary>
internal static class UnservedPath
{
    public static Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path;
        var dialect = path.StartsWithSegments("/api", StringComparison.Ordinal) ? Dialect.Ollama : path.StartsWithSegments("/v1beta", StringComparison.Ordinal) ? Dialect.Gemini : path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? Dialect.Anthropic : Dialect.OpenAi;
        var message = path.StartsWithSegments("/v1/responses", StringComparison.Ordinal) || path.StartsWithSegments("/openai/v1/responses", StringComparison.Ordinal)
            ? "Responses are not kept here. Send the whole conversation as 'input' instead of asking for an earlier response."
            : $"The gateway does not serve {http.Request.Method} {path}. What only one provider has is reached at /providers/CONNECTION/… with the provider's own path.";
        return ClientError.WriteAsync(http.Response, ChatDialects.Of(dialect), FailureCauses.UnknownPath, new ProviderError(ErrorKind.NotFound, 404, message) { Code = FailureCauses.UnknownPath });
    }
}

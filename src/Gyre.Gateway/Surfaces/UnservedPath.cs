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
        var dialect = path switch
        {
            _ when path.StartsWithSegments("/api", StringComparison.Ordinal) => Dialect.Ollama,
            _ when path.StartsWithSegments("/v1beta", StringComparison.Ordinal) => Dialect.Gemini,
            _ when path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) => Dialect.Anthropic,
            _ => Dialect.OpenAi,
        };
        var message = $"The gateway does not serve {http.Request.Method} {path}. What one provider keeps for itself (files, batches, stored chat completions) is reached at /providers/CONNECTION{path}.";
        return ClientError.WriteAsync(http.Response, ChatDialects.Of(dialect), FailureCauses.UnknownPath, new ProviderError(ErrorKind.NotFound, 404, message) { Code = FailureCauses.UnknownPath });
    }
}

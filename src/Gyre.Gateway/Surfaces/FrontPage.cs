using Gyre.Gateway.Administration;
using Gyre.Gateway.Forwarding;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>Says what is served here and where, to who comes to the root or to an address where nothing is.</summary>
public static class FrontPage
{
    /// <summary>Answers what no route does.</summary>
    public static IApplicationBuilder UseFrontPage(this IApplicationBuilder app) =>
        app.Use(static (http, next) => http.GetEndpoint() is null ? AnswerAsync(http) : next(http));

    private static Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var root = $"{request.Scheme}://{request.Host}";
        if (request.Path == "/" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            response.ContentType = "text/plain; charset=utf-8";
            return response.WriteAsync(Text(root), http.RequestAborted);
        }

        var nothing = $"Nothing is served at {request.Method} {request.Path}.";
        if (request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal))
        {
            return ApiProblem.Result(StatusCodes.Status404NotFound, new Problem("path-not-found", nothing + " /api/v1/openapi.json lists what there is.")).ExecuteAsync(http);
        }

        // Most who come here have forgotten the end of the base address.
        var message = $"{nothing} OpenAI's clients want the address {root}/v1, those of Anthropic, Gemini, Azure OpenAI and Ollama want {root}. GET / tells the rest.";
        return ClientError.WriteAsync(response, ChatDialects.Of(Dialect.OpenAi), FailureCauses.UnknownPath, new ProviderError(ErrorKind.NotFound, StatusCodes.Status404NotFound, message) { Code = FailureCauses.UnknownPath });
    }

    private static string Text(string root) => $"""
        This is Gyre, one address for every model.

          OpenAI's clients                              {root}/v1
          Anthropic's, Gemini's, Azure's, Ollama's      {root}
          a provider's own paths                        {root}/providers/CONNECTION/
          models that are served                        {root}/v1/models
          keys, budgets, usage, catalog                 {root}/api/v1, described in {root}/api/v1/openapi.json
          metrics, health                               {root}/metrics, {root}/health

        """;
}

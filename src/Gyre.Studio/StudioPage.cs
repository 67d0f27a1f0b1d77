using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gyre.Studio;

/// <summary>
/// Serves the web page at <c>/</c> to browsers. An address of the page's own (<c>/models/openai/gpt-4.1</c>) gets the page, which finds its way;
/// programs, which do not ask for HTML, get what the server says without a page.
/// </summary>
public static class StudioPage
{
    private const string Index = "index.html";
    private const string NonceMark = "STYLE_NONCE";

    // Below these a browser's address is another room's, be there something or nothing.
    private static readonly PathString[] OfOthers = ["/api", "/v1", "/v1beta", "/v2", "/openai", "/providers", "/metrics", "/health"];

    private static readonly string? Page = StudioFiles.All.TryGetValue(Index, out var index) ? Encoding.UTF8.GetString(index.Bytes) : null;

    /// <summary>Whether the program was built with its page.</summary>
    public static bool IsBuilt => Page is not null;

    /// <summary>Answers browsers where no route does; does nothing in a program without its page.</summary>
    public static IApplicationBuilder MapStudio(this IApplicationBuilder app) => Page is null
        ? app
        : app.Use(static (http, next) => http.GetEndpoint() is null && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) ? AnswerAsync(http, next) : next(http));

    private static Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        return path.Value is { Length: > 1 } name && StudioFiles.All.TryGetValue(name[1..], out var file) && name[1..] != Index ? FileAsync(http, name, file)
            : Array.Exists(OfOthers, o => path.StartsWithSegments(o, StringComparison.OrdinalIgnoreCase)) || !AsksForHtml(http.Request) ? next(http)
            : path.StartsWithSegments("/assets", StringComparison.Ordinal) ? GoneAsync(http)
            : PageAsync(http);
    }

    // A file of a build before: the page tells its user to load anew.
    private static Task GoneAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("This file is of another version of the page. Load the page anew.", http.RequestAborted);
    }

    private static Task FileAsync(HttpContext http, string path, StudioFile file)
    {
        var (request, response) = (http.Request, http.Response);
        var headers = response.GetTypedHeaders();
        Protect(response);

        // Names in assets/ hold a hash of their content.
        response.Headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ETag = file.ETag;
        response.Headers.Vary = "Accept-Encoding";
        if (request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(headers.ETag!, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        var bytes = file.Bytes;
        if (file.Gzip is { } gzip && TakesGzip(request))
        {
            response.Headers.ContentEncoding = "gzip";
            bytes = gzip;
        }

        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    // The styles of the page's components are written while it runs. A nonce that is new each time lets those in, and no others; so the page itself is never kept.
    private static Task PageAsync(HttpContext http)
    {
        var response = http.Response;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var page = Encoding.UTF8.GetBytes(Page!.Replace(NonceMark, nonce, StringComparison.Ordinal));
        Protect(response);
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(page, http.RequestAborted).AsTask();
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static bool AsksForHtml(HttpRequest request) => request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/html" && a.Quality is not 0);

    private static bool TakesGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is not 0);
}

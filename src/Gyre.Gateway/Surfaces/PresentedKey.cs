using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gyre.Gateway.Surfaces;

/// <summary>Where each vendor's client puts its key.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";

    /// <summary>The key as sent; empty where there is none.</summary>
    public static ReadOnlySpan<char> Of(HttpRequest request)
    {
        var headers = request.Headers;
        if (Text(headers.Authorization) is { Length: > 0 } authorization)
        {
            return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Bearer.Length).Trim() : authorization.AsSpan().Trim();
        }

        return Text(headers["x-api-key"]) ?? Text(headers["api-key"]) ?? Text(headers["x-goog-api-key"]) ?? Text(request.Query["key"]) ?? "";
    }

    private static string? Text(StringValues values) => values.Count > 0 && values[0] is { Length: > 0 } text ? text : null;
}

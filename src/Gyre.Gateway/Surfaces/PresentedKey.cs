using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gyre.Gateway.Surfaces;

/// <summary>Where each vendor's client puts its key.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";

    /// <summary>The key as sent; empty where there is none.</summary>
    public static ReadOnlySpan<char> Of(HttpRequest request) => In(request.Headers) is { IsEmpty: false } key ? key : Text(request.Query["key"]);

    /// <summary>The key in the headers alone, where <c>key</c> in the address means something else; empty where there is none.</summary>
    public static ReadOnlySpan<char> In(IHeaderDictionary headers)
    {
        if (Text(headers.Authorization) is { Length: > 0 } authorization)
        {
            return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Bearer.Length).Trim() : authorization.AsSpan().Trim();
        }

        return Text(headers["x-api-key"]) ?? Text(headers["api-key"]) ?? Text(headers["x-goog-api-key"]);
    }

    private static string? Text(StringValues values) => values.Count > 0 && values[0] is { Length: > 0 } text ? text : null;
}

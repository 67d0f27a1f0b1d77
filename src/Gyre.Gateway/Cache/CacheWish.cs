using Gyre.Gateway.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gyre.Gateway.Cache;

/// <summary>What a request wants of the cache, by its headers.</summary>
/// <param name="Uses">Whether it takes part at all.</param>
/// <param name="Oldest">The oldest answer it takes; zero for a new one, which is then kept for others.</param>
internal readonly record struct CacheWish(bool Uses, TimeSpan Oldest)
{
    /// <summary>In a request: <c>on</c> asks for the cache where the deployment leaves it to the request. In an answer: <c>hit</c>, <c>miss</c> or <c>bypass</c>.</summary>
    public const string Header = "x-gyre-cache";

    public static CacheWish Of(IHeaderDictionary headers, CachePolicy policy)
    {
        if (policy.OnlyWhenAsked && !string.Equals(headers[Header].ToString(), "on", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        if (!CacheControlHeaderValue.TryParse(headers.CacheControl.ToString(), out var control))
        {
            return new CacheWish(true, policy.Ttl);
        }

        var oldest = control.NoCache ? TimeSpan.Zero : control.MaxAge is { } age && age < policy.Ttl ? age : policy.Ttl;
        return new CacheWish(!control.NoStore, oldest);
    }
}

using System.Net;
using Gyre.Gateway.Admission;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>
/// While no key is needed, whoever reaches the loopback is served; so does any web page that is open in this machine's browser.
/// A browser says so itself: by the page's origin, and by the name under which a page made the loopback its own (DNS rebinding).
/// So does anybody behind a proxy of this machine, which most proxies tell: by a header, or by the old protocol that nginx speaks unless told otherwise.
/// </summary>
internal static class CrossSite
{
    private static readonly string[] OfProxies = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Why the request may not be served without a key; null where it comes from a program or a page of this machine.</summary>
    public static Refusal? Fault(HttpRequest request)
    {
        var host = request.Host;
        if (host.HasValue && !IsLoopback(host.Host))
        {
            return No($"It was called as '{host.Host}'.");
        }

        foreach (var header in OfProxies)
        {
            if (request.Headers.ContainsKey(header))
            {
                return No($"The request came by way of a proxy ({header}).");
            }
        }

        if (HttpProtocol.IsHttp10(request.Protocol))
        {
            return No("The request came in HTTP/1.0, as from a proxy.");
        }

        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !(Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var page) && IsLoopback(page.Host)))
        {
            return No("The request comes from a web page.");
        }

        return request.Headers["Sec-Fetch-Site"].ToString().Equals("cross-site", StringComparison.OrdinalIgnoreCase) ? No("The request comes from a page of another site.") : null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    private static Refusal No(string why) => new(
        Causes.CrossSite,
        null,
        $"While no key was made, the gateway serves only this machine's own programs, by the name localhost or 127.0.0.1. {why} Make a key and send it: gyre key create --name NAME",
        null);
}

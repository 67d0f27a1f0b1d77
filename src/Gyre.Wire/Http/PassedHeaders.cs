using System.Collections.Frozen;

namespace Gyre.Wire.Http;

/// <summary>Which headers may go through a gateway, and which end at it.</summary>
public static class PassedHeaders
{
    // Of one connection by HTTP's rules, keys of any dialect, cookies, and what the sender of a request states anew.
    private static readonly FrozenSet<string> OneConnection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        "authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie", "host", "content-type", "content-length", "content-encoding", "expect",
        "accept", "accept-encoding", "user-agent", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-real-ip", "forwarded", "via");

    private static readonly FrozenSet<string> Requests = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "anthropic-beta", "anthropic-version", "openai-beta", "openai-organization", "openai-project", "idempotency-key", "x-idempotency-key",
        "traceparent", "tracestate", "x-request-id", "x-client-request-id", "x-ms-client-request-id", "x-goog-api-client", "x-goog-user-project",
        "http-referer", "x-title", "x-session-id");

    private static readonly FrozenSet<string> Answers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade",
        "set-cookie", "www-authenticate", "content-length", "alt-svc", "strict-transport-security", "server", "date", "via", "report-to", "nel", "cf-ray", "cf-cache-status");

    /// <summary>Whether a header of a request never goes on: it holds for one connection, is the client's key, or is stated anew.</summary>
    public static bool BelongsToOneConnection(string name) => OneConnection.Contains(name);

    /// <summary>Whether a client's header goes on to the provider.</summary>
    public static bool MayGoUp(string name) => Requests.Contains(name);

    /// <summary>Whether a provider's header goes back to the client. Whoever changes the body also leaves out <c>content-encoding</c> and digests.</summary>
    public static bool MayComeDown(string name) => !Answers.Contains(name);
}

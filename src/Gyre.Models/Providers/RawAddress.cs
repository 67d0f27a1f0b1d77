using Gyre.Kernel;

namespace Gyre.Models.Providers;

/// <summary>A path of a caller's below a provider's address: it can leave neither the host nor the path of the connection, and no key of the caller's goes along.</summary>
internal static class RawAddress
{
    private static readonly string[] KeyParameters = ["key", "api_key", "api-key", "apikey", "access_token"];

    /// <summary>The address. A version that both sides name (<c>…/v1</c> and <c>/v1/files</c>) is there once.</summary>
    /// <exception cref="ProblemException"><c>path-not-allowed</c>.</exception>
    public static Uri Of(string root, string path, string? query)
    {
        path = path.StartsWith('/') ? path : "/" + path;
        var last = root[root.LastIndexOf('/')..];
        var joined = path.StartsWith(last + "/", StringComparison.Ordinal) ? root + path[last.Length..] : root + path;

        // Uri resolves "..", also the escaped one: what then lies elsewhere was meant to.
        if (!Uri.TryCreate(joined + Kept(query), UriKind.Absolute, out var address))
        {
            throw NotAllowed(path);
        }

        var home = new Uri(root);
        var inside = address.Authority == home.Authority && address.Scheme == home.Scheme && address.UserInfo.Length == 0
            && (address.AbsolutePath + "/").StartsWith(home.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal)
            && !address.AbsolutePath.Contains("%2e%2e", StringComparison.OrdinalIgnoreCase)
            && !path.Contains('\\', StringComparison.Ordinal);
        return inside ? address : throw NotAllowed(path);
    }

    /// <summary>An address's own query with a caller's behind it, but for keys and for what the address says itself.</summary>
    public static string Joined(string own, string? query)
    {
        var names = own.TrimStart('?').Split('&').Select(p => p.Split('=')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var more = string.Join('&', Kept(query).TrimStart('?').Split('&').Where(p => p.Length > 0 && !names.Contains(p.Split('=')[0])));
        return more.Length == 0 ? own : own.Length == 0 ? "?" + more : $"{own}&{more}";
    }

    private static ProblemException NotAllowed(string path) => new("path-not-allowed", $"The path '{path}' leads away from the connection's address.");

    private static string Kept(string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return "";
        }

        var kept = query.TrimStart('?').Split('&').Where(p => !KeyParameters.Contains(Uri.UnescapeDataString(p.Split('=')[0]), StringComparer.OrdinalIgnoreCase));
        return string.Join('&', kept) is { Length: > 0 } rest ? "?" + rest : "";
    }
}

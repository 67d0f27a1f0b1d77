using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gyre.Models.Providers;

/// <summary>The headers of an HTTP answer, looked up where they are: most answers are asked for two or three of them.</summary>
/// <param name="response">The answer.</param>
/// <param name="decoded">Whether its compression was taken off: what describes the compressed bytes is then not there.</param>
internal sealed class ResponseHeaders(HttpResponseMessage response, bool decoded) : IReadOnlyDictionary<string, string>
{
    // What nearly every answer has; the names are handed out in lower case.
    private static readonly FrozenDictionary<string, string> Usual = new[]
    {
        "content-type", "content-length", "date", "server", "connection", "transfer-encoding", "cache-control", "vary", "via", "strict-transport-security",
        "x-request-id", "request-id", "openai-organization", "openai-processing-ms", "openai-version", "cf-ray", "cf-cache-status", "alt-svc", "set-cookie",
    }.ToFrozenDictionary(n => n, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OfBytes =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "content-encoding", "content-length", "content-md5", "content-digest", "repr-digest", "digest", "etag");

    public int Count => decoded ? Keys.Count() : response.Headers.NonValidated.Count + response.Content.Headers.NonValidated.Count;

    public IEnumerable<string> Keys => this.Select(h => h.Key);

    public IEnumerable<string> Values => this.Select(h => h.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The answer has no header '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        if (!IsHidden(key) && (response.Headers.NonValidated.TryGetValues(key, out var values) || response.Content.Headers.NonValidated.TryGetValues(key, out values)))
        {
            value = values.ToString();
            return true;
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (!IsHidden(name))
            {
                yield return new(Lower(name), values.ToString());
            }
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            if (!IsHidden(name))
            {
                yield return new(Lower(name), values.ToString());
            }
        }
    }

    private bool IsHidden(string name) => decoded && OfBytes.Contains(name);

    private static string Lower(string name) => Usual.TryGetValue(name, out var lower) ? lower : name.ToLowerInvariant();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

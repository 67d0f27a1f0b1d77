using System.Globalization;

namespace Gyre.Wire.Http;

/// <summary>How long a provider wants to be left alone, in every form it is said in; and how to say it to a client.</summary>
public static class RetryAfterHeaders
{
    /// <summary>The longest wait that is believed: after it, asking once more costs less than a wrong clock.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // A limit that is not used up tells when it will be full again, which is no wait.
    private static readonly (string Reset, string Remaining)[] Limits =
    [
        ("x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"),
        ("x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"),
        ("x-ratelimit-reset", "x-ratelimit-remaining"),
        ("anthropic-ratelimit-requests-reset", "anthropic-ratelimit-requests-remaining"),
        ("anthropic-ratelimit-tokens-reset", "anthropic-ratelimit-tokens-remaining"),
        ("anthropic-ratelimit-input-tokens-reset", "anthropic-ratelimit-input-tokens-remaining"),
        ("anthropic-ratelimit-output-tokens-reset", "anthropic-ratelimit-output-tokens-remaining"),
    ];

    /// <summary>
    /// The longest wait of <c>retry-after</c> (seconds, whole or not, a duration or a date; a past one is zero), <c>retry-after-ms</c>,
    /// <c>x-ms-retry-after-ms</c> and the resets of limits that are used up, but never more than <see cref="Longest"/>. Null where none can be read.
    /// </summary>
    /// <param name="headers">Lower-case names.</param>
    /// <param name="now">For dates.</param>
    public static TimeSpan? Read(IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        var wait = headers.TryGetValue("retry-after", out var written) ? WaitText.Read(written, now) : null;
        wait = Longer(wait, headers.TryGetValue("retry-after-ms", out written) ? WaitText.Milliseconds(written) : null);
        wait = Longer(wait, headers.TryGetValue("x-ms-retry-after-ms", out written) ? WaitText.Milliseconds(written) : null);
        foreach (var (reset, remaining) in Limits)
        {
            if (headers.TryGetValue(reset, out written) && (!headers.TryGetValue(remaining, out var left) || IsZero(left)))
            {
                wait = Longer(wait, WaitText.Read(written, now));
            }
        }

        return wait > Longest ? Longest : wait;
    }

    /// <summary>The wait that Gemini states inside an error's body: <c>RetryInfo.retryDelay</c>.</summary>
    /// <returns>Null where there is none.</returns>
    public static TimeSpan? ReadBody(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("\"retryDelay\""u8);
        if (at < 0)
        {
            return null;
        }

        var rest = body[(at + "\"retryDelay\"".Length)..];
        var open = rest.IndexOf((byte)'"');
        var length = open < 0 ? -1 : rest[(open + 1)..].IndexOf((byte)'"');
        if (length is < 0 or > 64 || rest[..open].IndexOfAnyExcept(" \t\r\n:"u8) >= 0)
        {
            return null;
        }

        var wait = WaitText.Duration(System.Text.Encoding.UTF8.GetString(rest.Slice(open + 1, length)));
        return wait > Longest ? Longest : wait;
    }

    /// <summary>Whether the answer asks for fewer requests.</summary>
    public static bool PushesBack(int status, IReadOnlyDictionary<string, string> headers) =>
        status is 429 or 529 || (status == 503 && headers.ContainsKey("retry-after"));

    /// <summary>What tells a client to wait, in both forms: whole seconds, rounded up, and milliseconds.</summary>
    public static KeyValuePair<string, string>[] Write(TimeSpan wait)
    {
        var milliseconds = Math.Max(0, (long)Math.Ceiling(wait.TotalMilliseconds));
        return
        [
            new("retry-after", ((milliseconds + 999) / 1000).ToString(CultureInfo.InvariantCulture)),
            new("retry-after-ms", milliseconds.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static bool IsZero(string left) => double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number <= 0;

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other ?? one : one;
}

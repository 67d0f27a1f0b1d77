using System.Globalization;

namespace Gyre.Models.Calls;

/// <summary>Reads how long a provider wants to be left alone, in every form it comes in.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// From <c>retry-after</c> (seconds, whole or not, or an HTTP date; a past one is zero), <c>retry-after-ms</c> and
    /// <c>x-ms-retry-after-ms</c>; the longest of several. Null where none can be read.
    /// </summary>
    public static TimeSpan? From(IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        TimeSpan?[] all =
        [
            headers.TryGetValue("retry-after", out var written) ? SecondsOrDate(written, now) : null,
            headers.TryGetValue("retry-after-ms", out var milliseconds) ? Number(milliseconds, 0.001) : null,
            headers.TryGetValue("x-ms-retry-after-ms", out milliseconds) ? Number(milliseconds, 0.001) : null,
        ];
        return all.Max();
    }

    /// <summary>Whether the answer asks for fewer requests.</summary>
    public static bool PushesBack(int status, IReadOnlyDictionary<string, string> headers) =>
        status == 429 || (status == 503 && headers.ContainsKey("retry-after"));

    private static TimeSpan? SecondsOrDate(string text, DateTimeOffset now)
    {
        if (Number(text, 1) is { } seconds)
        {
            return seconds;
        }

        return DateTimeOffset.TryParse(text.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > now ? date - now : TimeSpan.Zero
            : null;
    }

    private static TimeSpan? Number(string text, double scale) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number * scale is >= 0 and < 4_000_000
            ? TimeSpan.FromSeconds(number * scale)
            : null;
}

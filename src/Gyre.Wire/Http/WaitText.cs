using System.Buffers;
using System.Globalization;

namespace Gyre.Wire.Http;

/// <summary>Reads a wait from text: a number, a duration as Go writes it, a date, a moment since 1970.</summary>
public static class WaitText
{
    // Larger numbers of seconds are moments: 2001 in seconds, and in milliseconds.
    private const double FirstMoment = 1e9, FirstMomentInMilliseconds = 1e12;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly string[] Dates =
    [
        "d MMM yyyy H:mm:ss", // RFC 1123, of which the weekday and the zone are cut off: both are often wrong, and only GMT is allowed
        "d-MMM-yy H:mm:ss", // RFC 850
        "MMM d H:mm:ss yyyy", // asctime
        "MMM  d H:mm:ss yyyy",
    ];

    /// <summary>Seconds, a duration, a date or a moment; of a list the longest.</summary>
    public static TimeSpan? Read(string text, DateTimeOffset now)
    {
        if (One(text, now) is { } wait)
        {
            return wait;
        }

        // The same header twice is joined by a comma.
        TimeSpan? longest = null;
        foreach (var piece in text.Split(','))
        {
            longest = One(piece, now) is { } next && (longest is null || next > longest) ? next : longest;
        }

        return longest;
    }

    /// <summary>A number of milliseconds.</summary>
    public static TimeSpan? Milliseconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Seconds(number / 1000) : null;

    /// <summary><c>1h</c>, <c>6m0s</c>, <c>1m30.5s</c>, <c>20ms</c>.</summary>
    public static TimeSpan? Duration(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        double seconds = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            rest = rest[digits..];
            var end = rest.IndexOfAny(Digits);
            var unit = end < 0 ? rest : rest[..end];
            var scale = unit switch
            {
                "d" => 86400,
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" or "μs" => 1e-6,
                "ns" => 1e-9,
                _ => double.NaN,
            };
            seconds += number * scale;
            rest = rest[unit.Length..];
        }

        return Seconds(seconds);
    }

    private static TimeSpan? One(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number < FirstMoment ? Seconds(number)
                : Seconds((number < FirstMomentInMilliseconds ? number : number / 1000) - (now.ToUnixTimeMilliseconds() / 1000.0), past: true);
        }

        return Duration(text) ?? (Date(text.Trim()) is { } date ? date > now ? date - now : TimeSpan.Zero : null);
    }

    private static DateTimeOffset? Date(string text)
    {
        if (text.Length is < 8 or > 64)
        {
            return null;
        }

        if (char.IsAsciiDigit(text[0]) && text.Contains('T', StringComparison.Ordinal))
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        text = comma >= 0 ? text[(comma + 1)..].Trim() : text.Length > 4 && text[3] == ' ' && !char.IsAsciiDigit(text[0]) ? text[4..] : text;
        foreach (var zone in (ReadOnlySpan<string>)[" GMT", " UTC", " Z", " +0000"])
        {
            text = text.EndsWith(zone, StringComparison.OrdinalIgnoreCase) ? text[..^zone.Length] : text;
        }

        return DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date) ? date : null;
    }

    private static TimeSpan? Seconds(double seconds, bool past = false) =>
        !double.IsFinite(seconds) || (seconds < 0 && !past) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
}

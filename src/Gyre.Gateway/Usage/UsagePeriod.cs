using System.Globalization;
using Gyre.Kernel;

namespace Gyre.Gateway.Usage;

/// <summary>A span of time, in UTC.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, which is no part of it.</param>
public sealed record UsagePeriod(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly string[] Formats =
    [
        "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads its two ends; without a beginning it is the month's, without an end it is now.</summary>
    /// <param name="from"><c>2026-11</c>, <c>2026-11-21</c>, <c>2026-11-21T08:00Z</c>, <c>today</c>, <c>yesterday</c>, or <c>7d</c>, <c>24h</c>, <c>90m</c> ago.</param>
    /// <param name="to">The same; it is no part of the period.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ProblemException"><c>usage-period</c>.</exception>
    public static UsagePeriod Read(string? from, string? to, DateTimeOffset now)
    {
        var end = Moment(to, "to", now) ?? now;
        var start = Moment(from, "from", now) ?? new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return start < end
            ? new UsagePeriod(start, end)
            : throw Fault($"The period ends ({end.UtcDateTime:u}) before it begins ({start.UtcDateTime:u}).", from is null ? "to" : "from");
    }

    private static DateTimeOffset? Moment(string? text, string field, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return text switch
        {
            null => null,
            "now" => now,
            "today" => today,
            "yesterday" => today.AddDays(-1),
            _ when text.Length > 1 && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 100_000 && text[^1] is 'd' or 'h' or 'm' && text[0] is >= '0' and <= '9' =>
                now - (text[^1] == 'd' ? TimeSpan.FromDays(count) : text[^1] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count)),
            _ when DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => moment,
            _ => throw Fault($"'{text}' is no time. Write 2026-11, 2026-11-21, 2026-11-21T08:00Z (UTC), today, yesterday, or 7d, 24h, 90m for so long ago.", field),
        };
    }

    private static ProblemException Fault(string message, string field) => new(new Problem("usage-period", message) { Field = field });
}

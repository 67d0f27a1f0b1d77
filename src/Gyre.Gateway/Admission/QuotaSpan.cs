namespace Gyre.Gateway.Admission;

/// <summary>The time a quota's amount is for. Periods follow each other without gaps, in UTC.</summary>
public enum QuotaSpan
{
    Minute,
    Hour,
    Day,

    /// <summary>From the quota's day of the month to the same day of the next.</summary>
    Month,

    /// <summary>From the first of the month.</summary>
    CalendarMonth,

    /// <summary>Once and for all; also what limits of concurrency use.</summary>
    Total,
}

/// <summary>One period of a quota.</summary>
/// <param name="Start">Milliseconds since 1970 UTC.</param>
/// <param name="End">The first millisecond of the next.</param>
internal readonly record struct Period(long Start, long End)
{
    private const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    public bool Contains(long now) => now >= Start && now < End;

    public static Period At(QuotaSpan span, long now, DateTimeOffset startsAt) => span switch
    {
        QuotaSpan.Minute => Aligned(now, Minute),
        QuotaSpan.Hour => Aligned(now, Hour),
        QuotaSpan.Day => Aligned(now, Day),
        QuotaSpan.CalendarMonth => Months(now, DateTimeOffset.UnixEpoch),
        QuotaSpan.Month => Months(now, startsAt),
        _ => new Period(0, long.MaxValue),
    };

    private static Period Aligned(long now, long length)
    {
        var start = now - (((now % length) + length) % length);
        return new Period(start, start + length);
    }

    // Counted from the anchor, so that the 31st comes back after a February.
    private static Period Months(long now, DateTimeOffset anchor)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now);
        var months = ((at.Year - anchor.Year) * 12) + at.Month - anchor.Month;
        if (anchor.AddMonths(months) > at)
        {
            months--;
        }

        return new Period(anchor.AddMonths(months).ToUnixTimeMilliseconds(), anchor.AddMonths(months + 1).ToUnixTimeMilliseconds());
    }
}

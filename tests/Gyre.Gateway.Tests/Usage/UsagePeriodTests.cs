using Gyre.Gateway.Usage;
using Gyre.Kernel;

namespace Gyre.Gateway.Tests.Usage;

public sealed class UsagePeriodTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 11, 30, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(null, null, "2026-11-01T00:00:00Z", "2026-11-21T10:30:00Z")]
    [InlineData("2026-10", "2026-11", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-20", "today", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")]
    [InlineData("yesterday", null, "2026-11-20T00:00:00Z", "2026-11-21T10:30:00Z")]
    [InlineData("7d", null, "2026-11-14T10:30:00Z", "2026-11-21T10:30:00Z")]
    [InlineData("90m", "now", "2026-11-21T09:00:00Z", "2026-11-21T10:30:00Z")]
    [InlineData("2026-11-21T08:00", null, "2026-11-21T08:00:00Z", "2026-11-21T10:30:00Z")]
    [InlineData("2026-11-21T08:00:00+02:00", "2026-11-21T06:00:00.5Z", "2026-11-21T06:00:00Z", "2026-11-21T06:00:00.5Z")]
    public void A_period_is_read_as_people_write_it(string? from, string? to, string start, string end)
    {
        var period = UsagePeriod.Read(from, to, Now);

        Assert.Equal((At(start), At(end)), (period.From, period.To));
    }

    [Theory]
    [InlineData("nonsense", null, "from")]
    [InlineData("d", null, "from")]
    [InlineData("999999999999d", null, "from")]
    [InlineData("2026-13", null, "from")]
    [InlineData("today", "2026-99-01", "to")]
    [InlineData("today", "yesterday", "from")]
    [InlineData(null, "2026-10", "to")]
    public void What_is_no_period_says_which_end_is_wrong(string? from, string? to, string field) =>
        Assert.Equal(("usage-period", field), Assert.Throws<ProblemException>(() => UsagePeriod.Read(from, to, Now)).Problem is var p ? (p.Code, p.Field!) : default);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

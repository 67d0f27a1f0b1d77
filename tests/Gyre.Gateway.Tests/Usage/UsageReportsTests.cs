using FsCheck.Fluent;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Tests.Ledger;
using Gyre.Gateway.Usage;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Tests.Usage;

public abstract class UsageReportsTests(string kind) : IAsyncLifetime
{
    private UsagePlace place = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await UsagePlace.MakeAsync(kind);

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_lines_of_any_grouping_make_up_the_total_to_the_nano_dollar()
    {
        for (var run = 0; run < 5; run++)
        {
            var from = UsagePlace.Start.AddDays(3 * run);
            var rows = UsagePlace.Some(from, 150);
            await place.AddAsync(rows);
            var whole = Sums((await ReportAsync(new UsageQuery { Period = new UsagePeriod(from, from.AddDays(3)) })).Total);
            foreach (var by in Gen.SubListOf(UsageDimension.All.ToArray()).Where(d => d.Count is > 0 and < 4).Sample(5, 6))
            {
                var report = await ReportAsync(new UsageQuery { Period = new UsagePeriod(from, from.AddDays(3)), By = [.. by] });

                Assert.Equal(rows.Sum(r => r.Cost?.Count ?? 0), report.Total.Cost.Count);
                Assert.Equal(rows.Length, report.Total.Calls);
                Assert.Equal(rows.Where(r => r.Outcome != CallOutcome.Cached).Sum(r => r.Usage?.Reasoning ?? 0), report.Total.Usage.Reasoning ?? 0);
                Assert.Equal(whole, Sums(report.Total));
                Assert.Equal(Sums(report.Total), report.Lines.Select(Sums).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]));
                Assert.Equal(report.Lines.Count, report.Lines.Select(l => string.Join('|', l.Group)).Distinct(StringComparer.Ordinal).Count());
            }
        }
    }

    [Fact]
    public async Task Calls_of_no_known_cost_are_counted_and_never_taken_for_free()
    {
        await place.AddAsync(
            Rows.Some("priced", new NanoDollars(1_500)),
            Rows.Some("secret"),
            Rows.Some("secret") with { Outcome = CallOutcome.Cancelled },
            Rows.Some("secret") with { Outcome = CallOutcome.Failed, Usage = null },
            Rows.Some("secret") with { Outcome = CallOutcome.Refused, Usage = null },
            Rows.Some("raw") with { Usage = null });

        var report = await ReportAsync(UsagePlace.Query("model"));

        Assert.Equal([("priced", 1_500, 0), ("secret", 0, 2), ("raw", 0, 1)], report.Lines.Select(l => (l.Group[0], l.Cost.Count, l.UnknownCost)));
        Assert.Equal((6, 3, 1, 1, 1), (report.Total.Calls, report.Total.UnknownCost, report.Total.Refused, report.Total.Failed, report.Total.Cancelled));
    }

    [Fact]
    public async Task What_the_cache_saved_was_not_used()
    {
        await place.AddAsync(Rows.Some(cost: new NanoDollars(10)), Rows.Some(cost: NanoDollars.Zero) with { Outcome = CallOutcome.Cached });

        var total = (await ReportAsync(UsagePlace.Query())).Total;

        Assert.Equal((2, 1, 24, 50, 10), (total.Calls, total.Cached, total.Usage.FreshInput, total.Usage.Output, total.Cost.Count));
    }

    [Fact]
    public async Task An_answer_from_our_cache_costs_nothing_and_says_what_it_saved()
    {
        var hit = Rows.Some(cost: NanoDollars.Zero) with { Outcome = CallOutcome.Cached, Charges = "input:24:0.4 output:50:1.6" };
        await place.AddAsync(Rows.Some(cost: new NanoDollars(89_600)), hit, hit with { Id = Guid.CreateVersion7() }, hit with { Id = Guid.CreateVersion7(), Charges = null });

        var line = (await ReportAsync(UsagePlace.Query("model"))).Lines.Single();

        Assert.Equal((89_600, 179_200, 3, 0, 24), (line.Cost.Count, line.Saved.Count, line.Cached, line.UnknownCost, line.Usage.FreshInput));
    }

    [Fact]
    public async Task A_bucket_that_no_call_spoke_of_is_not_zero()
    {
        await place.AddAsync(Rows.Some() with { Usage = new TokenUsage { FreshInput = 5, Output = 0 } }, Rows.Some() with { Usage = null });

        var tokens = (await ReportAsync(UsagePlace.Query())).Total.Usage;

        Assert.Equal((5, 0, null), (tokens.FreshInput, tokens.Output, tokens.Reasoning));
    }

    [Fact]
    public async Task Percentiles_are_times_that_answered_calls_took()
    {
        await place.AddAsync([
            .. Enumerable.Range(1, 100).Select(i => Rows.Some(i % 2 == 0 ? "even" : "odd") with { Total = TimeSpan.FromMilliseconds(i), FirstToken = i > 50 ? TimeSpan.FromMilliseconds(i - 50) : null }),
            Rows.Some("even") with { Outcome = CallOutcome.Refused, Total = TimeSpan.Zero },
            Rows.Some("none") with { Outcome = CallOutcome.Refused },
        ]);

        var report = await ReportAsync(UsagePlace.Query("model"));

        Assert.Equal(Percentiles(50, 95), report.Total.Latency);
        Assert.Equal(Percentiles(25, 48), report.Total.FirstToken);
        Assert.Equal(Percentiles(50, 96), report.Lines.Single(l => l.Group[0] == "even").Latency);
        Assert.Equal(Percentiles(49, 95), report.Lines.Single(l => l.Group[0] == "odd").Latency);
        Assert.Null(report.Lines.Single(l => l.Group[0] == "none").Latency);
    }

    [Theory]
    [InlineData(999, 999)]
    [InlineData(1_239, 1_230)]
    [InlineData(1_239_999, 1_230_000)]
    [InlineData(61_239_999_999, 61_230_000_000)]
    public async Task Times_are_kept_to_three_digits(long took, long shown)
    {
        await place.AddAsync(Rows.Some() with { Total = TimeSpan.FromMicroseconds(took) });

        Assert.Equal(TimeSpan.FromMicroseconds(shown), (await ReportAsync(UsagePlace.Query())).Total.Latency!.P50);
    }

    [Fact]
    public async Task Spans_of_time_are_in_order_and_in_UTC()
    {
        await place.AddAsync([.. new[] { 25, 2, 700, 1 }.Select(h => Rows.Some(cost: new NanoDollars(h)) with { StartedAt = UsagePlace.Start.AddHours(h).AddMinutes(59) })]);

        var day = (await ReportAsync(UsagePlace.Query("day"))).Lines.Select(l => l.Group[0]);
        var hour = (await ReportAsync(UsagePlace.Query("hour"))).Lines.Select(l => l.Group[0]);
        var month = (await ReportAsync(UsagePlace.Query("month"))).Lines.Select(l => l.Group[0]);

        Assert.Equal(["2026-11-01", "2026-11-02", "2026-11-30"], day);
        Assert.Equal(["2026-11-01T01:00Z", "2026-11-01T02:00Z", "2026-11-02T01:00Z", "2026-11-30T04:00Z"], hour);
        Assert.Equal(["2026-11"], month);
    }

    [Fact]
    public async Task The_beginning_is_part_of_the_period_and_the_end_is_not()
    {
        await place.AddAsync(Rows.Some() with { StartedAt = UsagePlace.Start }, Rows.Some() with { StartedAt = UsagePlace.Start.AddMonths(1) });

        Assert.Equal(1, (await ReportAsync(UsagePlace.Query())).Total.Calls);
    }

    [Fact]
    public async Task Filters_pick_calls_also_those_that_have_none()
    {
        await place.AddAsync(Rows.Some("a") with { Team = "x" }, Rows.Some("b") with { Team = "x" }, Rows.Some("b") with { Team = "y" }, Rows.Some("b") with { Team = null });

        Assert.Equal(1, await CountAsync(("team", ["x"]), ("model", ["b"])));
        Assert.Equal(3, await CountAsync(("team", ["x", "y"])));
        Assert.Equal(1, await CountAsync(("team", [""])));
        Assert.Equal(0, await CountAsync(("team", ["'; DROP TABLE usage_ledger; --"])));
    }

    [Fact]
    public async Task Keys_are_shown_and_found_by_name()
    {
        var keys = new KeyStore(place.Database, TimeProvider.System);
        var made = await keys.CreateAsync(new NewKey { Name = "ci" }.ToKey(), "test", Stop);
        await place.AddAsync(Rows.Some() with { KeyId = made.Key.Id.ToString() }, Rows.Some() with { KeyId = "local" });

        Assert.Equal(["ci", "local"], (await ReportAsync(UsagePlace.Query("key"))).Lines.Select(l => l.Group[0]));
        Assert.Equal(1, await CountAsync(("key", ["ci"])));
        Assert.Equal(1, await CountAsync(("key", [made.Key.Prefix])));
    }

    private static Percentiles Percentiles(int p50, int p95) => new(TimeSpan.FromMilliseconds(p50), TimeSpan.FromMilliseconds(p95));

    private async Task<long> CountAsync(params (string Word, string[] Values)[] only) => (await ReportAsync(UsagePlace.Query() with
    {
        Only = only.ToDictionary(o => UsageDimension.Of(o.Word), o => (IReadOnlyList<string>)o.Values),
    })).Total.Calls;

    private Task<UsageReport> ReportAsync(UsageQuery query) => new UsageReports(place.Database).ReportAsync(query, Stop);

    private static long[] Sums(UsageLine line) =>
    [
        line.Calls, line.Answered, line.Cached, line.Refused, line.Cancelled, line.Failed, line.Estimated, line.Cost.Count, line.Saved.Count, line.UnknownCost,
        .. UsageBuckets.Values(line.Usage).Select(v => v ?? 0),
    ];

    public sealed class OnSqlite() : UsageReportsTests("sqlite");

    public sealed class OnPostgres() : UsageReportsTests("postgres");
}

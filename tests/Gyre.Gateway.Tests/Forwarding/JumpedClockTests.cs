using Gyre.Gateway.Admission;
using Gyre.Gateway.Surfaces;
using Gyre.Gateway.Tests.Admission;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>A gateway whose machine's clock is set back while it serves.</summary>
public sealed class JumpedClockTests
{
    private const string Cached = "{kind: deployment, name: kept, connection: openai, model: gpt-4.1-mini, cache: {ttl: 10m}}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-30)]
    [InlineData(-3 * 3600)]
    [InlineData(-40 * 24 * 3600)]
    public async Task Every_call_is_written_down_and_no_limit_lets_more_pass(int seconds)
    {
        var clock = new JumpingClock();
        await using var place = await GatewayPlace.OpenAsync(clock, new GatewayOptions(), Cached);
        await place.Room.Accounts.Quotas.CreateAsync(
            new Quota { Id = Guid.CreateVersion7(), Kind = QuotaKind.Limit, Name = "three", Level = QuotaLevel.Everyone, Unit = QuotaUnit.Requests, Amount = 3, Span = QuotaSpan.Day, StartsAt = clock.GetUtcNow(), Hard = true }, "test", Stop);
        await place.Room.Accounts.RefreshAsync(Stop);

        List<int> statuses = [];
        foreach (var jump in (int[])[0, seconds, -seconds, seconds, -seconds])
        {
            clock.Jump(TimeSpan.FromSeconds(jump));
            using var answer = await place.PostAsync("/v1/chat/completions", $$$"""{"model":"openai/gpt-4.1-mini","messages":[{"role":"user","content":"{{{statuses.Count}}}"}]}""");
            statuses.Add((int)answer.StatusCode);
        }

        var rows = await place.LedgerAsync();
        Assert.Equal(statuses.Select(s => (long)s), rows.Select(r => r.Status));

        // What the clock says it is, is another day with a count of its own; each day's holds whenever it comes.
        Assert.All(statuses, s => Assert.True(s is 200 or 429));
        Assert.True(statuses.Count(s => s == 200) <= (seconds <= -86_400 || clock.GetUtcNow().AddSeconds(seconds).Date != clock.GetUtcNow().Date ? 6 : 3));
        Assert.All(rows.Where(r => r.Outcome == "answered"), r => Assert.NotNull(r.Cost));
    }

    [Fact]
    public async Task An_answer_that_was_kept_is_not_given_for_longer_than_it_may()
    {
        var clock = new JumpingClock();
        await using var place = await GatewayPlace.OpenAsync(clock, new GatewayOptions(), Cached);
        const string Same = """{"model":"kept","messages":[{"role":"user","content":"Hi"}]}""";

        using var first = await place.PostAsync("/v1/chat/completions", Same);
        clock.Jump(TimeSpan.FromDays(-30));
        using var soon = await place.PostAsync("/v1/chat/completions", Same);
        var age = soon.Headers.Age;

        Assert.True(age is null || age < TimeSpan.FromMinutes(10), $"{age}");
        Assert.Equal(2, (await place.LedgerAsync()).Count);
    }
}

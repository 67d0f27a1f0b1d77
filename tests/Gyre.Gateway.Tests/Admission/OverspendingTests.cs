using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Tests.Admission;

/// <summary>
/// No order of callers, nodes, crashes, cut connections and clock jumps spends more than a hard budget, and none loses count.
/// Each case is a list of steps over three nodes; what really was spent is kept beside.
/// </summary>
public sealed class OverspendingTests
{
    private const int Nodes = 3;
    private const long Amount = 1_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private enum Kind
    {
        Admit,
        Settle,
        Release,
        Round,
        Kill,
        CutBefore,
        CutAfter,
        JumpForward,
        JumpBack,
        Close,
    }

    private readonly record struct Step(Kind Kind, int Node, int Size)
    {
        public override string ToString() => $"{Kind} {Node} {Size}";
    }

    private static Gen<Step> Steps { get; } =
        from kind in Gen.Frequency<Kind>(
            (12, Gen.Constant(Kind.Admit)),
            (10, Gen.Constant(Kind.Settle)),
            (1, Gen.Constant(Kind.Release)),
            (5, Gen.Constant(Kind.Round)),
            (2, Gen.Constant(Kind.Kill)),
            (1, Gen.Constant(Kind.CutBefore)),
            (2, Gen.Constant(Kind.CutAfter)),
            (1, Gen.Constant(Kind.JumpForward)),
            (1, Gen.Constant(Kind.JumpBack)),
            (1, Gen.Constant(Kind.Close)))
        from node in Gen.Choose(0, Nodes - 1)
        from size in Gen.Choose(1, 400)
        select new Step(kind, node, size);

    [Theory]
    [InlineData("sqlite", 100)]
    [InlineData("postgres", 40)]
    public async Task No_order_of_events_spends_more_than_the_budget(string kind, int cases)
    {
        var clock = new JumpingClock();
        await using var place = await AccountsPlace.MakeAsync(kind, clock);
        var property = Prop.ForAll(
            Arb.From(Gen.ListOf(Steps, 80).Select(steps => steps.ToList()), Shorter),
            steps => Task.Run(() => PlayAsync(place, clock, steps)).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases), property), Stop);
    }

    // Halves first, then single steps left out.
    private static IEnumerable<List<Step>> Shorter(List<Step> steps)
    {
        for (var size = steps.Count / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= steps.Count; at += size)
            {
                yield return [.. steps[..at], .. steps[(at + size)..]];
            }
        }
    }

    private static async Task PlayAsync(AccountsPlace place, JumpingClock clock, IReadOnlyList<Step> steps)
    {
        await place.ClearAsync();
        var faults = new FaultyLeases[Nodes];
        var nodes = new Accounts[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            await StartAsync(i);
        }

        var hour = AdmissionWords.Budget("hour", 0, QuotaSpan.Hour) with { Amount = Amount };
        var total = AdmissionWords.Budget("total", 0) with { Amount = 2 * Amount };
        await nodes[0].AddAsync(hour);
        await nodes[0].AddAsync(total);
        foreach (var node in nodes)
        {
            await node.RefreshAsync(Stop);
        }

        var underWay = new List<(int Node, Reservation Reservation, long Worst, long Hour)>();
        var spent = new Dictionary<long, long>();
        foreach (var (what, i, size) in steps)
        {
            switch (what)
            {
                case Kind.Admit:
                    var period = Hour();
                    if ((await nodes[i].AskAsync(new NanoDollars(size).Dollars)).Reservation is { } admitted)
                    {
                        underWay.Add((i, admitted, size, period));
                    }

                    break;
                case Kind.Settle or Kind.Release when underWay.Count > 0:
                    var call = underWay[size % underWay.Count];
                    underWay.Remove(call);
                    var cost = what == Kind.Release ? 0 : call.Worst - (size % 3 * call.Worst / 4);
                    Assert.True(what == Kind.Release ? call.Reservation.Release() : call.Reservation.Settle(null, new NanoDollars(cost)));
                    spent[call.Hour] = spent.GetValueOrDefault(call.Hour) + cost;
                    break;
                case Kind.Round:
                    await TryAsync(() => nodes[i].RunRoundAsync(Stop));
                    break;
                case Kind.Kill or Kind.Close:
                    // The calls of a dead node are never settled; a node that closes has none under way.
                    if (what == Kind.Kill)
                    {
                        underWay.RemoveAll(c => c.Node == i);
                        place.Kill(nodes[i]);
                    }
                    else if (underWay.TrueForAll(c => c.Node != i))
                    {
                        await nodes[i].DisposeAsync();
                    }
                    else
                    {
                        break;
                    }

                    await StartAsync(i);
                    break;
                case Kind.CutBefore:
                    faults[i].Next = FaultyLeases.Fault.Before;
                    break;
                case Kind.CutAfter:
                    faults[i].Next = FaultyLeases.Fault.After;
                    break;
                case Kind.JumpForward:
                    clock.Jump(TimeSpan.FromMinutes(size));
                    break;
                case Kind.JumpBack:
                    clock.Jump(TimeSpan.FromMinutes(-size));
                    break;
                default:
                    break;
            }

            Assert.All(spent.Values, s => Assert.True(s <= Amount, $"{s} of {Amount} in one hour"));
            Assert.True(spent.Values.Sum() <= 2 * Amount, $"{spent.Values.Sum()} of {2 * Amount} in all");
        }

        await EveryEndAsync();

        async Task StartAsync(int i)
        {
            nodes[i] = await place.NodeAsync(leases => faults[i] = new FaultyLeases(leases));
        }

        // When all is over, the count is exact and what is left can be spent to the last nano-dollar.
        async Task EveryEndAsync()
        {
            foreach (var call in underWay)
            {
                call.Reservation.Settle(null, new NanoDollars(call.Worst));
                spent[call.Hour] = spent.GetValueOrDefault(call.Hour) + call.Worst;
            }

            for (var i = 0; i < Nodes; i++)
            {
                faults[i].Next = FaultyLeases.Fault.None;
                await nodes[i].RunRoundAsync(Stop);
                await nodes[i].DisposeAsync();
            }

            var last = await place.NodeAsync();
            Assert.Equal(spent.Values.Sum(), (await last.Quotas.ShowAsync(QuotaKind.Budget, "total", Stop)).Spent);
            Assert.Equal(spent.GetValueOrDefault(Hour()), (await last.Quotas.ShowAsync(QuotaKind.Budget, "hour", Stop)).Spent);
            var rest = Math.Min((2 * Amount) - spent.Values.Sum(), Amount - spent.GetValueOrDefault(Hour()));
            await last.RefuseAsync(new NanoDollars(rest + 1).Dollars);
            await last.AdmitAsync(new NanoDollars(rest).Dollars);
        }

        long Hour() => Period.At(QuotaSpan.Hour, clock.GetUtcNow().ToUnixTimeMilliseconds(), default).Start;
    }

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ProblemException e) when (e.Problem.Code == "database-unreachable")
        {
            // As in the background loop: a later round does it.
        }
    }
}

using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Measures;
using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Tests.Statistics;

namespace Gyre.Evaluation.Tests.Gates;

/// <summary>Gates are wrong no oftener than they promise, in worlds whose truth is known.</summary>
public sealed class ErrorRateTests
{
    private const double OneInForty = 0.025;

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(400)]
    public void A_rate_that_lost_just_the_margin_passes_at_most_one_time_in_forty(int lines)
    {
        foreach (var (up, down, margin) in new[] { (0.02, 0.04, 0.02), (0.05, 0.07, 0.02), (0.035, 0.085, 0.05), (0.125, 0.175, 0.05), (0.1, 0.2, 0.1) })
        {
            var passes = Truths.Outcomes(lines, up, down)
                .Where(o => new LimitTest(Difference(o.Rates), new Limit(LimitKind.NotWorseBy, margin)).Passes)
                .Sum(o => o.Probability);

            Assert.InRange(passes, 0, OneInForty + 0.0005);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(300)]
    public void A_rate_at_the_limit_passes_or_fails_at_most_one_time_in_forty_each(int lines)
    {
        foreach (var rate in new[] { 0.02, 0.2, 0.5, 0.85, 0.95, 0.98 })
        {
            foreach (var kind in new[] { LimitKind.AtLeast, LimitKind.AtMost })
            {
                var tests = Enumerable.Range(0, lines + 1).Select(k => (Test: new LimitTest(Rate(k, lines), new Limit(kind, rate)), Probability: Binomial(lines, k, rate))).ToArray();

                Assert.InRange(tests.Where(t => t.Test.Passes).Sum(t => t.Probability), 0, OneInForty);
                Assert.InRange(tests.Where(t => t.Test.Judge(t.Test.P) == GateVerdict.Fail).Sum(t => t.Probability), 0, OneInForty);
            }
        }
    }

    [Theory]
    [InlineData("normal", 30)]
    [InlineData("difference of two exponentials", 30)]
    [InlineData("five-point scale, no shift", 60)]
    [InlineData("one line in five changes", 60)]
    public void A_mean_that_lost_just_the_margin_passes_about_one_time_in_forty(string name, int lines)
    {
        const int Worlds = 800;
        var (_, mean, draw) = Truths.Numbers.First(t => t.Name == name);
        var (random, passed) = (new SeededRandom(5), 0);
        for (var i = 0; i < Worlds; i++)
        {
            var measured = new PairedSample([.. Enumerable.Range(0, lines).Select(l => new PairedLine($"{l}", 0.5, 0.5 + draw(random) - mean - 0.1, l))], double.NegativeInfinity, double.PositiveInfinity, IsGrouped: false).Difference();
            passed += new LimitTest(measured, new Limit(LimitKind.NotWorseBy, 0.1)).Passes ? 1 : 0;
        }

        // Three standard errors of the simulation.
        Assert.InRange(passed / (double)Worlds, 0, OneInForty + (3 * Math.Sqrt(OneInForty * (1 - OneInForty) / Worlds)));
    }

    [Fact]
    public void A_system_that_keeps_all_of_twenty_limits_is_failed_at_most_one_time_in_forty()
    {
        const int Worlds = 2_000;
        LimitTest[] byPassed = [.. Enumerable.Range(0, 201).Select(k => new LimitTest(Rate(k, 200), new Limit(LimitKind.AtLeast, 0.9)))];
        var (random, failed, uncorrected) = (new SeededRandom(11), 0, 0);
        for (var i = 0; i < Worlds; i++)
        {
            var tests = Enumerable.Range(0, 20).Select(_ => byPassed[Enumerable.Range(0, 200).Count(_ => random.NextDouble() < 0.9)]).ToArray();
            var adjusted = Holm.Adjust([.. tests.Select(t => t.P)]);
            failed += tests.Zip(adjusted).Any(t => t.First.Judge(t.Second.P) == GateVerdict.Fail) ? 1 : 0;
            uncorrected += tests.Any(t => t.IsBeyond) ? 1 : 0;
        }

        Assert.InRange(failed / (double)Worlds, 0, OneInForty + (3 * Math.Sqrt(OneInForty / Worlds)));
        Assert.True(uncorrected / (double)Worlds > 0.1, $"without the correction {uncorrected} of {Worlds}");
    }

    [Fact]
    public void A_95th_percentile_at_the_limit_passes_or_fails_at_most_one_time_in_forty_each()
    {
        const int Worlds = 4_000;
        var limit = new Limit(LimitKind.AtMost, -Math.Log(0.05));
        var (random, passed, failed) = (new SeededRandom(12), 0, 0);
        for (var i = 0; i < Worlds; i++)
        {
            SampleLine[] lines = [.. Enumerable.Range(0, 150).Select(l => new SampleLine($"{l}", -Math.Log(1 - random.NextDouble()), l))];
            var test = new LimitTest(new Sample(lines, [], 0, double.PositiveInfinity, IsGrouped: false).Quantile(0.95), limit);
            passed += test.Passes ? 1 : 0;
            failed += test.Judge(test.P) == GateVerdict.Fail ? 1 : 0;
        }

        var slack = 3 * Math.Sqrt(OneInForty / Worlds);
        Assert.InRange(passed / (double)Worlds, 0.002, OneInForty + slack);
        Assert.InRange(failed / (double)Worlds, 0.002, OneInForty + slack);
    }

    [Fact]
    public void Lines_of_a_conversation_do_not_count_as_many()
    {
        const int Worlds = 1_500;
        var (random, grouped, single) = (new SeededRandom(13), 0, 0);
        for (var i = 0; i < Worlds; i++)
        {
            // Forty conversations of ten turns; in each all turns pass, or none.
            SampleLine[] lines = [.. Enumerable.Range(0, 40).SelectMany(c =>
            {
                var passes = random.NextDouble() < 0.8 ? 1 : 0;
                return Enumerable.Range(0, 10).Select(t => new SampleLine($"{c}-{t}", passes, c));
            })];
            grouped += new LimitTest(new Sample(lines, [], 0, 1, IsGrouped: true).Mean(), new Limit(LimitKind.AtLeast, 0.8)).Passes ? 1 : 0;
            single += new LimitTest(new Sample(lines, [], 0, 1, IsGrouped: false).Mean(), new Limit(LimitKind.AtLeast, 0.8)).Passes ? 1 : 0;
        }

        Assert.InRange(grouped / (double)Worlds, 0, OneInForty + (3 * Math.Sqrt(OneInForty / Worlds)));
        Assert.True(single / (double)Worlds > 0.15, $"as lines of their own {single} of {Worlds}");
    }

    [Fact]
    public void Scores_that_a_judge_withholds_from_bad_lines_let_nothing_pass()
    {
        // 80 of 100 lines are good; the judge says nothing of the bad ones.
        var measured = new Sample([.. Enumerable.Range(0, 80).Select(l => new SampleLine($"{l}", 1, l))], [.. Enumerable.Range(80, 20).Select(l => $"{l}")], 0, 1, IsGrouped: false).Mean();

        Assert.Equal((1, 0.8, 1), (measured.Estimate, measured.LowPoint, measured.HighPoint));
        Assert.False(new LimitTest(measured, new Limit(LimitKind.AtLeast, 0.85)).Passes);
        Assert.True(new LimitTest(measured, new Limit(LimitKind.AtLeast, 0.7)).Passes);
        Assert.False(new LimitTest(measured.WithoutLuck(), new Limit(LimitKind.AtLeast, 0.85)).Passes);
    }

    private static Measured Rate(int passed, int lines) =>
        new Sample([.. Enumerable.Range(0, lines).Select(i => new SampleLine($"{i}", i < passed ? 1 : 0, i))], [], 0, 1, IsGrouped: false).Mean();

    private static Measured Difference(PairedRates rates) => rates.Tango() is var tango ? new Measured(tango.Estimate) { Low = tango.Low, High = tango.High, Lines = rates.Lines } : null!;

    private static double Binomial(int n, int k, double rate) =>
        Math.Exp(MathNet.Numerics.SpecialFunctions.BinomialLn(n, k) + (k * Math.Log(rate)) + ((n - k) * Math.Log(1 - rate)));
}

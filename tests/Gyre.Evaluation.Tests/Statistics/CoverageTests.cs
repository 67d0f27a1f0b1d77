using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Statistics.Agreement;
using Gyre.Evaluation.Statistics.Corrections;

namespace Gyre.Evaluation.Tests.Statistics;

/// <summary>Intervals hold the truth as often as they promise, and equal systems are called different no oftener. <c>bench/Gyre.Bench.Evaluation -- coverage</c> is the long form.</summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(100)]
    public void Tango_holds_the_true_difference_of_rates(int lines)
    {
        foreach (var (name, up, down) in Truths.Rates)
        {
            var held = Truths.Outcomes(lines, up, down).Where(o => o.Rates.Tango().Contains(up - down)).Sum(o => o.Probability);

            // Few changes come in steps so coarse that no interval can hold 95 %; then it must hold more.
            Assert.True(held > 0.93 && (held < 0.975 || lines * (up + down) < 10), $"{name}, {lines} lines: {held:0.000}");
        }
    }

    [Theory]
    [InlineData(10, 0.15)]
    [InlineData(30, 0.06)]
    [InlineData(100, 0.15)]
    [InlineData(100, 0.008)]
    [InlineData(300, 0.06)]
    public void Equal_rates_are_called_different_at_most_one_time_in_twenty(int lines, double each)
    {
        var alarms = Truths.Outcomes(lines, each, each).Where(o => o.Rates.McNemarMidP() <= 0.05 && !o.Rates.Tango().Contains(0)).Sum(o => o.Probability);

        Assert.InRange(alarms, 0, 0.0505);
    }

    [Fact]
    public void Wilson_holds_the_true_rate_on_average()
    {
        foreach (var count in new[] { 10, 30, 100, 1_000 })
        {
            var held = Enumerable.Range(1, 99).Average(rate => Enumerable.Range(0, count + 1)
                .Where(k => Proportion.Wilson(k, count).Contains(rate / 100.0))
                .Sum(k => Math.Exp(MathNet.Numerics.SpecialFunctions.BinomialLn(count, k) + (k * Math.Log(rate / 100.0)) + ((count - k) * Math.Log(1 - (rate / 100.0))))));

            Assert.InRange(held, 0.94, 0.965);
        }
    }

    [Theory]
    [InlineData("normal", 10)]
    [InlineData("exponential (skewed)", 30)]
    [InlineData("difference of two exponentials", 30)]
    [InlineData("five-point scale, shifted", 30)]
    [InlineData("one line in five changes", 30)]
    public void Means_are_held_by_their_intervals(string name, int count)
    {
        var (_, truth, draw) = Truths.Numbers.First(t => t.Name == name);
        var random = new SeededRandom(8);
        var held = Enumerable.Range(0, 400).Count(i =>
        {
            double[] differences = [.. Enumerable.Range(0, count).Select(_ => draw(random))];
            return PairedDifference.OfNumbers(differences, [], 4, i).Interval.Contains(truth);
        });

        // Three standard errors of 400 tries at 95 %.
        Assert.InRange(held / 400.0, 0.917, 0.983);
    }

    [Fact]
    public void Groups_of_lines_that_go_together_are_held_too()
    {
        var random = new SeededRandom(9);
        var (held, naive) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            double[] sizes = [.. Enumerable.Range(0, 25).Select(_ => (double)(2 + (random.Next() % 7)))];
            double[][] groups = [.. sizes.Select(size => Truths.Normal(random)).Zip(sizes, (shared, size) => Enumerable.Range(0, (int)size).Select(_ => shared + Truths.Normal(random)).ToArray())];
            held += PairedDifference.OfNumbers([.. groups.Select(g => g.Sum())], sizes, 4, i).Interval.Contains(0) ? 1 : 0;
            naive += PairedDifference.OfNumbers([.. groups.SelectMany(g => g)], [], 4, i).Interval.Contains(0) ? 1 : 0;
        }

        Assert.InRange(held / 400.0, 0.917, 0.983);
        Assert.True(naive < 340, $"Lines taken for independent held {naive} of 400; there is nothing to correct in this world.");
    }

    [Fact]
    public void Many_equal_metrics_together_raise_a_false_alarm_at_most_one_time_in_twenty()
    {
        var random = new SeededRandom(10);
        var alarms = Enumerable.Range(0, 600).Count(_ =>
        {
            double[] p = [.. Enumerable.Range(0, 8).Select(_ => SignFlipTest.P([.. Enumerable.Range(0, 30).Select(_ => Truths.Normal(random))]))];
            return Holm.Adjust(p).Any(a => a.P <= 0.05);
        });

        Assert.InRange(alarms / 600.0, 0.02, 0.077);
    }

    [Fact]
    public void Kappa_is_held_by_its_interval()
    {
        // Both see the truth through noise: kappa of the world is 1 - 2·0.15·0.85 / 0.5 = 0.49.
        var random = new SeededRandom(11);
        var held = Enumerable.Range(0, 200).Count(i =>
        {
            int[] a = new int[80], b = new int[80];
            for (var k = 0; k < 80; k++)
            {
                var truth = random.NextDouble() < 0.5 ? 1 : 0;
                (a[k], b[k]) = (random.NextDouble() < 0.15 ? 1 - truth : truth, random.NextDouble() < 0.15 ? 1 - truth : truth);
            }

            return StatisticInterval.Of(80, items =>
            {
                var table = new double[2, 2];
                foreach (var item in items)
                {
                    table[a[item], b[item]]++;
                }

                return Kappa.Of(table);
            }, i).Contains(0.49);
        });

        Assert.InRange(held / 200.0, 0.9, 0.995);
    }

    [Fact]
    public void Corrected_rates_hold_the_rate_that_people_would_give()
    {
        var random = new SeededRandom(12);
        int Binomial(int count, double rate) => Enumerable.Range(0, count).Count(_ => random.NextDouble() < rate);
        var held = Enumerable.Range(0, 500).Count(_ =>
        {
            var good = Binomial(1_000, 0.8);
            var passed = Binomial(good, 0.9) + Binomial(1_000 - good, 0.25);
            return RoganGladen.Rate(passed, 1_000, Binomial(80, 0.9), 80, Binomial(40, 0.75), 40).Contains(0.8);
        });

        Assert.InRange(held / 500.0, 0.92, 0.99);
    }

    [Fact]
    public void Rates_corrected_by_a_threshold_of_the_same_labels_hold_the_rate_too()
    {
        var random = new SeededRandom(31);
        bool[] Kinds(int count, double rate) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < rate)];
        double[] Scores(bool[] good) => [.. good.Select(g => (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())) + (g ? 1 : 0))];
        var (outside, naive) = (0, 0);
        for (var i = 0; i < 500; i++)
        {
            bool[] labels = Kinds(60, 0.5), traffic = Kinds(2_000, 0.9);
            double[] judged = Scores(labels), seen = Scores(traffic);
            var best = BestThreshold.Find(judged, labels)!;
            int Count(bool good, Func<int, bool> passes) => labels.Index().Count(l => l.Item == good && passes(l.Index) == good);
            Interval Corrected(double share, Func<int, bool> passes) => RoganGladen.Rate(2_000 * share, 2_000, Count(true, passes), labels.Count(g => g), Count(false, passes), labels.Count(g => !g));
            outside += Corrected(best.Share(seen), item => best.Passes[item]).Contains(0.9) ? 0 : 1;
            naive += Corrected(seen.Count(s => s >= best.Value) / 2_000.0, item => judged[item] >= best.Value).Contains(0.9) ? 0 : 1;
        }

        Assert.True(outside <= 40, $"{outside} of 500 intervals miss, {naive} where the threshold is judged by the lines that chose it");
    }

    [Fact]
    public void Prediction_powered_means_of_conversations_hold_the_mean_where_those_of_lines_do_not()
    {
        var random = new SeededRandom(14);
        var (together, alone) = (0, 0);
        for (var i = 0; i < 500; i++)
        {
            var (people, judge, talks) = Talks(40, random);
            var (_, other, otherTalks) = Talks(200, random);
            together += PredictionPowered.Of(new ScoredItems(judge, talks), people, new ScoredItems(other, otherTalks)).Mean.Contains(3) ? 1 : 0;
            alone += PredictionPowered.Of(ScoredItems.Alone(judge), people, ScoredItems.Alone(other)).Mean.Contains(3) ? 1 : 0;
        }

        Assert.InRange(together / 500.0, 0.92, 0.98);
        Assert.True(alone < 400, $"as lines of their own {alone} of 500");

        // Five turns each; what people think and how the judge errs is much the same throughout a conversation.
        static (double[] People, double[] Judge, int[] Talks) Talks(int count, SeededRandom random)
        {
            var lines = Enumerable.Range(0, count).SelectMany(talk =>
            {
                var (mood, error) = (Truths.Normal(random), Truths.Normal(random));
                return Enumerable.Range(0, 5).Select(_ => (People: 3 + mood + (0.3 * Truths.Normal(random)), Error: error, Talk: talk));
            }).ToArray();
            return ([.. lines.Select(l => l.People)], [.. lines.Select(l => l.People + 0.5 + l.Error)], [.. lines.Select(l => l.Talk)]);
        }
    }

    [Fact]
    public void Prediction_powered_means_hold_the_mean_that_people_would_give()
    {
        var random = new SeededRandom(13);
        var held = Enumerable.Range(0, 500).Count(_ =>
        {
            double[] people = [.. Enumerable.Range(0, 60).Select(_ => 3 + Truths.Normal(random))];
            double[] judge = [.. people.Select(p => (0.7 * p) + 1.5 + (0.5 * Truths.Normal(random)))];
            double[] other = [.. Enumerable.Range(0, 600).Select(_ => (0.7 * (3 + Truths.Normal(random))) + 1.5 + (0.5 * Truths.Normal(random)))];
            return PredictionPowered.Of(ScoredItems.Alone(judge), people, ScoredItems.Alone(other)).Mean.Contains(3);
        });

        Assert.InRange(held / 500.0, 0.92, 0.98);
    }
}

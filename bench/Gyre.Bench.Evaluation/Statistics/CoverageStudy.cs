using System.Globalization;
using System.Text;
using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Tests.Statistics;

namespace Gyre.Bench.Evaluation.Statistics;

/// <summary>The tables of docs/reference/statistics.md.</summary>
internal static class CoverageStudy
{
    private const int Tries = 2_000;

    public static void Write()
    {
        Rates();
        Numbers();
        Power();
    }

    private static void Rates()
    {
        var table = new StringBuilder("\n| rates | lines | Tango | Newcombe 10 | false alarms |\n| --- | --- | --- | --- | --- |\n");
        foreach (var (name, up, down) in Truths.Rates)
        {
            foreach (var lines in new[] { 10, 30, 100, 1_000 })
            {
                var (tango, newcombe, alarms) = (0.0, 0.0, 0.0);
                var share = double.Parse(name[..4], CultureInfo.InvariantCulture);
                foreach (var (rates, probability) in Truths.Outcomes(lines, up, down))
                {
                    var interval = rates.Tango();
                    tango += interval.Contains(up - down) ? probability : 0;
                    alarms += rates.McNemarMidP() <= 0.05 && !interval.Contains(0) ? probability : 0;

                    // Those that do not change are taken as right in the share they are on average.
                    var same = lines - rates.Up - rates.Down;
                    var both = (int)Math.Round(same * Math.Clamp((share - down) / (1 - up - down), 0, 1));
                    newcombe += Truths.Newcombe(both, rates.Down, rates.Up, same - both).Contains(up - down) ? probability : 0;
                }

                table.Append(CultureInfo.InvariantCulture, $"| {name} | {lines} | {100 * tango:0.0} | {100 * newcombe:0.0} | {(up == down ? $"{100 * alarms:0.0}" : "")} |\n");
            }
        }

        Console.WriteLine(table.ToString());
    }

    private static void Numbers()
    {
        var rows = Truths.Numbers.SelectMany(t => new[] { 10, 30, 100, 1_000 }.Select(n => (t, n))).AsParallel().AsOrdered().Select(cell =>
        {
            var ((name, truth, draw), count) = cell;
            var random = new SeededRandom(count);
            var tries = count < 1_000 ? Tries : Tries / 4;
            var (held, student, alarms) = (0, 0, 0);
            for (var i = 0; i < tries; i++)
            {
                double[] differences = [.. Enumerable.Range(0, count).Select(_ => draw(random))];
                var (interval, _, p, deviation, _) = PairedDifference.OfNumbers(differences, [], 4, i);
                held += interval.Contains(truth) ? 1 : 0;
                student += Math.Abs(interval.Estimate - truth) <= Quantiles.Student(0.975, count - 1) * deviation / Math.Sqrt(count) ? 1 : 0;
                alarms += p <= 0.05 && !interval.Contains(0) ? 1 : 0;
            }

            return string.Create(CultureInfo.InvariantCulture, $"| {name} | {count} | {100.0 * held / tries:0.0} | {100.0 * student / tries:0.0} | {(truth == 0 ? $"{100.0 * alarms / tries:0.0}" : "")} |");
        }).ToArray();
        Console.WriteLine("\n| differences | lines | ours | Student's t alone | false alarms |\n| --- | --- | --- | --- | --- |\n" + string.Join('\n', rows));
    }

    private static void Power()
    {
        var random = new SeededRandom(3);
        var table = new StringBuilder("\n| true difference | lines by the formula | told |\n| --- | --- | --- |\n");
        foreach (var (up, down) in new[] { (0.25, 0.15), (0.15, 0.05), (0.08, 0.03), (0.02, 0.005) })
        {
            var lines = (int)Math.Ceiling(SampleSize.ForRates(up - down, up + down));
            var told = Truths.Outcomes(lines, up, down).Where(o => o.Rates.McNemarMidP() <= 0.05 && o.Rates.Tango().Low > 0).Sum(o => o.Probability);
            table.Append(CultureInfo.InvariantCulture, $"| rates, {up - down:0.000} with {up + down:0.000} changing | {lines} | {100 * told:0.0} |\n");
        }

        foreach (var effect in new[] { 0.8, 0.5, 0.3, 0.2 })
        {
            var lines = (int)Math.Ceiling(SampleSize.ForMean(effect, 1));
            var told = Enumerable.Range(0, Tries).Count(i =>
            {
                double[] differences = [.. Enumerable.Range(0, lines).Select(_ => effect + Truths.Normal(random))];
                var (interval, _, p, _, _) = PairedDifference.OfNumbers(differences, [], 4, i);
                return p <= 0.05 && interval.Low > 0;
            });
            table.Append(CultureInfo.InvariantCulture, $"| numbers, d_z {effect:0.0} | {lines} | {100.0 * told / Tries:0.0} |\n");
        }

        Console.WriteLine(table.ToString());
    }
}

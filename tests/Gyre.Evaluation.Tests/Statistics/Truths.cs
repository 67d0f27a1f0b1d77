using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

/// <summary>Worlds whose true difference is known, to measure intervals against.</summary>
internal static class Truths
{
    /// <summary>Differences of numbers: name, true mean, how one is drawn.</summary>
    public static IReadOnlyList<(string Name, double Mean, Func<SeededRandom, double> Draw)> Numbers { get; } =
    [
        ("normal", 0, Normal),
        ("uniform", 0.5, r => r.NextDouble()),
        ("exponential (skewed)", 1, Exponential),
        ("log-normal (very skewed)", Math.Exp(0.5), r => Math.Exp(Normal(r))),
        ("difference of two exponentials", 0, r => Exponential(r) - Exponential(r)),
        ("five-point scale, no shift", 0, r => Drawn(r, (0, 0.6), (1, 0.15), (-1, 0.15), (2, 0.05), (-2, 0.05))),
        ("five-point scale, shifted", 0.22, r => Drawn(r, (0, 0.63), (1, 0.25), (-1, 0.05), (2, 0.05), (-4, 0.02))),
        ("one line in five changes", 0, r => r.NextDouble() < 0.2 ? (2 * r.NextDouble()) - 1 : 0),
        ("one line in ten changes, mostly up", 0.025, r => r.NextDouble() < 0.1 ? r.NextDouble() - 0.25 : 0),
    ];

    /// <summary>Rates on the same lines: the share of lines that only the second gets right, and that only the first does.</summary>
    public static IReadOnlyList<(string Name, double Up, double Down)> Rates { get; } =
    [
        ("0.50 and 0.50, alike on 70 %", 0.15, 0.15),
        ("0.50 and 0.60", 0.25, 0.15),
        ("0.90 and 0.90", 0.06, 0.06),
        ("0.90 and 0.95", 0.08, 0.03),
        ("0.99 and 0.99", 0.008, 0.008),
    ];

    /// <summary>Every outcome of so many lines that is at all likely, with its probability: coverage is then summed, not simulated.</summary>
    public static IEnumerable<(PairedRates Rates, double Probability)> Outcomes(int lines, double up, double down)
    {
        var mean = lines * (up + down);
        var most = Math.Min(lines, (int)Math.Ceiling(mean + (8 * Math.Sqrt(mean)) + 8));
        for (var changed = 0; changed <= most; changed++)
        {
            var some = Choice(lines, changed) + (changed * Math.Log(up + down)) + ((lines - changed) * Math.Log(1 - up - down));
            for (var ups = 0; ups <= changed; ups++)
            {
                var probability = Math.Exp(some + Choice(changed, ups) + (ups * Math.Log(up / (up + down))) + ((changed - ups) * Math.Log(down / (up + down))));
                if (probability > 1e-10)
                {
                    yield return (new PairedRates(lines, ups, changed - ups), probability);
                }
            }
        }
    }

    /// <summary>Method 10 of Newcombe (1998), the other interval that is recommended for paired rates; to compare with.</summary>
    public static Interval Newcombe(int both, int onlyA, int onlyB, int neither)
    {
        double n = both + onlyA + onlyB + neither;
        var (a, b) = (Proportion.Wilson(both + onlyA, n), Proportion.Wilson(both + onlyB, n));
        double product = (both + (double)onlyA) * (onlyB + (double)neither) * (both + (double)onlyB) * (onlyA + (double)neither);
        var cross = ((double)both * neither) - ((double)onlyA * onlyB);
        cross = cross > 0 ? Math.Max(cross - (n / 2), 0) : cross;
        var phi = product > 0 ? cross / Math.Sqrt(product) : 0;
        double Reach(double x, double y) => Math.Sqrt(Math.Max(0, (x * x) - (2 * phi * x * y) + (y * y)));
        var difference = b.Estimate - a.Estimate;
        return new Interval(difference, difference - Reach(b.Estimate - b.Low, a.High - a.Estimate), difference + Reach(b.High - b.Estimate, a.Estimate - a.Low));
    }

    public static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Exponential(SeededRandom random) => -Math.Log(1 - random.NextDouble());

    private static double Drawn(SeededRandom random, params ReadOnlySpan<(double Value, double Share)> values)
    {
        var draw = random.NextDouble();
        foreach (var (value, share) in values)
        {
            if ((draw -= share) < 0)
            {
                return value;
            }
        }

        return values[^1].Value;
    }

    private static double Choice(int n, int k) => MathNet.Numerics.SpecialFunctions.BinomialLn(n, k);
}

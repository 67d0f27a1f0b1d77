namespace Gyre.Evaluation.Statistics;

/// <summary>
/// The permutation test of paired numbers (Fisher 1935): if neither system were better, every difference could as well have had
/// the other sign. p is the share of all sign patterns whose sum is at least as far from zero as the one that was seen.
/// </summary>
internal static class SignFlipTest
{
    private const int Enumerated = 20;

    /// <summary>Two-sided p; 1 where nothing differs. Exact up to twenty differences that are not zero, beyond that by saddlepoint.</summary>
    public static double P(ReadOnlySpan<double> differences)
    {
        var changed = new double[differences.Length];
        var count = 0;
        var (sum, largest) = (0.0, 0.0);
        foreach (var difference in differences)
        {
            if (difference != 0)
            {
                changed[count++] = Math.Abs(difference);
                sum += difference;
                largest = Math.Max(largest, Math.Abs(difference));
            }
        }

        var tolerance = largest * 1e-9;
        if (Math.Abs(sum) <= tolerance)
        {
            return 1;
        }

        var sizes = changed.AsSpan(0, count);
        return count <= Enumerated ? Exact(sizes, Math.Abs(sum) - tolerance) : Saddlepoint(sizes, Math.Abs(sum));
    }

    // Gray code: each pattern differs from the one before in a single sign.
    private static double Exact(ReadOnlySpan<double> sizes, double atLeast)
    {
        Span<double> signed = stackalloc double[Enumerated];
        sizes.CopyTo(signed);
        var sum = 0.0;
        foreach (var size in sizes)
        {
            sum += size;
        }

        var patterns = 1 << sizes.Length;
        var asFar = 0;
        for (var pattern = 1; ; pattern++)
        {
            if (Math.Abs(sum) >= atLeast)
            {
                asFar++;
            }

            if (pattern == patterns)
            {
                return (double)asFar / patterns;
            }

            var place = System.Numerics.BitOperations.TrailingZeroCount(pattern);
            sum -= 2 * signed[place];
            signed[place] = -signed[place];
        }
    }

    // Lugannani and Rice's tail formula, for permutations by Robinson (1982); with Daniels' (1987) correction where sums come in steps.
    private static double Saddlepoint(ReadOnlySpan<double> sizes, double sum)
    {
        var (total, squares) = (0.0, 0.0);
        foreach (var size in sizes)
        {
            total += size;
            squares += size * size;
        }

        if (sum >= total * (1 - 1e-12))
        {
            return Math.Pow(2, 1 - sizes.Length);
        }

        var t = Root(sizes, sum, squares);
        var (log, slope) = (0.0, 0.0);
        foreach (var size in sizes)
        {
            var x = t * size;
            log += x + Math.Log((1 + Math.Exp(-2 * x)) / 2);
            var tanh = Math.Tanh(x);
            slope += size * size * (1 - (tanh * tanh));
        }

        var w = Math.Sqrt(Math.Max(0, 2 * ((t * sum) - log)));
        var step = 2 * Step(sizes);
        var v = Math.Sqrt(slope) * (step > 0 ? (1 - Math.Exp(-step * t)) / step : t);
        if (w < 1e-3)
        {
            // So near to the middle that the formula divides nothing by nothing.
            return Math.Min(1, 2 * Quantiles.NormalBelow(-(sum - (step / 2)) / Math.Sqrt(squares)));
        }

        var tail = Quantiles.NormalBelow(-w) + (Math.Exp(-w * w / 2) / Math.Sqrt(2 * Math.PI) * ((1 / v) - (1 / w)));
        return Math.Clamp(2 * tail, 0, 1);
    }

    /// <summary>Where the slope of the cumulant function is the sum; it rises, so Newton's steps are kept within what is known.</summary>
    private static double Root(ReadOnlySpan<double> sizes, double sum, double squares)
    {
        var (low, high) = (0.0, double.PositiveInfinity);
        var t = sum / squares;
        for (var i = 0; i < 100; i++)
        {
            var (value, slope) = (0.0, 0.0);
            foreach (var size in sizes)
            {
                var tanh = Math.Tanh(t * size);
                value += size * tanh;
                slope += size * size * (1 - (tanh * tanh));
            }

            if (Math.Abs(value - sum) <= sum * 1e-10)
            {
                return t;
            }

            (low, high) = value < sum ? (t, high) : (low, t);
            var next = t - ((value - sum) / slope);
            t = next > low && next < high ? next : double.IsInfinity(high) ? 2 * t : (low + high) / 2;
        }

        return t;
    }

    /// <summary>The common measure of all sizes where they are whole multiples of a usual one (points of a scale, hundredths), else 0.</summary>
    private static double Step(ReadOnlySpan<double> sizes)
    {
        foreach (var perUnit in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 10, 20, 100])
        {
            long divisor = 0;
            foreach (var size in sizes)
            {
                var multiple = size * perUnit;
                var whole = Math.Round(multiple);
                if (whole is < 1 or > 1e9 || Math.Abs(multiple - whole) > 1e-6)
                {
                    divisor = -1;
                    break;
                }

                divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(divisor, (long)whole);
            }

            if (divisor > 0)
            {
                return (double)divisor / perUnit;
            }
        }

        return 0;
    }
}

namespace Gyre.Gateway.Usage.Reports;

/// <summary>How long calls took, to three digits: as exact as percentiles are read, and small enough to add up.</summary>
internal sealed class Distribution
{
    private readonly Dictionary<long, long> counts = [];
    private long size;

    /// <summary>SQL for a column of microseconds with all but its first three digits cut off.</summary>
    public static string Rounded(string column) =>
        $"CASE {string.Concat(Enumerable.Range(3, 7).Select(digits => $"WHEN {column} < {Power(digits)} THEN {column} / {Power(digits - 3)} * {Power(digits - 3)} "))}ELSE {column} / {Power(7)} * {Power(7)} END";

    public static Distribution Sum(IEnumerable<Distribution> parts)
    {
        var sum = new Distribution();
        foreach (var (microseconds, count) in parts.SelectMany(p => p.counts))
        {
            sum.Add(microseconds, count);
        }

        return sum;
    }

    public void Add(long microseconds, long count)
    {
        counts[microseconds] = counts.GetValueOrDefault(microseconds) + count;
        size += count;
    }

    /// <summary>By the nearest rank; null where there are no calls.</summary>
    public Percentiles? Percentiles() => size == 0 ? null : new Percentiles(At(50), At(95));

    private TimeSpan At(int percent)
    {
        var left = ((size * percent) + 99) / 100;
        foreach (var (microseconds, count) in counts.OrderBy(c => c.Key))
        {
            if ((left -= count) <= 0)
            {
                return TimeSpan.FromMicroseconds(microseconds);
            }
        }

        return default;
    }

    private static long Power(int digits) => (long)Math.Pow(10, digits);
}

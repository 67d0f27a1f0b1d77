namespace Gyre.Kernel;

/// <summary>Finds the name a person probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate within a third of the wanted name's length in edits (at least one), or null.</summary>
    public static string? Of(string wanted, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, wanted.Length / 3);
        return candidates
            .Select(name => (name, distance: Distance(wanted.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(c => c.distance <= limit)
            .OrderBy(c => c.distance)
            .Select(c => c.name)
            .FirstOrDefault();
    }

    /// <summary>" Did you mean 'x'?" or nothing, ready to append to a message.</summary>
    public static string Hint(string wanted, IEnumerable<string> candidates) =>
        Of(wanted, candidates) is { } name ? $" Did you mean '{name}'?" : "";

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}

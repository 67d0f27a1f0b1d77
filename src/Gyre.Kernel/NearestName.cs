namespace Gyre.Kernel;

/// <summary>Finds the name a person probably meant.</summary>
public static class NearestName
{
    // Nobody mistypes so long a name, and looking for its like costs the product of the lengths.
    private const int Longest = 100;

    /// <summary>The candidate within a third of the wanted name's length in edits (at least one), or null.</summary>
    public static string? Of(string wanted, IEnumerable<string> candidates)
    {
        if (wanted.Length > Longest)
        {
            return null;
        }

        var limit = Math.Max(1, wanted.Length / 3);
        return candidates
            .Where(name => Math.Abs(name.Length - wanted.Length) <= limit)
            .Select(name => (name, distance: Distance(wanted.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(c => c.distance <= limit)
            .OrderBy(c => c.distance)
            .Select(c => c.name)
            .FirstOrDefault();
    }

    /// <summary>" Did you mean 'x'?" or nothing, ready to append to a message.</summary>
    public static string Hint(string wanted, IEnumerable<string> candidates) =>
        Of(wanted, candidates) is { } name ? $" Did you mean '{name}'?" : "";

    // Optimal string alignment: a swap of neighbours, the commonest slip, counts as one edit.
    private static int Distance(string a, string b)
    {
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                var substitution = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(substitution, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[a.Length, b.Length];
    }
}

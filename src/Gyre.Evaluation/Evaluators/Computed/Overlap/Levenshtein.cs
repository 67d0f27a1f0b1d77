using System.Text;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Likeness by edits.</summary>
internal static class Levenshtein
{
    /// <summary>1 less the share of letters (Unicode scalars, of the longer text) to insert, delete or change; 1 for two empty texts.</summary>
    /// <param name="a">One text.</param>
    /// <param name="b">The other.</param>
    /// <param name="effort">What it may take: the product of the lengths.</param>
    public static double Similarity(string a, string b, Effort effort)
    {
        if (a == b)
        {
            return 1;
        }

        Rune[] left = [.. a.EnumerateRunes()], right = [.. b.EnumerateRunes()];
        var longest = Math.Max(left.Length, right.Length);
        return 1 - ((double)Distance(left, right, effort) / longest);
    }

    private static int Distance(Rune[] a, Rune[] b, Effort effort)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            effort.Take(b.Length);
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, before + (a[i - 1] == b[j - 1] ? 0 : 1));
                before = above;
            }
        }

        return row[b.Length];
    }
}

using System.Text;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Likeness by edits.</summary>
internal static class Levenshtein
{
    /// <summary>1 less the share of letters (Unicode scalars, of the longer text) to insert, delete or change; 1 for two empty texts.</summary>
    public static double Similarity(string a, string b)
    {
        Rune[] left = [.. a.EnumerateRunes()], right = [.. b.EnumerateRunes()];
        var longest = Math.Max(left.Length, right.Length);
        return longest == 0 ? 1 : 1 - ((double)Distance(left, right) / longest);
    }

    private static int Distance(Rune[] a, Rune[] b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
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

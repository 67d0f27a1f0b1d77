using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Counts reasons that differ in their numbers only as one.</summary>
internal sealed partial class Causes
{
    private const int Longest = 300;

    private readonly Dictionary<string, (string First, int Lines)> causes = new(StringComparer.Ordinal);

    public void Add(string why, int lines = 1)
    {
        why = why.Length <= Longest ? why : why[..Longest] + "…";
        var alike = Digits().Replace(why, "0");
        var (first, count) = causes.GetValueOrDefault(alike, (why, 0));
        causes[alike] = (first, count + lines);
    }

    /// <summary>The commonest first.</summary>
    public IReadOnlyList<Cause> Commonest(int most = 5) =>
        [.. causes.Values.OrderByDescending(c => c.Lines).ThenBy(c => c.First, StringComparer.Ordinal).Take(most).Select(c => new Cause(c.First, c.Lines))];

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}

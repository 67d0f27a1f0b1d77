namespace Gyre.Evaluation.Comparisons;

/// <summary>Puts both answers beside the lines that flipped.</summary>
internal static class FlipAnswers
{
    /// <summary>Reads what one side said.</summary>
    /// <param name="attempt">The place of the try.</param>
    /// <param name="lines">Their keys.</param>
    public delegate IReadOnlyDictionary<string, string> Read(int attempt, IReadOnlySet<string> lines);

    public static Comparison Add(Comparison comparison, Read baseline, Read candidate)
    {
        Flip[] flips = [.. comparison.Metrics.SelectMany(m => m.Flips)];
        var (before, now) = (Answers(flips, f => f.Tries.Baseline, baseline), Answers(flips, f => f.Tries.Candidate, candidate));
        return comparison with
        {
            Metrics =
            [
                .. comparison.Metrics.Select(m => m with
                {
                    Flips =
                    [
                        .. m.Flips.Select(f => f with
                        {
                            BaselineAnswer = before[f.Tries.Baseline].GetValueOrDefault(f.Line),
                            CandidateAnswer = now[f.Tries.Candidate].GetValueOrDefault(f.Line),
                            Tries = default,
                        }),
                    ],
                }),
            ],
        };
    }

    // A try is read once for all lines that it speaks for.
    private static Dictionary<int, IReadOnlyDictionary<string, string>> Answers(Flip[] flips, Func<Flip, int> attempt, Read read) =>
        flips.GroupBy(attempt).ToDictionary(g => g.Key, g => read(g.Key, g.Select(f => f.Line).ToHashSet(StringComparer.Ordinal)));
}

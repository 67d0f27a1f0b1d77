namespace Gyre.Evaluation.Comparisons;

/// <summary>Puts both answers beside the lines that flipped.</summary>
internal static class FlipAnswers
{
    /// <summary>The keys whose answers are shown.</summary>
    public static IReadOnlySet<string> Keys(Comparison comparison) =>
        comparison.Metrics.SelectMany(m => m.Flips).Select(f => f.Line).ToHashSet(StringComparer.Ordinal);

    public static Comparison Add(Comparison comparison, IReadOnlyDictionary<string, string> baseline, IReadOnlyDictionary<string, string> candidate) => comparison with
    {
        Metrics =
        [
            .. comparison.Metrics.Select(m => m with
            {
                Flips = [.. m.Flips.Select(f => f with { BaselineAnswer = baseline.GetValueOrDefault(f.Line), CandidateAnswer = candidate.GetValueOrDefault(f.Line) })],
            }),
        ],
    };
}

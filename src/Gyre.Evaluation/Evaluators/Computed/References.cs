namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>What references are cut into.</summary>
internal static class References
{
    /// <summary>Said of a line whose references have nothing to compare with.</summary>
    public const string None = "'ground_truth' has no word, so there is nothing to compare with.";

    /// <summary>Those references that are not blank.</summary>
    public static IEnumerable<string> Present(IReadOnlyList<string> references) => references.Where(r => !string.IsNullOrWhiteSpace(r));

    /// <summary>The words of those references that have any.</summary>
    public static List<IReadOnlyList<string>> Words(IReadOnlyList<string> references, Func<string, IReadOnlyList<string>> cut) =>
        [.. references.Select(cut).Where(words => words.Count > 0)];

    /// <summary>The best score that any of the references gives; null where none has a word.</summary>
    public static double? Best(string response, IReadOnlyList<string> references, Func<string, IReadOnlyList<string>> cut, Func<IReadOnlyList<string>, IReadOnlyList<string>, double> score)
    {
        var said = cut(response);
        return Words(references, cut) is { Count: > 0 } expected ? expected.Max(e => score(said, e)) : null;
    }
}

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Sentence GLEU (Wu et al. 2016): the n-grams of orders 1 to 4 that response and reference share, over those of the longer one.</summary>
internal static class Gleu
{
    private const int Orders = 4;

    /// <summary>Against the reference that fits best, as NLTK; from 0 to 1.</summary>
    public static double Best(IReadOnlyList<string> response, IReadOnlyList<IReadOnlyList<string>> references) =>
        Counts(response, references).Max(c => Share(c.Shared, c.Of));

    /// <summary>Shared and possible n-grams of all references added, as Microsoft.Extensions.AI.Evaluation.</summary>
    public static double Pooled(IReadOnlyList<string> response, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var counts = Counts(response, references);
        return Share(counts.Sum(c => c.Shared), counts.Sum(c => c.Of));
    }

    private static List<(int Shared, int Of)> Counts(IReadOnlyList<string> response, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var grams = new NGrams<string>();
        var said = grams.Count(response, Orders);
        var total = said.Sum(c => c.Total());
        return [.. references.Select(r => grams.Count(r, Orders)).Select(e => (said.Zip(e, (a, b) => a.Shared(b)).Sum(), Math.Max(total, e.Sum(c => c.Total()))))];
    }

    private static double Share(int shared, int of) => of == 0 ? 0 : (double)shared / of;
}

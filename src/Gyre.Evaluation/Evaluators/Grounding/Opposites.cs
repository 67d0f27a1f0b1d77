using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>English words that turn a statement into its opposite when exchanged: "increase" and "reduce", "before" and "after".</summary>
internal static class Opposites
{
    private const string Up =
        "increase increasing rise rose risen grow grew high higher highest great greater more gain improve improvement enhance promote activate activation stimulate elevate upregulate "
        + "strengthen expand raise accelerate facilitate boost maximum most up upward";

    private const string Down =
        "decrease decreasing fall fell fallen decline drop low lower lowest small smaller less fewer lose loss worsen impair inhibit inhibition suppress suppression prevent reduce reduction "
        + "downregulate weaken shrink diminish slow block attenuate minimum least down downward deactivate deplete";

    private const string Others =
        "positive/negative win/lose before/after above/below start/end begin/end open/close early/late earlier/later first/last allow/forbid allow/prohibit allow/prevent accept/reject true/false "
        + "best/worst better/worse good/bad long/short longer/shorter large/small larger/smaller fast/slow faster/slower cause/prevent protect/harm sensitive/resistant presence/absence present/absent "
        + "include/exclude enable/disable support/oppose buy/sell male/female men/women north/south east/west left/right strong/weak internal/external inside/outside public/private cheap/expensive "
        + "same/different always/never easy/difficult full/empty rich/poor hot/cold beneficial/harmful effective/ineffective safe/dangerous safe/unsafe possible/impossible required/optional "
        + "mandatory/optional legal/illegal known/unknown related/unrelated dependent/independent sufficient/insufficient";

    private static readonly Dictionary<string, string[]> Table = Read();

    /// <summary>The stems that stand opposite to a stem; none for most.</summary>
    public static string[] Of(string stem) => Table.GetValueOrDefault(stem, []);

    private static Dictionary<string, string[]> Read()
    {
        string[] up = [.. Up.Split(' ').Select(w => PorterStemmer.Stem(w)).Distinct(StringComparer.Ordinal)], down = [.. Down.Split(' ').Select(w => PorterStemmer.Stem(w)).Distinct(StringComparer.Ordinal)];
        var pairs = up.SelectMany(u => down.Select(d => (u, d)))
            .Concat(Others.Split(' ').Select(p => p.Split('/')).Select(p => (PorterStemmer.Stem(p[0]), PorterStemmer.Stem(p[1]))));
        return pairs.SelectMany(p => new[] { p, (p.Item2, p.Item1) }).Distinct()
            .GroupBy(p => p.Item1, p => p.Item2, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }
}

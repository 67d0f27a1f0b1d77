using System.Collections.Frozen;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>English words that say little by themselves.</summary>
internal static class FunctionWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.ToFrozenSet(
        ("a an the and or but if then than that this these those there here it its is are was were be been being am do does did doing done have has had having will would shall "
        + "should can could may might must to of in on at by for from with about as into onto over under up down out off so such i me my mine you your yours he him his she her hers "
        + "we us our ours they them their theirs what which who whom whose when where why how any some all each every both few more most other own same too very just also only even "
        + "still yet now it's i'm i've i'd i'll you're you've you'd you'll he's she's that's there's what's we're we've we'll they're they've they'll let's").Split(' '), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Negations = FrozenSet.ToFrozenSet(
        ["not", "no", "non", "never", "none", "neither", "nor", "without", "cannot", "nothing", "nobody", "nowhere", "hardly"], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The role of a word in lower case with straight apostrophes.</summary>
    public static TermRole Role(ReadOnlySpan<char> word) =>
        Negations.Contains(word) || word.EndsWith("n't") ? TermRole.Negation
        : word.Length == 1 || Words.Contains(word) ? TermRole.Function
        : TermRole.Content;

    /// <summary>How many of the words are function words, which tells English from other languages: some 0.4 in English, below 0.1 elsewhere.</summary>
    public static bool Has(ReadOnlySpan<char> word) => Words.Contains(word);
}

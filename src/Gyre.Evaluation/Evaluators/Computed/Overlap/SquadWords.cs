namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Words as the SQuAD script compares them, and with it azure-ai-evaluation: lower case, no ASCII punctuation, no English articles.</summary>
internal static class SquadWords
{
    /// <summary>The words in order.</summary>
    public static string[] Of(string text)
    {
        var kept = string.Concat(text.ToLowerInvariant().Where(c => !char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c))));
        return [.. kept.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("a" or "an" or "the"))];
    }
}

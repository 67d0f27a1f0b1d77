using System.Text.RegularExpressions;

namespace Gyre.Models.Offline;

/// <summary>What the stand-in answers: the sentences of the context that share most with the question, or that the context does not say.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Found">Whether it quotes anything.</param>
internal sealed partial record Quotation(string Text, bool Found)
{
    /// <summary>Said when the evidence is thin, unless the instructions say what to say then.</summary>
    public const string NotSaid = "The context does not say.";

    /// <summary>Said when there is nothing to quote from.</summary>
    public const string NoContext = "There is no context in this prompt to quote from. This is the offline stand-in, not a model.";

    /// <summary>Said to a prompt that wants a rating.</summary>
    public const string NoJudge = "This is the offline stand-in: it quotes, it cannot judge, so there is no rating. Use a connection to a model for this.";

    // Tuned on the sample's questions: below it, what is quoted is wrong more often than right.
    private const double ThinEvidence = 0.42;

    public static Quotation Of(PromptParts prompt)
    {
        if (AsksForRating(prompt))
        {
            return new Quotation(NoJudge, false);
        }

        var sentences = Sentence.Split(prompt.Context);
        if (sentences.Count == 0)
        {
            return new Quotation(NoContext, false);
        }

        var ranking = new SentenceRanking(sentences, prompt.Question);
        if (ranking.Best is not { } best || ranking.Coverage(best) < ThinEvidence)
        {
            return new Quotation(WhenUnknown(prompt.Instructions) ?? NotSaid, false);
        }

        var quoted = ranking.Around(best, SentenceLimit(prompt.Instructions));
        return new Quotation(string.Join(" ", quoted.Select(s => Ended(s.Text))), true);
    }

    private static bool AsksForRating(PromptParts prompt)
    {
        var told = prompt.Instructions + "\n" + prompt.Question;
        return Range().IsMatch(told) && Rating().IsMatch(told);
    }

    // "…, say: I don't know." – following it is what makes one instruction score differently from another.
    private static string? WhenUnknown(string instructions) =>
        SayThen().Match(instructions) is { Success: true } said ? Ended(said.Groups["text"].Value.Trim()) : null;

    private static int SentenceLimit(string instructions)
    {
        if (Limit().Match(instructions) is { Success: true } limit)
        {
            return Math.Clamp(Words.Of(limit.Groups["most"].Value) is [var digits, ..] && int.TryParse(digits, out var most) ? most : 1, 1, 3);
        }

        return Brief().IsMatch(instructions) ? 1 : 3;
    }

    private static string Ended(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '。' or ':' ? text : text + ".";

    [GeneratedRegex(@"\b(?:1|one)\s*(?:-|–|to|and|through|\.\.)\s*(?:5|five|10|ten)\b|\b(?:1\s*,\s*2\s*,\s*3|0\s*(?:-|–|to|and)\s*(?:1|5|10))\b|\b(?:five|5)[- ](?:point|star)", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:rat(?:e|ing|ings)|scor(?:e|es|ing)|stars?|grad(?:e|ing)|judge|evaluat(?:e|or|ion))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rating();

    [GeneratedRegex(@"\b(?:if|when|otherwise|unless)\b[^\n]{0,160}?\b(?:say|answer|reply|respond|write)\b(?: only| exactly| with| that)*\s*(?::\s*|(?=[""'“]))[""'“]?(?<text>[^""”\n]{2,80}?)(?:[""”]|'(?!\w)|\.(?:\s|$)|\n|$)", RegexOptions.IgnoreCase)]
    private static partial Regex SayThen();

    [GeneratedRegex(@"\b(?:(?:one|1|two|2) (?:or|to) )?(?<most>one|two|three|1|2|3|a single) sentences?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Limit();

    [GeneratedRegex(@"\b(?:brief|briefly|concise|concisely|short|shortly|few words)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Brief();
}

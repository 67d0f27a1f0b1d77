using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Evaluation.Evaluators.Grounding;

namespace Gyre.Bench.Evaluation.Grounding;

/// <summary>Sentences of answers that all people found faithful, with one fact changed: what is seen of it?</summary>
internal static partial class PlantedErrors
{
    /// <summary>Writes how many are seen, beside word overlap.</summary>
    public static void Write(List<JudgedAnswer> answers)
    {
        Console.WriteLine("\n| one fact changed in a faithful sentence | n | no longer supported | or pointed at | unigram precision below 0.5 | mean fall of the score | of unigram precision |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var sentences = answers.Where(a => a.Human == 4 && a.Context.Count > 0)
            .SelectMany(a => Groundedness.Of(a.Response, a.Context, "").Sentences.Where(s => s is { Kind: SentenceKind.Claim, IsSupported: true, Missing.Count: 0 }).Select(s => a with { Response = s.Place.Of(a.Response).ToString() }))
            .Where(a => Groundedness.Of(a.Response, a.Context, "").Sentences is [{ IsSupported: true, Missing.Count: 0 }])
            .ToList();
        Row("a number", sentences, s => Number().Replace(s, m => (int.Parse(m.Value, CultureInfo.InvariantCulture) + 7).ToString(CultureInfo.InvariantCulture), 1));
        Row("a name", sentences, s => Name().Replace(s, " Zorvath", 1));
        Row("a denial put in", sentences, s => Verb().Replace(s, "$0 not", 1));
    }

    private static void Row(string name, List<JudgedAnswer> sentences, Func<string, string> change)
    {
        var changed = sentences.ConvertAll(s => (Before: s, After: s with { Response = change(s.Response) })).FindAll(p => p.After.Response != p.Before.Response);
        var checks = changed.ConvertAll(p => Groundedness.Of(p.After.Response, p.After.Context, "").Sentences[0]);
        var below = changed.Count(p => WordOverlap.Unigrams(p.After) < 0.5);
        var fall = changed.Zip(checks).Average(p => Groundedness.Of(p.First.Before.Response, p.First.Before.Context, "").Sentences[0].Support - p.Second.Support);
        var overlap = changed.Average(p => WordOverlap.Unigrams(p.Before) - WordOverlap.Unigrams(p.After));
        Console.WriteLine($"| {name} | {changed.Count} | {Share(checks.Count(c => !c.IsSupported))} | {Share(checks.Count(c => !c.IsSupported || c.Missing.Count > 0))} | {Share(below)} | {fall:0.00} | {overlap:0.00} |");

        string Share(int count) => (count / (double)Math.Max(1, changed.Count)).ToString("0 %", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?<![\w.,])\d{1,5}(?![\w.,]?\d)(?!\.\s)")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[a-z,]) [A-Z][a-z]{3,}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(is|are|was|were|can|will|must|should|may)\b(?! not)")]
    private static partial Regex Verb();
}

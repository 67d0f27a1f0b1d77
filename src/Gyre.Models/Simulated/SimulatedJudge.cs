using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Gyre.Models.Dialects;

namespace Gyre.Models.Simulated;

/// <summary>
/// Judges pairs without reading them: it knows the right answers and gives them as often as it is told to. Each pair has an opinion, right with the share
/// <see cref="SimulationOptions.JudgeAccuracy"/>; with the share <see cref="SimulationOptions.JudgePositionBias"/> the opinion is dropped and the first response
/// is taken whichever it is. Both are drawn from the seed and the pair, so that order is all that differs between two requests about one pair.
/// </summary>
internal static partial class SimulatedJudge
{
    private const string Reason = "A simulated judgement: no model has read this.";

    /// <summary>The answer to a request with marked material; null where there is none.</summary>
    /// <exception cref="ProblemException"><c>judgement-unknown</c>: there is a query with two responses, and who is right is not known.</exception>
    public static string? Answer(ChatCall call, RightAnswers answers, SimulationOptions options)
    {
        var text = string.Join('\n', call.Turns.SelectMany(t => t.Parts).OfType<TextPart>().Select(p => p.Text));
        List<(string Name, string Hash)> marked = [.. Marked().Matches(text).Select(m => (m.Groups["name"].Value, RightAnswers.HashOf(m.Groups["text"].Value)))];
        var query = marked.FirstOrDefault(m => m.Name == "query").Hash;
        if (query is null || marked.Where(m => m.Name is "first" or "second").Select(m => m.Hash).ToList() is not [var first, var second])
        {
            return null;
        }

        var better = answers.Better(query, first, second)
            ?? throw new ProblemException(new Problem("judgement-unknown", "The simulated judge knows no right answer for this pair, and does not guess."));
        var (opinion, bias) = Drawn(options.Seed, query, first, second);
        var isFirst = bias < options.JudgePositionBias || (better == first) == (opinion < options.JudgeAccuracy);
        return JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = Reason, ["better"] = isFirst ? "first" : "second" });
    }

    private static (double Opinion, double Bias) Drawn(long seed, string query, string first, string second)
    {
        var pair = string.CompareOrdinal(first, second) < 0 ? first + second : second + first;
        var chance = new Chance(seed, Convert.ToInt64(RightAnswers.HashOf(query + pair)[..15], 16));
        return (chance.Next(), chance.Next());
    }

    // As Gyre's judges are shown it: <first-0f3a…> on a line, the text, </first-0f3a…>.
    [GeneratedRegex(@"<(?<name>[a-z_]+)-(?<id>[0-9a-f]+)>\n(?<text>.*?)\n</\k<name>-\k<id>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Marked();
}

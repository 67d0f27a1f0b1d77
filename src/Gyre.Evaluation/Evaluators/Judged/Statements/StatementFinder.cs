using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>
/// Takes a text apart into what it states. The sentences are cut by us and the judge only says what each of them states: one that it
/// passes over, or calls empty though it is none of courtesy, counts as it stands. So no judge decides how many there are to check.
/// </summary>
internal sealed class StatementFinder(JudgePrompt prompt, Judging judging)
{
    /// <summary>Name of the prompt.</summary>
    public const string Prompt = "statements";

    private const int RoomPerSentence = 150;

    /// <summary>What the prompt reads.</summary>
    public static IReadOnlyList<string> Inputs { get; } = ["query", "sentences"];

    /// <summary>The statements of a text, in order; the error where the judge could not be asked.</summary>
    /// <param name="text">To be taken apart.</param>
    /// <param name="query">What it answers; null where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(IReadOnlyList<Statement> Statements, string? Error, JudgeCosts Costs)> FindAsync(string text, string? query, CancellationToken cancellationToken)
    {
        var sentences = Sentences.Of(text);
        if (sentences.Count == 0)
        {
            return ([], null, new JudgeCosts());
        }

        var form = new StatementsForm(sentences.Count) { Room = 500 + (RoomPerSentence * sentences.Count) };
        var judgement = await judging.AskAsync(prompt, [new("query", query), new("sentences", Material.Numbered([.. sentences.Select(s => s.Of(text).ToString())]))], form, cancellationToken);
        if (judgement.Verdict is not { } found)
        {
            return ([], judgement.Error, judgement.Costs);
        }

        return ([.. sentences.SelectMany((sentence, i) => Of(text, sentence, found.GetValueOrDefault(i + 1, [])))], null, judgement.Costs);
    }

    private static IEnumerable<Statement> Of(string text, TextSpan sentence, IReadOnlyList<string> statements) =>
        statements.Count > 0 ? statements.Select(s => new Statement(s, sentence))
        : SentenceKinds.Of(sentence.Of(text)) == SentenceKind.Courtesy ? []
        : [new Statement(sentence.Of(text).ToString(), sentence)];
}

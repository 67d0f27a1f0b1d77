using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Judged.Pairs;

namespace Gyre.Evaluation.Tests.Evaluators.Judged.Pairs;

public sealed class PairwiseJudgeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("first", "second", 1, "win", true)]
    [InlineData("second", "first", 0, "loss", true)]
    [InlineData("tie", "tie", 0.5, "tie", true)]
    [InlineData("first", "first", 0.5, "tie", false)]
    [InlineData("second", "second", 0.5, "tie", false)]
    [InlineData("first", "tie", 0.5, "tie", false)]
    public async Task What_the_judge_does_not_say_in_both_orders_is_a_tie(string there, string back, double value, string label, bool consistent)
    {
        // The baseline first is told by the order of the marked texts.
        var judge = new ScriptedJudge((body, _) =>
        {
            var text = body["messages"]!.AsArray()[^1]!["content"]!.GetValue<string>();
            var responseFirst = text.IndexOf("the response", StringComparison.Ordinal) < text.IndexOf("the baseline", StringComparison.Ordinal);
            return (200, ScriptedJudge.Answer($$"""{"reason": "because", "better": "{{(responseFirst ? there : back)}}"}"""));
        });

        var result = await EvaluateAsync(judge);

        Assert.Equal([value, value, consistent ? 1 : 0], result.Scores.Select(s => s.Value));
        Assert.Equal((label, value >= 0.5), (result.Scores[1].Label, result.Scores[0].Passed));
        Assert.Equal(2, result.Calls.Count);
        Assert.Equal(!consistent, result.Scores[0].Reason!.StartsWith("The judge changed its mind with the order.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_asked_again_and_then_no_verdict()
    {
        var result = await EvaluateAsync(new ScriptedJudge("""{"better": "third"}"""));

        Assert.All(result.Scores, s => Assert.Null(s.Value));
        Assert.Contains("'better' must be first, second or tie.", result.Scores[0].Error, StringComparison.Ordinal);
        Assert.Equal(4, result.Calls.Count);
    }

    [Fact]
    public async Task A_known_answer_is_shown_where_there_is_one()
    {
        var judge = new ScriptedJudge("""{"better": "tie"}""");
        await EvaluateAsync(judge);
        Assert.DoesNotContain("known to be right", judge.Prompt(), StringComparison.Ordinal);
        await EvaluateAsync(judge, ("ground_truth", "the truth"));
        Assert.Contains("the truth", judge.Prompt(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Turning_the_pair_round_turns_the_verdict_round()
    {
        foreach (var there in Enum.GetValues<Preference>())
        {
            foreach (var back in Enum.GetValues<Preference>())
            {
                var (one, other) = (PairwiseJudge.Both(there, back), PairwiseJudge.Both(back, there));
                Assert.Equal((1 - one.Value, one.Consistent), other);
            }
        }
    }

    private static async Task<Evaluated> EvaluateAsync(ScriptedJudge judge, params (string Name, object? Value)[] more)
    {
        await using var evaluator = judge.Evaluator("pairwise");
        return await evaluator.EvaluateAsync(ScriptedJudge.Inputs([("query", "What?"), ("response", "the response"), ("baseline", "the baseline"), .. more]), Stop);
    }
}

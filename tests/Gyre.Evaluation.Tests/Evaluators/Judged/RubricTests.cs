using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Tests.Evaluators.Computed;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

public sealed class RubricTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rubric_s_words_and_labels_are_what_the_judge_goes_by()
    {
        var judge = new ScriptedJudge("""{"reason": "It greets, but does not name the order.", "label": "FAIR"}""");
        var settings = Scored.Json("""{"criteria": ["It greets the customer.", "It names the order."], "scale": {"poor": 1, "fair": {"score": 2, "means": "one of the two"}, "good": 3}}""");
        await using var evaluator = judge.Evaluator("rubric", settings: settings, threshold: 2);

        var score = (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "Hello!"), ("context", "order 7")), Stop)).Scores[0];

        Assert.Equal((2, true, "fair: It greets, but does not name the order."), (score.Value, score.Passed, score.Reason));
        Assert.Contains("- It names the order.", judge.Prompt(), StringComparison.Ordinal);
        Assert.Contains("- fair: one of the two", judge.Prompt(), StringComparison.Ordinal);
        Assert.Contains("order 7", judge.Prompt(), StringComparison.Ordinal);
        Assert.Equal((1, 3), (evaluator.Card.Metrics[0].Scale.Low, evaluator.Card.Metrics[0].Scale.High));
    }

    [Fact]
    public async Task Without_a_scale_it_is_no_partly_or_yes()
    {
        await using var evaluator = new ScriptedJudge("""{"label": true}""").Evaluator("rubric", settings: Scored.Json("""{"criteria": "It rhymes."}"""));
        var score = (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "roses")), Stop)).Scores[0];

        Assert.Equal((1, null, "yes"), (score.Value, score.Passed, score.Reason));
    }

    [Fact]
    public void Another_rubric_is_another_version()
    {
        var judge = new ScriptedJudge("");
        string Version(string criteria) => judge.Evaluator("rubric", settings: Scored.Json($$"""{"criteria": "{{criteria}}"}""")).Card.Version;

        Assert.Equal(Version("It rhymes."), Version("It rhymes."));
        Assert.NotEqual(Version("It rhymes."), Version("It scans."));
    }

    [Theory]
    [InlineData("{}", "It is missing: say in words what a good response has.")]
    [InlineData("""{"criteria": "x", "scale": {"only": 1}}""", "It must map two or more labels to numbers")]
    [InlineData("""{"criteria": "x", "scale": {"a": 1, "b": "two"}}""", "It must map two or more labels to numbers")]
    [InlineData("""{"criteria": "x", "rubric": {"criteria": "y"}}""", "not both")]
    public void A_rubric_that_says_too_little_is_told(string settings, string says) =>
        Assert.Contains(says, Assert.Throws<ProblemException>(() => new ScriptedJudge("").Evaluator("rubric", settings: Scored.Json(settings))).Message, StringComparison.Ordinal);
}

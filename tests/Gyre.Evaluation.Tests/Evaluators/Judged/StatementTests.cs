using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Judged.Statements;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

/// <summary>Shares of statements: who counts them, and what a judge can do about it.</summary>
public sealed class StatementTests
{
    private const string Response = "Rome is old. It has 3 million people. Can I help with more?";
    private const string Taken = """{"sentences": [{"number": 1, "statements": ["Rome is old."]}, {"number": 2, "statements": ["Rome has 3 million people."]}, {"number": 3, "statements": []}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_share_of_statements_that_hold_comes_with_those_that_do_not()
    {
        var judge = new ScriptedJudge(Taken, """{"checks": [{"number": 1, "reason": "said", "verdict": "yes"}, {"number": 2, "reason": "2.8 there", "verdict": "no"}]}""");
        var result = await FaithfulnessAsync(judge);

        var score = result.Scores[0];
        Assert.Equal((0.5, true), (score.Value, score.Passed));
        Assert.Equal("1 of 2 statements hold. First that does not: “Rome has 3 million people.” (2.8 there).", score.Reason);
        var place = Assert.Single(score.Evidence);
        Assert.Equal(("response", "It has 3 million people.", "unsupported: Rome has 3 million people."), (place.Input, Response.Substring(place.Start, place.Length), place.Says));
        Assert.Equal((2, 240L), (judge.Requests.Count, result.Usage.TotalTokens));
        Assert.Contains("[1] Rome is old.\n[2] Rome has 3 million people.", judge.Prompt(1), StringComparison.Ordinal);
        Assert.DoesNotContain("[2] It has 3 million", judge.Prompt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentence_the_judge_passes_over_or_calls_empty_counts_as_it_stands()
    {
        const string left = """{"sentences": [{"number": 1, "statements": []}, {"number": 3, "statements": []}]}""";
        var judge = new ScriptedJudge(left, left, """{"checks": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "no"}]}""");
        var result = await FaithfulnessAsync(judge);

        Assert.Equal(0.5, result.Scores[0].Value);
        Assert.Contains("There is no entry for sentence 2.", judge.Prompt(1), StringComparison.Ordinal);
        Assert.Contains("[1] Rome is old.\n[2] It has 3 million people.\n", judge.Prompt(2), StringComparison.Ordinal);
        Assert.DoesNotContain("Can I help", judge.Prompt(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_without_a_verdict_is_asked_for_again()
    {
        var judge = new ScriptedJudge(Taken, """{"checks": [{"number": 1, "verdict": "yes"}]}""", """{"checks": [{"number": 1, "verdict": "yes"}, {"number": "2", "verdict": "YES"}]}""");
        Assert.Equal(1, (await FaithfulnessAsync(judge)).Scores[0].Value);
        Assert.Contains("There is no clear verdict on statement 2.", judge.Prompt(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"checks": [{"number": 1, "verdict": "yes"}]}""")]
    [InlineData("""{"checks": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "perhaps"}]}""")]
    [InlineData("""{"checks": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "yes"}, {"number": 2, "verdict": "no"}]}""")]
    [InlineData("""{"checks": [{"number": 1, "verdict": "yes"}, {"number": 3, "verdict": "yes"}, {"number": 4, "verdict": "yes"}]}""")]
    public async Task A_judge_cannot_make_the_divisor_smaller_or_larger(string checks)
    {
        var result = await FaithfulnessAsync(new ScriptedJudge(Taken, checks));
        Assert.Equal((null, null), (result.Scores[0].Value, result.Scores[0].Passed));
        Assert.Equal("The judge gave no verdict on 1 of 2 statements, so the score lies somewhere from 0.5 to 1.", result.Scores[0].Error);
    }

    [Fact]
    public async Task A_response_that_states_nothing_has_no_score()
    {
        var courteous = new ScriptedJudge("""{"sentences": [{"number": 1, "statements": []}]}""");
        Assert.Equal("The response states nothing that could be checked.", (await FaithfulnessAsync(courteous, "Can I help you?")).Scores[0].Error);

        var silent = new ScriptedJudge("");
        Assert.Equal("The response states nothing that could be checked.", (await FaithfulnessAsync(silent, "…")).Scores[0].Error);
        Assert.Empty(silent.Requests);
    }

    [Fact]
    public async Task Statements_that_cannot_be_had_are_an_error_and_nothing_is_checked()
    {
        var judge = new ScriptedJudge("Which sentences?");
        Assert.Equal("The judge's answer cannot be used, the second one neither: There is no JSON object in it.", (await FaithfulnessAsync(judge)).Scores[0].Error);
        Assert.Equal(2, judge.Requests.Count);
    }

    [Fact]
    public async Task Of_messages_what_the_assistant_said_is_taken_apart()
    {
        var judge = new ScriptedJudge("""{"sentences": [{"number": 1, "statements": ["Rome is old."]}]}""", """{"checks": [{"number": 1, "verdict": "yes"}]}""");
        await using var evaluator = judge.Evaluator("faithfulness");
        var messages = new List<object?>
        {
            new PythonDict { ["role"] = "tool", ["content"] = "Founded 753 BC." },
            new PythonDict { ["role"] = "assistant", ["content"] = "Rome is old." },
        };
        var score = (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", messages), ("context", "c")), Stop)).Scores[0];

        Assert.Equal(1, score.Value);
        Assert.Contains(">\n[1] Rome is old.\n</sentences", judge.Prompt(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer_relevancy", "irrelevant")]
    [InlineData("context_recall", "not in the context")]
    public async Task The_other_shares_are_counted_the_same_way(string name, string failing)
    {
        var judge = new ScriptedJudge(Taken, """{"checks": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "no"}]}""");
        await using var evaluator = judge.Evaluator(name);
        var result = await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", "q"), ("response", Response), ("ground_truth", Response), ("context", "c")), Stop);
        Assert.Equal(0.5, result.Scores[0].Value);
        Assert.StartsWith(failing, result.Scores[0].Evidence[0].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Precision_of_the_context_is_average_precision_over_its_ranks()
    {
        var judge = new ScriptedJudge("""{"checks": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "no"}, {"number": 3, "verdict": "yes"}]}""");
        await using var evaluator = judge.Evaluator("context_precision");
        var inputs = ScriptedJudge.Inputs(("query", "q"), ("context", new List<object?> { "a", "b", "c" }), ("ground_truth", "t"));
        var score = (await evaluator.EvaluateAsync(inputs, Stop)).Scores[0];

        Assert.Equal((1 + (2.0 / 3)) / 2, score.Value!.Value, 12);
        Assert.Equal("Of 3 chunks these help, by rank: 1, 3.", score.Reason);
        Assert.Equal("context[1]", Assert.Single(score.Evidence).Input);
    }

    [Fact]
    public async Task A_chunk_without_a_verdict_leaves_no_precision()
    {
        await using var evaluator = new ScriptedJudge("""{"checks": [{"number": 1, "verdict": "yes"}]}""").Evaluator("context_precision");
        var score = (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", "q"), ("context", new List<object?> { "a", "b" })), Stop)).Scores[0];
        Assert.Null(score.Value);
        Assert.Contains("There is no clear verdict on chunk 2.", score.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Average_precision_keeps_within_its_bounds_and_is_one_where_what_helps_stands_first() =>
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), helps =>
        {
            var value = ContextPrecision.AveragePrecision(helps);
            var sorted = ContextPrecision.AveragePrecision([.. helps.OrderDescending()]);
            return value is >= 0 and <= 1 && value <= sorted && (sorted == 1 || !helps.Contains(true));
        }).QuickCheckThrowOnFailure();

    private static async Task<Evaluated> FaithfulnessAsync(ScriptedJudge judge, string response = Response)
    {
        await using var evaluator = judge.Evaluator("faithfulness");
        return await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", response), ("context", "Rome is old and has 2.8 million people.")), Stop);
    }
}

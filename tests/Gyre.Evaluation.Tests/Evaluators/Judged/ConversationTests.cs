using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

public sealed class ConversationTests
{
    private const string Chat = """
        {"messages": [
          {"role": "system", "content": "Be kind."},
          {"role": "user", "content": "Is the shop open?"},
          {"role": "assistant", "content": "Until six.", "context": "Open from nine to six."},
          {"role": "user", "content": "And on Sundays?"},
          {"role": "assistant", "content": "Closed.", "context": {"citations": [{"id": "1", "content": "Sundays closed."}]}},
          {"role": "user", "content": "Thanks!"},
          {"role": "assistant", "content": "You are welcome."}
        ]}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_answer_is_judged_with_what_was_said_before_and_the_score_is_their_mean()
    {
        var judge = new ScriptedJudge(Points(5), Points(4), Points(2));
        var result = await EvaluateAsync(judge, "relevance", PythonJson.Parse(Chat));

        var score = result.Scores[0];
        Assert.Equal((11.0 / 3, true), (score.Value, score.Passed));
        Assert.Equal("Mean of 3 answers. Lowest: because 2", score.Reason);
        Assert.Equal([("conversation[2]", "relevance 5: because 5"), ("conversation[4]", "relevance 4: because 4"), ("conversation[6]", "relevance 2: because 2")], score.Evidence.Select(e => (e.Input, e.Says)));
        Assert.Equal((3, 360L), (judge.Requests.Count, result.Usage.TotalTokens));
        Assert.Contains("(user)\nIs the shop open?\n\n(assistant)\nUntil six.\n\n(user, to be answered)\nAnd on Sundays?", judge.Prompt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_without_a_context_are_left_out_of_groundedness_and_said_so()
    {
        var judge = new ScriptedJudge(Points(5), Points(4));
        var score = (await EvaluateAsync(judge, "groundedness", PythonJson.Parse(Chat))).Scores[0];

        Assert.Equal(4.5, score.Value);
        Assert.Equal("Mean of 2 answers, one answer without a context left out. Lowest: because 4", score.Reason);
        Assert.Contains("Sundays closed.", judge.Prompt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_judged_leaves_the_conversation_without_a_score()
    {
        var judge = new ScriptedJudge(Points(5), "no", "no", Points(5));
        var result = await EvaluateAsync(judge, "fluency", PythonJson.Parse(Chat));

        Assert.Null(result.Scores[0].Value);
        Assert.StartsWith("Answer 2 of 3: The judge's answer cannot be used", result.Scores[0].Error, StringComparison.Ordinal);
        Assert.Equal(360L, result.Usage.TotalTokens);
    }

    [Theory]
    [InlineData("""{"messages": []}""")]
    [InlineData("""[{"role": "user", "content": "Hello?"}]""")]
    [InlineData("""{"turns": 3}""")]
    [InlineData("\"not a conversation\"")]
    public async Task What_is_no_conversation_is_told(string conversation)
    {
        var judge = new ScriptedJudge("");
        Assert.StartsWith("'conversation' must be {messages:", (await EvaluateAsync(judge, "fluency", PythonJson.Parse(conversation))).Scores[0].Error, StringComparison.Ordinal);
        Assert.Empty(judge.Requests);
    }

    [Fact]
    public async Task A_list_of_messages_or_its_JSON_text_will_do()
    {
        var judge = new ScriptedJudge(Points(4));
        Assert.Equal(4, (await EvaluateAsync(judge, "coherence", ((PythonDict)PythonJson.Parse(Chat)!)["messages"])).Scores[0].Value);
        Assert.Equal(4, (await EvaluateAsync(judge, "coherence", Chat)).Scores[0].Value);
        Assert.Equal(6, judge.Requests.Count);
    }

    [Fact]
    public async Task A_conversation_without_any_context_cannot_be_grounded() =>
        Assert.Equal(
            "No message of the conversation has a 'context'.",
            (await EvaluateAsync(new ScriptedJudge(""), "retrieval", PythonJson.Parse("""[{"role": "assistant", "content": "Hi."}]"""))).Scores[0].Error);

    private static string Points(int score) => $$"""{"reason": "because {{score}}", "score": {{score}}}""";

    private static async Task<Evaluated> EvaluateAsync(ScriptedJudge judge, string name, object? conversation)
    {
        await using var evaluator = judge.Evaluator(name);
        return await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("conversation", conversation)), Stop);
    }
}

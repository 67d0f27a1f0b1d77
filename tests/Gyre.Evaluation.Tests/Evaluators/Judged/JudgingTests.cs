using System.Text.Json.Nodes;
using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

/// <summary>How a judge is asked and how its answers are read, on the evaluator with one input.</summary>
public sealed class JudgingTests
{
    private const string Good = """{"reason": "It reads well.", "score": 4}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_score_comes_with_reason_verdict_judge_tokens_and_calls()
    {
        var result = await EvaluateAsync(new ScriptedJudge(Good));

        var score = Assert.Single(result.Scores);
        Assert.Equal((4.0, true, "It reads well.", null), (score.Value, score.Passed, score.Reason, score.Error));
        Assert.Equal(("judge/gpt-4o", 120L, null), (result.Judge, result.Usage.TotalTokens, result.Unreachable));
        Assert.Equal("openai_chat", Assert.Single(result.Calls)["name"]);
    }

    [Theory]
    [InlineData("""{"score": "4", "reason": "r"}""")]
    [InlineData("""{"score": 4.0, "reason": "r"}""")]
    [InlineData("""{"Score": 4}""")]
    [InlineData("```json\n{\"score\": 4,}\n```")]
    [InlineData("""I first thought {"score": 1}, but no. {"reason": "r", "score": 4} That is all.""")]
    [InlineData("""A set {a, b} and {"score": 4}""")]
    public async Task What_models_make_of_the_form_is_understood(string answer)
    {
        var judge = new ScriptedJudge(answer);
        Assert.Equal(4, (await EvaluateAsync(judge)).Scores[0].Value);
        Assert.Single(judge.Requests);
    }

    [Theory]
    [InlineData("Four out of five.", "There is no JSON object in it.")]
    [InlineData("""{'reason': 'It quotes {"score": 5}', 'score': 1}""", "There is no JSON object in it.")]
    [InlineData("", "There is no JSON object in it.")]
    [InlineData("""{"score": 6}""", "'score' must be a whole number from 1 to 5.")]
    [InlineData("""{"score": 0}""", "'score' must be a whole number from 1 to 5.")]
    [InlineData("""{"score": 3.5}""", "'score' must be a whole number from 1 to 5.")]
    [InlineData("""{"score": true}""", "'score' must be a whole number from 1 to 5.")]
    [InlineData("""{"score": "good"}""", "'score' must be a whole number from 1 to 5.")]
    [InlineData("""{"score": 5} or rather {"points": 4}""", "'score' must be a whole number from 1 to 5.")]
    public async Task What_cannot_be_read_is_asked_once_more_with_the_fault_told(string answer, string fault)
    {
        var judge = new ScriptedJudge(answer, Good);
        var result = await EvaluateAsync(judge);

        Assert.Equal(4, result.Scores[0].Value);
        Assert.Equal(240, result.Usage.TotalTokens);
        Assert.Equal(2, result.Calls.Count);
        var last = judge.Requests[1]["messages"]!.AsArray()[^1]!;
        Assert.Equal("user", (string?)last["role"]);
        Assert.Contains(fault, (string)last["content"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_answer_that_cannot_be_read_gives_no_score_and_no_pass()
    {
        var judge = new ScriptedJudge("I would say five.", "Five!");
        var result = await EvaluateAsync(judge);

        Assert.Equal(2, judge.Requests.Count);
        Assert.Equal((null, null), (result.Scores[0].Value, result.Scores[0].Passed));
        Assert.Equal("The judge's answer cannot be used, the second one neither: There is no JSON object in it.", result.Scores[0].Error);
        Assert.Null(result.Unreachable);
        Assert.Equal(240, result.Usage.TotalTokens);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_asked_for_again_with_more_room()
    {
        var judge = new ScriptedJudge((_, call) => (200, call == 0 ? ScriptedJudge.Answer("""The form is {"score": 5} and I""", finish: "length") : ScriptedJudge.Answer(Good)));
        Assert.Equal(4, (await EvaluateAsync(judge)).Scores[0].Value);
        Assert.True((long)judge.Requests[1]["max_completion_tokens"]! > (long)judge.Requests[0]["max_completion_tokens"]!);
    }

    [Fact]
    public async Task The_form_is_asked_for_as_a_schema_where_the_model_holds_to_one_and_in_words_everywhere()
    {
        var judge = new ScriptedJudge(Good);
        await EvaluateAsync(judge);

        var format = judge.Requests[0]["response_format"]!;
        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.True((bool)format["json_schema"]!["strict"]!);
        Assert.Equal(["reason", "score"], format["json_schema"]!["schema"]!["required"]!.AsArray().Select(r => (string?)r));
        Assert.Contains("a whole number from 1 to 5", judge.Prompt(), StringComparison.Ordinal);

        await EvaluateAsync(judge, "gpt-3.5-turbo");
        Assert.False(judge.Requests[1].ContainsKey("response_format"));
    }

    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("o3", false)]
    [InlineData("gpt-5", false)]
    public async Task A_model_that_thinks_gets_no_temperature_and_room_to_think(string model, bool plain)
    {
        var judge = new ScriptedJudge(Good);
        await EvaluateAsync(judge, model);

        Assert.Equal(plain, judge.Requests[0].ContainsKey("temperature"));
        Assert.False(judge.Requests[0].ContainsKey("max_tokens"));
        Assert.Equal(plain, (long)judge.Requests[0]["max_completion_tokens"]! < 16_000);
    }

    [Theory]
    [InlineData("temperature", "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.")]
    [InlineData("response_format", "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.")]
    [InlineData("max_completion_tokens", "Unrecognized request argument supplied: max_completion_tokens")]
    public async Task What_a_deployment_of_an_unknown_model_refuses_is_left_out_from_then_on(string field, string message)
    {
        var judge = new ScriptedJudge((request, _) => request.ContainsKey(field) ? (400, ScriptedJudge.Error(message)) : (200, ScriptedJudge.Answer(Good)));
        await using var evaluator = judge.Evaluator("fluency", model: "our-deployment");

        Assert.Equal(4, (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "a")), Stop)).Scores[0].Value);
        Assert.Equal(4, (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "b")), Stop)).Scores[0].Value);
        Assert.Equal(3, judge.Requests.Count);
    }

    [Theory]
    [InlineData(401, "Incorrect API key", null, "The judge's provider does not accept the key of 'judge/gpt-4o' (401): Incorrect API key", "AuthenticationError")]
    [InlineData(404, "The deployment does not exist", null, "The judge's provider has no such model as 'judge/gpt-4o' (404): The deployment does not exist", "NotFoundError")]
    [InlineData(429, "You exceeded your quota", "insufficient_quota", "The judge's provider refused for too many requests or a quota that is used up (429): You exceeded your quota", "RateLimitError")]
    [InlineData(429, "Slow down", null, "The judge's provider refused for too many requests or a quota that is used up (429, 11 times): Slow down", "ExceedMaxRetryTimes")]
    [InlineData(503, "Overloaded", null, "The judge's provider failed (503, 11 times): Overloaded", "ExceedMaxRetryTimes")]
    [InlineData(400, "The response was filtered due to the prompt triggering our content management policy", "content_filter", "The provider's content filter kept the judge from reading this line.", null)]
    [InlineData(400, "Context too long", null, "The judge 'judge/gpt-4o' could not be asked: Context too long", null)]
    public async Task A_judge_that_cannot_be_asked_gives_no_score_and_says_why(int status, string message, string? code, string error, string? unreachable)
    {
        var result = await EvaluateAsync(new ScriptedJudge((_, _) => (status, ScriptedJudge.Error(message, code))));

        Assert.Equal((null, null, error), (result.Scores[0].Value, result.Scores[0].Passed, result.Scores[0].Error));
        Assert.Equal(unreachable, result.Unreachable);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_told_apart_so_that_the_run_can_stop()
    {
        var result = await EvaluateAsync(new ScriptedJudge((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused")));
        Assert.Equal("APIConnectionError", result.Unreachable);
        Assert.StartsWith("The judge's provider cannot be reached", result.Scores[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_no_verdict_and_is_not_asked_again()
    {
        var body = JsonNode.Parse(ScriptedJudge.Answer(""))!;
        body["choices"]![0]!["message"]!["refusal"] = "I cannot help with that.";
        var judge = new ScriptedJudge((_, _) => (200, body.ToJsonString()));

        Assert.Equal("The judge refused to judge: I cannot help with that.", (await EvaluateAsync(judge)).Scores[0].Error);
        Assert.Single(judge.Requests);
    }

    [Fact]
    public async Task The_offline_stand_in_behind_a_gateway_is_no_judge()
    {
        var result = await EvaluateAsync(new ScriptedJudge((_, _) => (200, ScriptedJudge.Answer(Good, model: "offline/quote"))));
        Assert.Null(result.Scores[0].Value);
        Assert.Contains("offline stand-in", result.Scores[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_line_makes_the_same_request_so_that_answers_that_were_paid_for_are_found_again()
    {
        var judge = new ScriptedJudge("no JSON", Good, "no JSON", Good);
        await EvaluateAsync(judge);
        await EvaluateAsync(judge);
        Assert.Equal(judge.Requests[0].ToJsonString(), judge.Requests[2].ToJsonString());
        Assert.Equal(judge.Requests[1].ToJsonString(), judge.Requests[3].ToJsonString());
    }

    private static async Task<Evaluated> EvaluateAsync(ScriptedJudge judge, string model = "gpt-4o")
    {
        await using var evaluator = judge.Evaluator("fluency", model: model);
        return await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "A text.")), Stop);
    }
}

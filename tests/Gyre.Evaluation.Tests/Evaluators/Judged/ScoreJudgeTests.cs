using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

/// <summary>Each evaluator that asks one question: what it sends, which columns it gives, where it passes.</summary>
public sealed class ScoreJudgeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Rows of the guide: name, inputs, columns.</summary>
    public static TheoryData<string> Rows =>
        [.. File.ReadAllLines(RepositoryFiles.At("docs", "guide", "judges.md")).SkipWhile(l => !l.StartsWith("## What each reads", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith("| `", StringComparison.Ordinal))];

    public static TheoryData<string> FivePoints => ["groundedness", "relevance", "coherence", "fluency", "similarity", "retrieval", "response_completeness", "intent_resolution", "task_adherence", "tool_call_accuracy"];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_guide_says_what_the_evaluator_says_of_itself(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        var card = EvaluatorLibrary.Card(cells[1].Trim('`'));

        Assert.True(card.IsJudged);
        Assert.Equal(Names(cells[2]), card.Inputs.Select(i => i.Name));
        Assert.Equal(Names(cells[3]), card.Metrics.Select(m => m.Name));
        if (card.Metrics.Count == 1)
        {
            Assert.Equal(cells[3].EndsWith('*'), card.Metrics[0].HasOldName);
        }
    }

    [Fact]
    public void Every_judged_evaluator_is_in_the_guide()
    {
        var guide = File.ReadAllText(RepositoryFiles.At("docs", "guide", "judges.md"));
        Assert.NotEmpty(Rows);
        Assert.Empty(EvaluatorLibrary.Names.Where(n => EvaluatorLibrary.Card(n).IsJudged && !guide.Contains($"`{n}`", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(FivePoints))]
    public async Task Three_points_pass_and_two_do_not(string name)
    {
        var judge = new ScriptedJudge("""{"reason": "a", "score": 3}""", """{"reason": "b", "score": 2}""");
        await using var evaluator = judge.Evaluator(name);
        var columns = new EvaluatorColumns(new EvaluatorSpec(name), evaluator.Card);

        Assert.Equal([(name, 3.0, "pass", 3.0, "a")], await ColumnsAsync(evaluator, columns, name));
        Assert.Equal([(name, 2.0, "fail", 3.0, "b")], await ColumnsAsync(evaluator, columns, name));
    }

    [Fact]
    public async Task A_threshold_of_ones_own_is_kept()
    {
        await using var evaluator = new ScriptedJudge("""{"reason": "a", "score": 3}""").Evaluator("fluency", threshold: 4);
        Assert.False((await evaluator.EvaluateAsync(All, Stop)).Scores[0].Passed);
    }

    [Theory]
    [MemberData(nameof(FivePoints))]
    public async Task The_judge_reads_every_input_between_marks(string name)
    {
        var judge = new ScriptedJudge("""{"score": 3}""");
        await using var evaluator = judge.Evaluator(name);
        var given = new PythonDict(evaluator.Card.Inputs.Where(i => i.Name is not ("conversation" or "tool_calls")).Select(i => KeyValuePair.Create(i.Name, (object?)$"the {i.Name} of the line")));
        await evaluator.EvaluateAsync(new EvaluatorInputs(given), Stop);
        Assert.All(given.Values, value => Assert.Contains($">\n{value}\n</", judge.Prompt(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(FivePoints))]
    public async Task The_rubric_has_every_point_of_the_scale(string name)
    {
        var judge = new ScriptedJudge("""{"score": 3}""");
        await using var evaluator = judge.Evaluator(name);
        await evaluator.EvaluateAsync(All, Stop);
        Assert.All(Enumerable.Range(1, 5), point => Assert.Contains($"\n{point}: ", judge.Prompt(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_six_metrics_with_an_old_name_have_a_column_of_that_name_unless_they_are_renamed()
    {
        var old = EvaluatorLibrary.Names.Where(n => Columns(new EvaluatorSpec(n)).Any(c => c.StartsWith("gpt_", StringComparison.Ordinal))).ToList();
        Assert.Equal(["groundedness", "relevance", "coherence", "fluency", "similarity", "retrieval", "qa"], old);
        Assert.DoesNotContain(Columns(new EvaluatorSpec("groundedness") { As = "mine" }), c => c.StartsWith("gpt_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_old_column_has_the_same_value()
    {
        await using var evaluator = new ScriptedJudge("""{"score": 4}""").Evaluator("relevance");
        var output = new PythonDict();
        new EvaluatorColumns(new EvaluatorSpec("relevance"), evaluator.Card).Write(output, await evaluator.EvaluateAsync(All, Stop));
        Assert.Equal((4.0, 4.0), (output["relevance"], output["gpt_relevance"]));
    }

    [Fact]
    public async Task Groundedness_asks_whether_the_query_is_answered_where_there_is_one()
    {
        var judge = new ScriptedJudge("""{"score": 4}""");
        await using var evaluator = judge.Evaluator("groundedness");
        await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "r"), ("context", "c"), ("query", "q")), Stop);
        await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("response", "r"), ("context", "c"), ("query", " ")), Stop);

        Assert.Contains("The query:", judge.Prompt(), StringComparison.Ordinal);
        Assert.DoesNotContain("query", (string)judge.Requests[1]["messages"]![0]!["content"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("None", judge.Prompt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_are_numbered_in_their_order()
    {
        var judge = new ScriptedJudge("""{"score": 4}""");
        await using var evaluator = judge.Evaluator("retrieval");
        await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", "q"), ("context", new List<object?> { "first", new PythonDict { ["title"] = "Page", ["text"] = "second" } })), Stop);
        Assert.Contains(">\n[1] first\n[2] Page\nsecond\n</context", judge.Prompt(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_adherence_can_be_a_yes_or_no()
    {
        var judge = new ScriptedJudge("""{"reason": "It booked nothing.", "adheres": "No"}""", """{"adheres": true}""", """{"adheres": 4}""");
        var settings = new PythonDict { ["form"] = "flag" };
        await using var evaluator = judge.Evaluator("task_adherence", settings: settings);
        var columns = new EvaluatorColumns(new EvaluatorSpec("task_adherence") { Settings = settings }, evaluator.Card);

        var output = new PythonDict();
        columns.Write(output, await evaluator.EvaluateAsync(All, Stop));
        Assert.Equal((false, "fail", "It booked nothing."), (output["task_adherence"], output["task_adherence_result"], output["task_adherence_reason"]));
        columns.Write(output, await evaluator.EvaluateAsync(All, Stop));
        Assert.Equal((true, "pass"), (output["task_adherence"], output["task_adherence_result"]));
        columns.Write(output, await evaluator.EvaluateAsync(All, Stop));
        Assert.Equal((null, null), (output["task_adherence"], output["task_adherence_result"]));
        Assert.NotEqual(EvaluatorLibrary.Card("task_adherence").Version, evaluator.Card.Version);
    }

    [Fact]
    public async Task Tool_calls_are_read_from_their_column_or_from_the_messages_of_the_response()
    {
        var judge = new ScriptedJudge("""{"score": 5}""");
        await using var evaluator = judge.Evaluator("tool_call_accuracy");
        var call = new PythonDict { ["type"] = "tool_call", ["name"] = "weather", ["arguments"] = new PythonDict { ["city"] = "Rome" } };
        await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", "q"), ("tool_definitions", new List<object?>()), ("tool_calls", new List<object?> { call })), Stop);
        await evaluator.EvaluateAsync(
            ScriptedJudge.Inputs(("query", "q"), ("tool_definitions", "[]"), ("response", new List<object?> { new PythonDict { ["role"] = "assistant", ["content"] = new List<object?> { call } } })), Stop);

        Assert.Contains("""[{"type":"tool_call","name":"weather","arguments":{"city":"Rome"}}]""", judge.Prompt(), StringComparison.Ordinal);
        Assert.Contains("(assistant)\n{\"type\":\"tool_call\",\"name\":\"weather\"", judge.Prompt(1), StringComparison.Ordinal);

        var neither = await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", "q"), ("tool_definitions", "[]")), Stop);
        Assert.Equal("The line has neither 'tool_calls' nor 'response'.", neither.Scores[0].Error);
    }

    [Fact]
    public async Task Qa_asks_five_questions_and_computes_one_score_and_a_lost_one_leaves_the_others()
    {
        var judge = new ScriptedJudge((request, _) => (200, ScriptedJudge.Answer(request.ToJsonString().Contains("You judge the language", StringComparison.Ordinal) ? "well written" : """{"reason": "r", "score": 4}""")));
        await using var evaluator = judge.Evaluator("qa");
        var result = await evaluator.EvaluateAsync(All, Stop);

        Assert.Equal(["groundedness", "relevance", "coherence", "fluency", "similarity", "f1_score"], result.Scores.Select(s => s.Metric));
        Assert.Equal([4, 4, 4, null, 4, 1], result.Scores.Select(s => s.Value));
        Assert.Equal(6, judge.Requests.Count);
        Assert.Equal((720L, 6, "judge/gpt-4o"), (result.Usage.TotalTokens, result.Calls.Count, result.Judge));
        Assert.Equal("evaluator-setting", Assert.Throws<ProblemException>(() => judge.Evaluator("qa", threshold: 4)).Problem.Code);
    }

    [Fact]
    public async Task What_the_judge_cost_is_known_where_its_price_is()
    {
        var judge = new ScriptedJudge("""{"score": 3}""") { Prices = new PriceBook(ModelCatalog.BuiltIn) };
        await using var evaluator = judge.Evaluator("fluency");
        Assert.True((await evaluator.EvaluateAsync(All, Stop)).Usage.Costs.Total > NanoDollars.Zero);
    }

    private static EvaluatorInputs All => ScriptedJudge.Inputs(("query", "q"), ("response", "same"), ("context", "c"), ("ground_truth", "same"), ("tool_definitions", "[]"));

    private static IEnumerable<string> Columns(EvaluatorSpec spec) => new EvaluatorColumns(spec, EvaluatorLibrary.Card(spec.Name)).Names;

    private static IEnumerable<string> Names(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1);

    private static async Task<List<(string, object?, object?, object?, object?)>> ColumnsAsync(Evaluator evaluator, EvaluatorColumns columns, string name)
    {
        var output = new PythonDict();
        columns.Write(output, await evaluator.EvaluateAsync(All, Stop));
        return [(name, output[name], output[name + "_result"], output[name + "_threshold"], output[name + "_reason"])];
    }
}

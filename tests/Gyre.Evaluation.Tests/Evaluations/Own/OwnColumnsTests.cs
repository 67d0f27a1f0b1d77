using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluations.Own;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluations.Own;

public sealed class OwnColumnsTests
{
    [Theory]
    [InlineData("{\"score\": 4, \"reason\": \"It says so.\"}", """{"score":4,"reason":"It says so."}""")]
    [InlineData("```json\n{\"score\": 4}\n```", """{"score":4}""")]
    [InlineData(" 4 ", """{"tone":4}""")]
    [InlineData("true", """{"tone":true}""")]
    [InlineData("friendly", """{"tone":"friendly"}""")]
    [InlineData("{not json", """{"tone":"{not json"}""")]
    [InlineData("4 of 5", """{"tone":"4 of 5"}""")]
    [InlineData("", """{"tone":""}""")]
    public void What_a_prompty_answers_becomes_columns(string answer, string expected) =>
        Assert.Equal(expected, PythonJson.Write(Columns(OwnKind.Prompty).Of(new PythonDict { ["output"] = answer })));

    [Fact]
    public void The_columns_of_a_flow_with_nodes_keep_their_names() =>
        Assert.Equal("""{"output":"4"}""", PythonJson.Write(Columns(OwnKind.Dag).Of(new PythonDict { ["output"] = "4" })));

    [Fact]
    public void A_verdict_of_the_evaluator_s_own_stays()
    {
        var own = new OwnEvaluator("tone", "/tone.py") { Thresholds = new Dictionary<string, double> { ["score"] = 3, ["blank"] = 1 } };
        var output = new PythonDict { ["score"] = 4L, ["score_result"] = "fail", ["blank"] = null };

        Assert.Equal(
            """{"score":4,"score_result":"fail","blank":null,"blank_result":null,"blank_threshold":1.0}""",
            PythonJson.Write(new OwnColumns(own, OwnKind.Python, []).Of(output)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("as")]
    public void An_aggregation_gets_what_the_flow_gave(string? name)
    {
        var own = new OwnEvaluator(name ?? "tone", "/tone.py") { As = name, Thresholds = new Dictionary<string, double> { ["score"] = 3 } };
        var columns = new OwnColumns(own, OwnKind.Flex, []);

        foreach (var output in new[] { new PythonDict { ["score"] = 4L, ["why"] = "so" }, new PythonDict { ["output"] = 1.5 }, new PythonDict { ["a"] = 1L } })
        {
            Assert.Equal(PythonJson.Write(output), PythonJson.Write(columns.Undone(columns.Of(output))));
        }
    }

    [Fact]
    public void A_key_has_the_same_column_on_every_line_whatever_else_the_line_has()
    {
        var own = new OwnEvaluator("tone", "/tone.py") { Thresholds = new Dictionary<string, double> { ["score"] = 3 } };
        var columns = new OwnColumns(own, OwnKind.Python, ["score", "f1_score_result"]);

        Assert.Equal("""{"why":"so","tone.score":4,"tone.f1_score":1,"tone.score_result":"pass","tone.score_threshold":3.0}""", PythonJson.Write(columns.Of(new PythonDict { ["why"] = "so", ["score"] = 4L, ["f1_score"] = 1L })));
        Assert.Equal("""{"why":"so"}""", PythonJson.Write(columns.Of(new PythonDict { ["why"] = "so" })));
        foreach (var output in new[] { new PythonDict { ["why"] = "so", ["score"] = 4L }, new PythonDict { ["score"] = 4L, ["score_result"] = "fail" }, new PythonDict { ["tone.why"] = 1L } })
        {
            Assert.Equal(PythonJson.Write(output), PythonJson.Write(columns.Undone(columns.Of(output))));
        }
    }

    [Theory]
    [InlineData("""{"tone": 4}""")]
    [InlineData("""{"tone": 4, "why": "so"}""")]
    public void An_entry_of_the_evaluator_s_name_is_no_bare_value(string json)
    {
        var columns = new OwnColumns(new OwnEvaluator("tone", "/tone.py") { Thresholds = new Dictionary<string, double> { ["tone"] = 3 } }, OwnKind.Python, []);
        var output = (PythonDict)PythonJson.Parse(json)!;
        Assert.Equal(PythonJson.Write(output), PythonJson.Write(columns.Undone(columns.Of(output))));
    }

    private static OwnColumns Columns(OwnKind kind) => new(new OwnEvaluator("tone", "/tone.prompty"), kind, []);
}

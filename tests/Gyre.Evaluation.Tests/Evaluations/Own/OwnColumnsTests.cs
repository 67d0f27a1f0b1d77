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

    private static OwnColumns Columns(OwnKind kind) => new(new OwnEvaluator("tone", "/tone.prompty"), kind, []);
}

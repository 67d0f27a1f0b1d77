using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Tests.Evaluators;

public sealed class ScoreColumnsTests
{
    private static readonly string[] Columns = ["f1", "f1_result", "f1_threshold", "f1_reason", "gpt_f1", "no_result", "gpt_alone"];

    [Theory]
    [InlineData("f1_result", "f1")]
    [InlineData("f1_threshold", "f1")]
    [InlineData("f1_reason", "f1")]
    [InlineData("gpt_f1", "f1")]
    [InlineData("f1", null)]
    [InlineData("no_result", null)]
    [InlineData("gpt_alone", null)]
    public void A_column_stands_beside_a_metric_that_is_there(string column, string? metric) =>
        Assert.Equal(metric, ScoreColumns.Beside(column, Columns.Contains));

    [Fact]
    public void The_names_made_are_the_names_read()
    {
        foreach (var beside in (string[])[ScoreColumns.Result("m"), ScoreColumns.Threshold("m"), ScoreColumns.Reason("m"), ScoreColumns.OldName("m")])
        {
            Assert.Equal("m", ScoreColumns.Beside(beside, c => c == "m"));
        }
    }
}

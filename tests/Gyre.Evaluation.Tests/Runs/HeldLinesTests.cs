using Gyre.Evaluation.Runs.Execution;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class HeldLinesTests
{
    private static LineResult Good { get; } = Line(null);

    private static LineResult Away { get; } = Line(new FlowError(ErrorClasses.WrappedOpenAiError, "APIConnectionError", "Connection error.", ErrorKind.UserError));

    private static LineResult Broken { get; } = Line(new FlowError(ErrorClasses.ExceedMaxRetryTimes, "InternalServerError", "Error code: 500", ErrorKind.UserError));

    private static LineResult Bad { get; } = Line(new FlowError(ErrorClasses.ToolExecutionError, "ValueError", "no number", ErrorKind.UserError));

    [Fact]
    public void A_line_that_failed_by_itself_counts_at_once()
    {
        var held = new HeldLines(3);

        Assert.Equal([0], held.Take(0, Bad).Select(l => l.Line));
    }

    [Fact]
    public void A_line_without_a_provider_counts_once_a_later_one_gets_through()
    {
        var held = new HeldLines(3);
        Assert.Empty(held.Take(0, Away));
        Assert.Empty(held.Take(1, Away));

        Assert.Equal([0, 1, 2], held.Take(2, Good).Select(l => l.Line));
        Assert.Empty(held.Rest());
    }

    [Fact]
    public void A_line_that_was_under_way_when_another_failed_does_not_speak_for_it()
    {
        var noon = DateTimeOffset.UnixEpoch;
        var held = new HeldLines(3);
        held.Take(0, At(Away, noon, noon.AddSeconds(5)));

        Assert.Equal([1], held.Take(1, At(Good, noon.AddSeconds(4), noon.AddSeconds(6))).Select(l => l.Line));
        Assert.Equal([0, 2], held.Take(2, At(Good, noon.AddSeconds(5), noon.AddSeconds(6))).Select(l => l.Line));
    }

    [Fact]
    public void Many_in_a_row_mean_that_the_provider_is_away_and_none_of_them_counts()
    {
        var held = new HeldLines(3);
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(held.Take(i, Away));
        }

        Assert.True(held.IsAway);
        Assert.Equal("Connection error.", held.Reason);
        Assert.Equal([3], held.Take(3, Good).Select(l => l.Line));
        Assert.Empty(held.Rest());
    }

    [Fact]
    public void A_few_at_the_very_end_count_as_failed_where_the_failure_may_be_theirs()
    {
        var held = new HeldLines(3);
        held.Take(6, Good);
        held.Take(7, Broken);

        Assert.Equal([7], held.Rest().Select(l => l.Line));
        Assert.False(held.IsAway);
    }

    [Theory]
    [InlineData("APIConnectionError")]
    [InlineData("AuthenticationError")]
    public void A_few_at_the_very_end_wait_for_a_resume_where_nobody_was_reached(string inner)
    {
        var held = new HeldLines(3);
        held.Take(6, Good);
        held.Take(7, Line(new FlowError(ErrorClasses.WrappedOpenAiError, inner, "No.", ErrorKind.UserError)));

        Assert.Empty(held.Rest());
        Assert.True(held.IsAway);
    }

    [Fact]
    public void Where_no_line_ever_got_through_none_counts()
    {
        var held = new HeldLines(20);
        held.Take(0, Broken);
        Assert.Empty(held.Rest());
        Assert.True(held.IsAway);

        var later = new HeldLines(20, answered: true);
        later.Take(0, Broken);
        Assert.Equal([0], later.Rest().Select(l => l.Line));
    }

    [Fact]
    public void A_judge_that_cannot_be_had_holds_the_line_too()
    {
        var held = new HeldLines(3);
        var node = new NodeRecord
        {
            Node = "groundedness",
            FlowRunId = "r",
            RunId = "r_groundedness_0",
            ParentRunId = "r_0",
            Status = RunStatus.Failed,
            Error = new FlowError("EvaluatorError", "APIConnectionError", "Connection error.", ErrorKind.UserError),
        };

        Assert.Empty(held.Take(0, Good with { Nodes = [node] }));
    }

    private static LineResult At(LineResult result, DateTimeOffset start, DateTimeOffset end) => new(
        new LineRecord { RunId = "r_0", RootRunId = "r", FlowId = "f", Status = result.Line.Status, Error = result.Line.Error, StartTime = start, EndTime = end },
        []);

    private static LineResult Line(FlowError? error) => new(
        new LineRecord { RunId = "r_0", RootRunId = "r", FlowId = "f", Status = error is null ? RunStatus.Completed : RunStatus.Failed, Error = error },
        []);
}

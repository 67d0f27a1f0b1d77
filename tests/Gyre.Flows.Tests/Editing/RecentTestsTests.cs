using Gyre.Flows.Editing;
using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Tests.Editing;

/// <summary>What the server keeps of tests of flows.</summary>
public sealed class RecentTestsTests
{
    [Fact]
    public void The_oldest_go_when_all_together_weigh_too_much_but_never_the_last_one()
    {
        var recent = new RecentTests(most: 10_000);

        recent.Keep("first", Gave(3000));
        recent.Keep("second", Gave(1500));
        recent.Keep("third", Gave(1500));

        Assert.Null(recent.Find("first"));
        Assert.NotNull(recent.Find("second"));
        recent.Keep("huge", Gave(100_000));
        Assert.Null(recent.Find("third"));
        Assert.NotNull(recent.Find("huge"));
    }

    [Fact]
    public void Calls_of_models_are_not_kept_and_outputs_are()
    {
        var recent = new RecentTests();

        recent.Keep("test", Gave(10));

        var node = Assert.Single(recent.Find("test")!.Nodes);
        Assert.Equal((0, new string('x', 10)), (node.ApiCalls.Count, node.Output));
    }

    private static EarlierGo Gave(int letters) => new("/flow.dag.yaml", [new NodeRecord { Node = "n", FlowRunId = "r", RunId = "r", ParentRunId = "r", Output = new string('x', letters), ApiCalls = [[]] }]);
}

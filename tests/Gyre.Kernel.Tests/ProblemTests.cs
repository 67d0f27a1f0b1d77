namespace Gyre.Kernel.Tests;

public sealed class ProblemTests
{
    [Fact]
    public void A_problem_with_a_place_reads_as_editors_link_it() =>
        Assert.Equal("flow.dag.yaml:7: no such node", new Problem("x", "no such node") { File = "flow.dag.yaml", Line = 7 }.ToString());

    [Fact]
    public void A_problem_without_a_place_is_its_message() =>
        Assert.Equal("no such node", new Problem("x", "no such node").ToString());
}

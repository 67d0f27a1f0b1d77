namespace Gyre.Kernel.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("inptus", "inputs")]
    [InlineData("Outputs", "outputs")]
    [InlineData("acivate", "activate")]
    public void A_slip_of_the_finger_finds_the_name_that_was_meant(string wanted, string name) =>
        Assert.Equal(name, NearestName.Of(wanted, ["inputs", "outputs", "nodes", "activate"]));

    [Fact]
    public void Something_else_altogether_finds_nothing() =>
        Assert.Equal("", NearestName.Hint("zebra", ["inputs", "outputs"]));

    [Fact]
    public void Nothing_is_near_a_name_that_nobody_types() =>
        Assert.Equal("", NearestName.Hint(new string('a', 101), [new string('a', 101)]));

    [Fact]
    public void The_hint_reads_on_from_the_message() =>
        Assert.Equal(" Did you mean 'nodes'?", NearestName.Hint("noeds", ["inputs", "nodes"]));
}

namespace Gyre.Cli.Tests.Flows;

public sealed class FlowInitTests
{
    [Theory]
    [InlineData("standard", "words")]
    [InlineData("evaluation", "accuracy")]
    public async Task A_new_flow_runs_as_it_is(string type, string printed)
    {
        using var gyre = new Gyre();
        Assert.Equal(0, (await gyre.RunAsync("flow", "init", "--flow", "mine", "--type", type)).ExitCode);
        var test = await gyre.RunAsync("flow", "test", "--flow", "mine");
        Assert.True(test.ExitCode == 0, test.Error);
        Assert.Contains(printed, test.Output, StringComparison.Ordinal);
        Assert.Contains("in order", (await gyre.RunAsync("flow", "validate", "mine")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_chat_answers_with_the_stand_in()
    {
        using var gyre = new Gyre { Typed = "Is it a model?\n" };
        await gyre.RunAsync("flow", "init", "--flow", "mine", "--type", "chat");
        Assert.Equal(0, (await gyre.RunAsync("connection", "create", "--file", "mine/connection.yaml")).ExitCode);
        var chat = await gyre.RunAsync("flow", "test", "--flow", "mine", "--interactive");
        Assert.True(chat.ExitCode == 0, chat.Error);
        Assert.Contains("no model", chat.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_is_there_is_not_written_over_without_a_yes()
    {
        using var gyre = new Gyre();
        await gyre.RunAsync("flow", "init", "--flow", "mine");
        Assert.Equal(2, (await gyre.RunAsync("flow", "init", "--flow", "mine")).ExitCode);
        Assert.Equal(0, (await gyre.RunAsync("flow", "init", "--flow", "mine", "--yes")).ExitCode);
    }

    [Fact]
    public async Task Validate_lists_every_fault_with_its_line()
    {
        using var gyre = new Gyre();
        gyre.Write("mine/flow.dag.yaml", "inputs:\n  q: {}\noutputs: {}\nnodes:\n- {name: n, type: promt, source: {type: code, path: n.jinja2}}\n");
        var printed = await gyre.RunAsync("flow", "validate", "--source", "mine", "--output", "json");
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("\"line\": 5", printed.Output, StringComparison.Ordinal);
        Assert.Contains("\"valid\": false", printed.Output, StringComparison.Ordinal);
    }
}

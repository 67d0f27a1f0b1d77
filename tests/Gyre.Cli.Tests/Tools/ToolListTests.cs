using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Tools;

public sealed class ToolListTests
{
    [Fact]
    public async Task The_list_has_kinds_of_nodes_and_built_in_package_tools()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("tool", "list");
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("custom_llm", printed.Output, StringComparison.Ordinal);
        Assert.Contains("promptflow.tools.embedding.embedding", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_a_package_tool_has_its_id_type_and_inputs()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("tool", "list", "--output", "json");
        var tools = ((List<object?>)PythonJson.Parse(printed.Output)!).Cast<PythonDict>().ToList();
        var embedding = tools.Single(tool => tool.GetValueOrDefault("id") as string == "promptflow.tools.embedding.embedding");
        Assert.Equal("python", embedding["type"]);
        Assert.Contains("connection", ((PythonDict)embedding["inputs"]!).Keys);
    }

    [Fact]
    public async Task With_a_flow_the_tools_of_its_nodes_are_listed()
    {
        using var gyre = new Gyre();
        await gyre.RunAsync("flow", "init", "--flow", "mine");
        var printed = await gyre.RunAsync("tool", "list", "--flow", "mine");
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("csharp", printed.Output, StringComparison.Ordinal);
    }
}

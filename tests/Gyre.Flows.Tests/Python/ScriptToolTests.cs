using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Python;

public sealed class ScriptToolTests
{
    [Fact]
    public async Task A_script_tool_gets_its_inputs_and_gives_its_result()
    {
        await using var flow = PythonFlow.Script(
            """
            from promptflow.core import tool
            @tool
            def greet(name: str, n: int = 2):
                return [name.upper(), n]
            """,
            "{name: {type: string}}",
            "{name: \"${inputs.name}\"}");

        Assert.Equal("['ADA', 2]", await flow.ReprAsync(new PythonDict { { "name", "ada" } }));
    }

    [Fact]
    public async Task What_a_tool_prints_is_in_its_record_with_a_stamp_for_each_write()
    {
        await using var flow = PythonFlow.Script(
            """
            import sys
            from promptflow.core import tool
            @tool
            def n():
                print("out", 1)
                print("err", file=sys.stderr)
                return 1
            """);

        var node = Assert.Single((await flow.RunAsync()).Nodes);

        Assert.Matches(@"^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\] out\[.{24}\]  \[.{24}\] 1\n$", node.StandardOutput);
        Assert.EndsWith("] err\n", node.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_a_tool_execution_error_with_the_users_frames()
    {
        await using var flow = PythonFlow.Script(
            """
            from promptflow.core import tool
            def inner():
                raise ValueError("bad")
            @tool
            def n():
                inner()
            """);

        var error = (await flow.RunAsync()).Line.Error!;

        Assert.Equal(("ToolExecutionError", "ValueError", "Execution failure in 'n': (ValueError) bad"), (error.Code, error.Inner, error.Message));
        Assert.Equal(("ValueError", "bad", "inner", 3L), (error.ToolDetails!["type"], error.ToolDetails["message"], error.ToolDetails["name"], error.ToolDetails["lineno"]));
        var traceback = (string)error.ToolDetails["traceback"]!;
        Assert.DoesNotContain("_gyre", traceback, StringComparison.Ordinal);
        Assert.Contains("raise ValueError(\"bad\")", traceback, StringComparison.Ordinal);
    }
}

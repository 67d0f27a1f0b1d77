using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd.Runs;

/// <summary><c>gyre run create</c> with real files and real Python.</summary>
public sealed class RunCreateTests
{
    private const string Flow = """
        inputs: {q: {type: string}}
        outputs: {a: {reference: "${tell.output}"}}
        nodes:
        - {name: tell, type: python, source: {type: code, path: tell.py}, inputs: {q: "${inputs.q}"}}
        - {name: sum, type: python, aggregation: true, source: {type: code, path: sum.py}, inputs: {all: "${tell.output}"}}
        """;

    private const string Tell = """
        import os, time
        from promptflow.core import tool
        @tool
        def tell(q: str):
            if q == "exit":
                os._exit(3)
            if q == "hang":
                time.sleep(1000)
            return q
        """;

    private const string Sum = """
        from promptflow.core import tool, log_metric
        @tool
        def sum(all: list):
            log_metric("lines", len(all))
            raise ValueError("no sum")
        """;

    [Fact]
    public async Task A_crash_and_a_hang_cost_their_lines_and_a_failing_aggregation_is_warned_of()
    {
        Assert.SkipUnless(GyreProcess.HasPython, "Python 3.9 is needed.");
        using var folder = FlowFolder();
        folder.Write("data.jsonl", string.Concat("exit,a,hang,b,c,exit,d".Split(',').Select(q => $"{{\"q\": \"{q}\"}}\n")));

        var printed = await GyreProcess.RunAsync(
            folder.Path, "run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "r", "--environment-variables", "PF_LINE_TIMEOUT_SEC=3", "PF_WORKER_COUNT=2", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        var run = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal("Completed", run["status"]);
        Assert.Equal(new PythonDict { ["total"] = 7L, ["completed"] = 4L, ["failed"] = 3L }, run["lines"]);
        Assert.Equal(4L, ((PythonDict)run["metrics"]!)["lines"]);
        Assert.Contains("warning: Aggregation node sum failed: Execution failure in 'sum': (ValueError) no sum", printed.Error, StringComparison.Ordinal);
        var details = await GyreProcess.RunAsync(folder.Path, "run", "show-details", "r", "--failed", "--output", "json");
        Assert.Equal(
            ["Process crashed while executing line 0.", "Line 2 execution timeout for exceeding 3 seconds", "Process crashed while executing line 5."],
            ((List<object?>)PythonJson.Parse(details.Output)!).Select(line => (string)((PythonDict)line!)["error"]!));
    }

    [Fact]
    public async Task A_tool_that_cannot_be_loaded_fails_the_run_and_leaves_its_record()
    {
        Assert.SkipUnless(GyreProcess.HasPython, "Python 3.9 is needed.");
        using var folder = FlowFolder();
        folder.Write("flow/tell.py", "def tell(q): return q");
        folder.Write("data.jsonl", "{\"q\": \"a\"}");

        var printed = await GyreProcess.RunAsync(folder.Path, "run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "r", "--output", "json");

        Assert.Equal(1, printed.ExitCode);
        var run = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal("Failed", run["status"]);
        Assert.StartsWith("Tool load failed in 'tell': (NoToolDefined)", (string)((PythonDict)run["error"]!)["message"]!, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("home", "runs", "r", "error.json")));
    }

    [Theory]
    [InlineData("--flow", "nowhere")]
    [InlineData("--flow", "flow", "--variant", "${tell.other}")]
    [InlineData("--flow", "flow", "--column-mapping", "q")]
    public async Task What_cannot_be_meant_ends_with_2_and_makes_no_run(params string[] arguments)
    {
        using var folder = FlowFolder();
        folder.Write("data.jsonl", "{\"q\": \"a\"}");

        var printed = await GyreProcess.RunAsync(folder.Path, ["run", "create", "--data", "data.jsonl", "--name", "r", .. arguments]);

        Assert.Equal(2, printed.ExitCode);
        Assert.Single(printed.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(folder.At("home", "runs", "r")));
    }

    private static TemporaryFolder FlowFolder()
    {
        var folder = new TemporaryFolder();
        folder.Write("flow/flow.dag.yaml", Flow);
        folder.Write("flow/tell.py", Tell);
        folder.Write("flow/sum.py", Sum);
        return folder;
    }
}

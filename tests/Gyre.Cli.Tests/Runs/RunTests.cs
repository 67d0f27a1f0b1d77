using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task A_run_is_created_and_its_record_has_folder_and_counters()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "first", "--output", "json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        var run = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal("Completed", run["status"]);
        var lines = (PythonDict)run["lines"]!;
        Assert.Equal((3L, 2L, 1L), (lines["total"], lines["completed"], lines["failed"]));
        Assert.True(File.Exists(Path.Combine((string)run["folder"]!, "flow_outputs", "output.jsonl")));
    }

    [Fact]
    public async Task A_run_yaml_and_flags_together_make_a_run()
    {
        using var gyre = Flow();
        gyre.Write("run.yaml", "flow: flow\ndata: data.jsonl\ncolumn_mapping: {n: '${data.n}'}\n");
        Assert.Equal(0, (await gyre.RunAsync("run", "create", "--file", "run.yaml", "--set", "display_name=Nice", "--name", "r")).ExitCode);
        Assert.Contains("Nice", (await gyre.RunAsync("run", "show", "r")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_show_lines_and_why_some_failed()
    {
        using var gyre = await WithRunAsync("r");
        var printed = await gyre.RunAsync("run", "show-details", "--name", "r");
        Assert.Contains("(Failed)", printed.Output, StringComparison.Ordinal);
        var failed = await gyre.RunAsync("run", "show-details", "r", "--failed", "--output", "json");
        Assert.Contains("does not match the expected type", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Completed", failed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines.csv", "inputs.n,")]
    [InlineData("lines.jsonl", "{\"inputs.n\":1")]
    public async Task Lines_are_exported_for_other_programs(string file, string begins)
    {
        using var gyre = await WithRunAsync("r");
        Assert.Equal(0, (await gyre.RunAsync("run", "export", "r", "--to", file)).ExitCode);
        var text = await File.ReadAllTextAsync(gyre.At(file), TestContext.Current.CancellationToken);
        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        Assert.DoesNotContain("(Failed)", text, StringComparison.Ordinal);
        Assert.Equal(1, (await gyre.RunAsync("run", "export", "r", "--to", file)).ExitCode);
    }

    [Fact]
    public async Task A_run_may_be_renamed_archived_restored_and_removed()
    {
        using var gyre = await WithRunAsync("r");
        await gyre.RunAsync("run", "update", "r", "--set", "display_name=Better", "tags.team=support");
        Assert.Contains("\"team\": \"support\"", (await gyre.RunAsync("run", "show", "r", "--output", "json")).Output, StringComparison.Ordinal);
        await gyre.RunAsync("run", "archive", "r");
        Assert.Equal("[]", (await gyre.RunAsync("run", "list", "--output", "json")).Output.Trim());
        await gyre.RunAsync("run", "restore", "--name", "r");
        Assert.Contains("\"r\"", (await gyre.RunAsync("run", "list", "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await gyre.RunAsync("run", "delete", "r", "--yes")).ExitCode);
        Assert.Contains("There are no runs", (await gyre.RunAsync("run", "list")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "delete", "r", "--yes")]
    [InlineData("connection", "delete", "mine", "--yes")]
    [InlineData("team", "delete", "t")]
    [InlineData("flow", "init", "--flow", "new")]
    public async Task What_has_nothing_to_show_still_answers_a_script_with_one_document(params string[] command)
    {
        using var gyre = await WithRunAsync("r");
        gyre.Write("mine.yaml", "name: mine\ntype: offline\n");
        await gyre.RunAsync("connection", "create", "--file", "mine.yaml");
        await gyre.RunAsync("team", "create", "t");

        var printed = await gyre.RunAsync([.. command, "--output", "json"]);

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Single((PythonDict)PythonJson.Parse(printed.Output)!);
    }

    [Fact]
    public async Task Two_runs_are_compared_with_an_interval_and_a_verdict()
    {
        using var gyre = new Gyre();
        gyre.Write("flow/flow.dag.yaml", "inputs: {n: {type: double}}\noutputs: {n: {reference: '${inputs.n}'}}\nnodes: []\n");
        gyre.Write("a.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"n\":{i % 3}}}\n")));
        gyre.Write("b.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"n\":{(i % 3) + 1}}}\n")));
        await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "a.jsonl", "--name", "a");
        await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "b.jsonl", "--name", "b");
        Assert.Contains("better", (await gyre.RunAsync("run", "compare", "a", "b")).Output, StringComparison.Ordinal);
        Assert.Contains("worse", (await gyre.RunAsync("run", "compare", "a", "b", "--lower-is-better", "n")).Output, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"better\"", (await gyre.RunAsync("run", "compare", "a", "b", "--output", "json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Nothing to run", "run", "create")]
    [InlineData(2, "does not exist", "run", "create", "--flow", "flow", "--data", "nowhere.jsonl")]
    [InlineData(1, "There is no run", "run", "show", "nobody")]
    [InlineData(2, "cannot be changed", "run", "update", "r", "--set", "status=Completed")]
    [InlineData(2, "--yes", "run", "delete", "r")]
    [InlineData(1, "is completed", "run", "resume", "r")]
    public async Task What_cannot_be_is_said(int exit, string message, params string[] args)
    {
        using var gyre = await WithRunAsync("r");
        var printed = await gyre.RunAsync(args);
        Assert.Equal(exit, printed.ExitCode);
        Assert.Contains(message, printed.Error, StringComparison.Ordinal);
    }

    private static async Task<Gyre> WithRunAsync(string name)
    {
        var gyre = Flow();
        await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", name);
        return gyre;
    }

    private static Gyre Flow()
    {
        var gyre = new Gyre();
        gyre.Write("flow/flow.dag.yaml", "inputs: {n: {type: int}}\noutputs: {n: {reference: '${inputs.n}'}}\nnodes: []\n");
        gyre.Write("data.jsonl", "{\"n\": 1}\n{\"n\": \"2\"}\n{\"n\": \"x\"}\n");
        return gyre;
    }
}

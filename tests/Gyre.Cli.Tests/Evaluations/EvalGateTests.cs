using System.Xml.Linq;
using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Evaluations;

public sealed class EvalGateTests
{
    private const string Strict = "rules: [{metric: right, pass_rate: {at_least: 0.97}}]", Kept = "rules: [{metric: right, pass_rate: {at_least: 0.8}}]";

    [Fact]
    public async Task A_gate_that_opens_ends_with_0_and_says_why()
    {
        using var gyre = await OpenAsync(Kept);

        var printed = await gyre.RunAsync("eval", "gate", "--run", "new", "--policy", "gate.yaml");

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Contains("new, by gate.yaml", printed.Output, StringComparison.Ordinal);
        Assert.Matches(@"right pass rate +0\.900 \(0\.850 to 0\.938\) +at least 0\.8 +200 +pass", printed.Output);
        Assert.Contains("The gate says yes: its one check passes.", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_says_no_ends_with_3_and_leaves_what_CI_reads()
    {
        using var gyre = await OpenAsync(Strict);
        gyre.Write("summary.md", "before\n");
        gyre.Environment["GITHUB_ACTIONS"] = "true";
        gyre.Environment["GITHUB_WORKSPACE"] = gyre.Folder;
        gyre.Environment["GITHUB_STEP_SUMMARY"] = gyre.At("summary.md");

        var printed = await gyre.RunAsync("eval", "gate", "--run", "new", "--against", "old", "--policy", "gate.yaml", "--junit", "out/gate.xml", "--markdown", "out/gate.md");

        Assert.Equal(3, printed.ExitCode);
        Assert.Contains("::error file=gate.yaml,line=1,title=Gate%3A right pass rate fail::right pass rate: 0.900", printed.Output, StringComparison.Ordinal);
        Assert.Equal("1", (string)XDocument.Load(gyre.At("out", "gate.xml")).Root!.Element("testsuite")!.Attribute("failures")!);
        var markdown = await File.ReadAllTextAsync(gyre.At("out", "gate.md"), TestContext.Current.CancellationToken);
        Assert.StartsWith("### ❌ Gate: fail\n", markdown, StringComparison.Ordinal);
        Assert.Equal("before\n" + markdown, await File.ReadAllTextAsync(gyre.At("summary.md"), TestContext.Current.CancellationToken));
        Assert.Equal(["gate.md", "gate.xml"], Directory.EnumerateFiles(gyre.At("out")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_program_reads_one_document_and_the_annotations_stand_elsewhere()
    {
        using var gyre = await OpenAsync(Strict);

        var printed = await gyre.RunAsync("eval", "gate", "--run", "new", "--policy", "gate.yaml", "--annotations", "azure", "--markdown", "gate.md", "--output", "json");

        Assert.Equal(3, printed.ExitCode);
        var result = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal((1L, "fail", false, "new", null), (result["version"], result["verdict"], result["opens"], result["run"], result["against"]));
        var check = (PythonDict)Assert.Single((List<object?>)result["checks"]!)!;
        Assert.Equal((0.9, 200L, "fail"), (check["value"], check["lines"], check["verdict"]));
        Assert.Equal(0.97, ((PythonDict)check["limit"]!)["at_least"]);
        Assert.Equal("0", ((PythonDict)((List<object?>)check["evidence"]!)[0]!)["line"]);
        Assert.Contains("##vso[task.logissue type=error;sourcepath=gate.yaml;linenumber=1;code=gate;]", printed.Error, StringComparison.Ordinal);
        Assert.Contains($"##vso[task.uploadsummary]{gyre.At("gate.md")}", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_than_in_CI_there_are_no_annotations()
    {
        using var gyre = await OpenAsync(Strict);
        (gyre.Environment["GITHUB_ACTIONS"], gyre.Environment["TF_BUILD"]) = ("", "");

        var printed = await gyre.RunAsync("eval", "gate", "--run", "new", "--policy", "gate.yaml");

        Assert.DoesNotContain("::error", printed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("##vso", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--policy is missing", "--run", "new")]
    [InlineData(2, "--run is missing", "--policy", "gate.yaml")]
    [InlineData(2, "--annotations is auto, github, azure or none", "--run", "new", "--policy", "gate.yaml", "--annotations", "gitlab")]
    [InlineData(1, "Did you mean 'new'?", "--run", "nw", "--policy", "gate.yaml")]
    [InlineData(1, "There is no file", "--run", "new", "--policy", "gates.yaml")]
    [InlineData(2, "broken.yaml:2: The key 'metrik' is not known. Did you mean 'metric'?", "--run", "new", "--policy", "broken.yaml")]
    [InlineData(2, "compare.yaml:1: This rule compares with a baseline", "--run", "new", "--policy", "compare.yaml")]
    public async Task A_fault_is_no_verdict(int exitCode, string says, params string[] arguments)
    {
        using var gyre = await OpenAsync(Kept);
        gyre.Write("broken.yaml", "rules:\n- metrik: right\n  mean: {at_least: 1}\n");
        gyre.Write("compare.yaml", "rules: [{metric: right, mean: {not_worse_by: 0.1}}]");

        var printed = await gyre.RunAsync(["eval", "gate", .. arguments]);

        Assert.Equal(exitCode, printed.ExitCode);
        Assert.Contains(says, printed.Error, StringComparison.Ordinal);
    }

    // Two runs of 200 lines, nine of ten right.
    private static async Task<Gyre> OpenAsync(string policy)
    {
        var gyre = new Gyre();
        gyre.Write("gate.yaml", policy);
        gyre.Write("flow/flow.dag.yaml", "inputs: {right: {type: bool}}\noutputs: {right: {reference: '${inputs.right}'}}\nnodes: []\n");
        gyre.Write("data.jsonl", string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"right\": {(i % 10 == 0 ? "false" : "true")}}}\n")));
        foreach (var name in new[] { "old", "new" })
        {
            Assert.Equal(0, (await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", name)).ExitCode);
        }

        return gyre;
    }
}

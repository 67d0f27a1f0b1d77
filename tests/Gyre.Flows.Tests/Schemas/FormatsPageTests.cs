using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Validation;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Schemas;

/// <summary>What <c>docs/reference/formats.md</c> shows must be so.</summary>
public sealed partial class FormatsPageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.At("docs", "reference", "formats.md"));

    [Fact]
    public async Task Its_examples_are_read_without_a_fault()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "ask.jinja2", "Summarise.cs", "translate/flow.dag.yaml" })
        {
            folder.Write($"flow/{name}", "");
        }

        folder.Write("translate/flow.dag.yaml", "nodes: []");
        var examples = Examples().Matches(Page).Select(m => m.Groups["yaml"].Value).Where(yaml => !yaml.StartsWith("# yaml", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, examples.Length);
        foreach (var example in examples)
        {
            folder.Write("flow/flow.dag.yaml", example.StartsWith("- name", StringComparison.Ordinal)
                ? "inputs: {style: {type: string}}\nnodes:\n- {name: split, type: python, source: {path: ask.jinja2}}\n- {name: check, type: python, source: {path: ask.jinja2}}\n" + example
                : example);
            Assert.Empty(await FlowValidator.ValidateAsync(folder.At("flow"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void It_names_every_key_that_is_read()
    {
        var keys = DagReader.Keys.Concat(NodeReader.Keys).Concat(RunFileChecks.Keys).Except(["id", "$schema"]);
        Assert.All(keys, key => Assert.Contains(key, Page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}

using Gyre.Flows.Folders;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Folders;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/a.log", true)]
    [InlineData("/a.log", "deep/a.log", false)]
    [InlineData("deep/*.log", "deep/a.log", true)]
    [InlineData("deep/*.log", "deep/er/a.log", false)]
    [InlineData("**/x", "a/b/x", true)]
    [InlineData("a/**/x", "a/x", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("?.txt", "a.txt", true)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("[ab].txt", "b.txt", true)]
    [InlineData("[!ab].txt", "b.txt", false)]
    [InlineData("# a.txt", "a.txt", false)]
    [InlineData("\\#a", "#a", true)]
    [InlineData("build/", "build", false)]
    [InlineData("a.b", "aXb", false)]
    public void A_pattern_leaves_out_files_as_git_does(string pattern, string path, bool ignored) =>
        Assert.Equal(ignored, IgnoreRules.Parse([pattern]).Ignores(path, isFolder: false));

    [Fact]
    public void A_pattern_that_ends_in_a_slash_is_for_folders() =>
        Assert.True(IgnoreRules.Parse(["build/"]).Ignores("deep/build", isFolder: true));

    [Fact]
    public void The_last_rule_that_matches_decides()
    {
        var rules = IgnoreRules.Parse(["*.txt", "!keep.txt"]);
        Assert.True(rules.Ignores("a.txt", isFolder: false));
        Assert.False(rules.Ignores("keep.txt", isFolder: false));
    }

    [Theory]
    [InlineData("__pycache__")]
    [InlineData("sub/.promptflow")]
    [InlineData(".venv")]
    public void What_is_made_again_is_always_left_out(string folder) => Assert.True(IgnoreRules.None.Ignores(folder, isFolder: true));

    [Fact]
    public async Task A_snapshot_leaves_out_what_the_ignore_file_says_and_amlignore_wins()
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow/flow.dag.yaml", "nodes: []");
        folder.Write("flow/secret.env", "x");
        folder.Write("flow/data/a.csv", "x");
        folder.Write("flow/__pycache__/a.pyc", "x");
        folder.Write("flow/.gitignore", "*.env\n");

        await FlowSnapshot.CopyAsync(folder.At("flow"), folder.At("one"), TestContext.Current.CancellationToken);
        Assert.Equal([".gitignore", "data/a.csv", "flow.dag.yaml"], Files(folder.At("one")));

        folder.Write("flow/.amlignore", "data/\n");
        await FlowSnapshot.CopyAsync(folder.At("flow"), folder.At("two"), TestContext.Current.CancellationToken);
        Assert.Equal([".amlignore", ".gitignore", "flow.dag.yaml", "secret.env"], Files(folder.At("two")));
    }

    internal static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_home_inside_the_flow_folder_is_no_part_of_its_snapshot()
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow.dag.yaml", "nodes: []");
        folder.Write("home/gyre.db", "");
        folder.Write("home/runs/old/outputs.jsonl", "{}");

        await FlowSnapshot.CopyAsync(folder.Path, folder.At("home", "runs", "new", "snapshot"), TestContext.Current.CancellationToken);

        Assert.Equal(["flow.dag.yaml"], Directory.EnumerateFileSystemEntries(folder.At("home", "runs", "new", "snapshot")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_copy_inside_what_is_copied_does_not_copy_itself()
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow.dag.yaml", "nodes: []");

        await FlowSnapshot.CopyAsync(folder.Path, folder.At("inner", "snapshot"), TestContext.Current.CancellationToken);

        Assert.True(File.Exists(folder.At("inner", "snapshot", "flow.dag.yaml")));
        Assert.False(Path.Exists(folder.At("inner", "snapshot", "inner", "snapshot")));
    }
}

using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Workspace.Tests;

public sealed class WorkspacePathTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../other/flow.dag.yaml")]
    [InlineData("flows/../../other")]
    [InlineData(@"flows\..\..\other")]
    [InlineData("flows/\0")]
    public void A_path_that_leads_outside_is_refused(string path)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("path-outside", Assert.Throws<ProblemException>(() => WorkspacePath.Resolve(folder.Path, path)).Problem.Code);
    }

    [Theory]
    [InlineData(".gyre/secrets.key")]
    [InlineData("flows/.env")]
    [InlineData(".git/hooks/post-commit")]
    public void What_is_hidden_is_not_for_requests(string path)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("path-hidden", Assert.Throws<ProblemException>(() => WorkspacePath.Resolve(folder.Path, path)).Problem.Code);
    }

    [Fact]
    public void A_link_is_followed_inside_and_refused_where_it_leads_out_or_round_in_a_circle()
    {
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        folder.Write("real/a.txt", "a");
        outside.Write("secret.txt", "b");
        Directory.CreateSymbolicLink(folder.At("inside"), folder.At("real"));
        Directory.CreateSymbolicLink(folder.At("out"), outside.Path);
        File.CreateSymbolicLink(folder.At("file.txt"), outside.At("secret.txt"));
        Directory.CreateSymbolicLink(folder.At("round"), folder.At("round"));

        Assert.Equal(folder.At("inside", "a.txt"), WorkspacePath.Resolve(folder.Path, "inside/a.txt"));
        foreach (var path in new[] { "out", "out/secret.txt", "out/new/file.txt", "file.txt", "round/x" })
        {
            Assert.Equal("path-outside", Assert.Throws<ProblemException>(() => WorkspacePath.Resolve(folder.Path, path)).Problem.Code);
        }
    }

    [Fact]
    public void A_link_to_what_is_hidden_is_refused_as_that_is()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".gyre/secrets.key", "key");
        File.CreateSymbolicLink(folder.At("notes.md"), ".gyre/secrets.key");

        Assert.Equal("path-hidden", Assert.Throws<ProblemException>(() => WorkspacePath.Resolve(folder.Path, "notes.md")).Problem.Code);
    }

    [Fact]
    public void The_workspaces_own_file_is_known_by_a_link_and_in_other_letters_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("gyre.yaml", "");
        File.CreateSymbolicLink(folder.At("a.yaml"), "gyre.yaml");

        Assert.True(WorkspacePath.IsWorkspaceFile(folder.Path, folder.At("a.yaml")));
        Assert.True(WorkspacePath.IsWorkspaceFile(folder.Path, folder.At("GYRE.yaml")));
        Assert.False(WorkspacePath.IsWorkspaceFile(folder.Path, folder.At("flows", "gyre.yaml")));
    }

    [Fact]
    public void A_path_comes_back_as_it_was_named_whether_or_not_there_is_anything()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("flows/new one/flow.dag.yaml", WorkspacePath.Of(folder.Path, WorkspacePath.Resolve(folder.Path, "flows/./new one/flow.dag.yaml")));
    }
}

using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Workspace.Tests;

public sealed class GyreHomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault();

    [Fact]
    public void In_a_workspace_it_is_beside_gyre_yaml_even_from_deep_inside()
    {
        folder.Write("gyre.yaml", "");
        var deep = Directory.CreateDirectory(folder.At("flows", "käse kuchen")).FullName;

        var home = GyreHome.Locate(deep, Variables(("GYRE_HOME", "/elsewhere")));

        Assert.Equal(folder.At(".gyre"), home.Folder);
        Assert.Equal(folder.Path, home.WorkspaceFolder);
        Assert.Equal(folder.At(".gyre", "gyre.db"), home.DatabaseFile);
        Assert.Equal(folder.At("gyre.yaml"), home.WorkspaceFile);
    }

    [Fact]
    public void Outside_a_workspace_GYRE_HOME_says_where()
    {
        var home = GyreHome.Locate(folder.Path, Variables(("GYRE_HOME", folder.At("state")), ("HOME", folder.At("me"))));

        Assert.Equal(folder.At("state"), home.Folder);
        Assert.Null(home.WorkspaceFile);
    }

    [Fact]
    public void Else_it_is_in_the_users_folder() =>
        Assert.Equal(folder.At("me", ".gyre"), GyreHome.Locate(folder.Path, Variables(("HOME", folder.At("me")))).Folder);

    [Fact]
    public void It_keeps_itself_out_of_the_workspaces_git()
    {
        folder.Write("gyre.yaml", "");

        GyreHome.Locate(folder.Path).EnsureExists();

        Assert.Equal("*\n", File.ReadAllText(folder.At(".gyre", ".gitignore")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_with_the_remedy()
    {
        var home = new GyreHome(Path.Combine(folder.Write("occupied", "a file"), ".gyre"), null);

        var e = Assert.Throws<ProblemException>(home.EnsureExists);

        Assert.Equal("home-not-writable", e.Problem.Code);
    }
}

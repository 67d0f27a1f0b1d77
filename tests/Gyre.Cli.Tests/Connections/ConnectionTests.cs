namespace Gyre.Cli.Tests.Connections;

public sealed class ConnectionTests
{
    private const string File = "name: mine\ntype: open_ai\napi_key: sk-never-shown\nbase_url: http://localhost:1\n";

    [Fact]
    public async Task A_connection_is_stored_listed_shown_changed_and_removed_and_its_secret_never_printed()
    {
        using var gyre = new Gyre();
        gyre.Write("c.yaml", File);
        string[][] commands =
        [
            ["connection", "create", "--file", "c.yaml"],
            ["connection", "create", "--file", "c.yaml", "--output", "json"],
            ["connection", "list"],
            ["connection", "show", "mine", "--debug"],
            ["connection", "show", "--name", "mine", "--output", "json"],
            ["connection", "update", "--name", "mine", "--set", "base_url=http://localhost:2"],
            ["connection", "list", "--output", "json"],
            ["connection", "delete", "mine", "--yes"],
        ];
        foreach (var command in commands)
        {
            var printed = await gyre.RunAsync(command);
            Assert.True(printed.ExitCode == 0, string.Join(' ', command) + ": " + printed.Error);
            Assert.DoesNotContain("never-shown", printed.Output + printed.Error, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await gyre.RunAsync("connection", "show", "mine")).ExitCode);
    }

    [Fact]
    public async Task It_is_stored_in_the_home_outside_a_workspace_and_in_the_workspace_inside()
    {
        using var gyre = new Gyre();
        gyre.Write("c.yaml", File);
        await gyre.RunAsync("connection", "create", "--file", "c.yaml");
        Assert.True(System.IO.File.Exists(gyre.At("home", "gyre.db")));
        gyre.Write("gyre.yaml", "name: test\n");
        Assert.Equal(0, (await gyre.RunAsync("connection", "create", "--file", "c.yaml")).ExitCode);
        Assert.True(System.IO.File.Exists(gyre.At(".gyre", "gyre.db")));
    }

    [Fact]
    public async Task The_workspaces_own_connections_are_listed_with_their_secrets_masked()
    {
        using var gyre = new Gyre();
        gyre.Write("gyre.yaml", "connections:\n  ours:\n    type: open_ai\n    api_key: sk-never-shown\n");
        var printed = await gyre.RunAsync("connection", "list", "--output", "json");
        Assert.Contains("\"ours\"", printed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("never-shown", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_may_be_set_on_the_command_line()
    {
        using var gyre = new Gyre();
        gyre.Write("c.yaml", File);
        await gyre.RunAsync("connection", "create", "--file", "c.yaml", "--set", "api_key=sk-other", "organization=us", "--name", "other");
        var shown = await gyre.RunAsync("connection", "show", "other", "--output", "json");
        Assert.Contains("\"organization\": \"us\"", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_there_comes_with_the_nearest()
    {
        using var gyre = new Gyre();
        gyre.Write("c.yaml", File);
        await gyre.RunAsync("connection", "create", "--file", "c.yaml");
        Assert.Contains("Did you mean 'mine'?", (await gyre.RunAsync("connection", "show", "minee")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_file_is_named_with_its_line()
    {
        using var gyre = new Gyre();
        gyre.Write("c.yaml", "name: mine\ntype: opn_ai\n");
        var printed = await gyre.RunAsync("connection", "create", "--file", "c.yaml");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("c.yaml:2", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_removed_without_a_yes()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("connection", "delete", "mine");
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("--yes", printed.Error, StringComparison.Ordinal);
    }
}

namespace Gyre.Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("gpt-4.1-mini", "openai", "gpt-4.1-mini")]
    [InlineData("claude-sonnet-4", "anthropic", "claude-sonnet-4")]
    [InlineData("azure/my-deployment", "azure", "my-deployment")]
    [InlineData("backup/org/model:free", "backup", "org/model:free")]
    [InlineData("offline/quote", "offline", "quote")]
    public void Without_any_file_connections_serve_what_the_catalog_knows(string asked, string connection, string model)
    {
        using var workspace = new RouteWorkspace();

        var pool = workspace.Table.Find(asked)!;

        Assert.Equal((asked, connection, model), (pool.Name, pool.Targets[0].Connection.Name, pool.Targets[0].Model));
    }

    [Theory]
    [InlineData("gpt-4.1-mni", "There is no model 'gpt-4.1-mni' here. Did you mean 'gpt-4.1-mini'? GET /v1/models lists what there is.")]
    [InlineData("fast-caht", "There is no model 'fast-caht' here. Did you mean 'fast-chat'? GET /v1/models lists what there is.")]
    [InlineData("nobody/model", "There is no model 'nobody/model' here. GET /v1/models lists what there is.")]
    [InlineData("openai/", "There is no model 'openai/' here. GET /v1/models lists what there is.")]
    [InlineData("", "There is no model '' here. GET /v1/models lists what there is.")]
    public void A_name_that_means_nothing_is_answered_with_the_nearest(string asked, string answer)
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: fast-chat, connection: openai}");
        var table = workspace.Table;

        Assert.Null(table.Find(asked));
        Assert.Equal(answer, table.NotFound(asked, _ => true).Message);
    }

    [Fact]
    public void A_file_wins_over_the_catalog()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: gpt-4.1, connection: azure, model: mine}");

        Assert.Equal("mine", workspace.Table.Find("gpt-4.1")!.Targets[0].Model);
    }

    [Fact]
    public void A_connection_of_the_name_offline_takes_the_place_of_the_stand_in()
    {
        using var workspace = new RouteWorkspace();
        workspace.Connections.Add(RouteWorkspace.Connection("offline"));

        Assert.Equal("OpenAIConnection", workspace.Table.Find("offline/quote")!.Targets[0].Connection.Type);
    }

    [Fact]
    public void Health_is_shared_by_every_way_to_the_same_model_of_a_connection_and_kept_over_a_reload()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: openai, model: m}", "{kind: pool, name: b, targets: [{connection: openai, model: m}]}");
        var health = workspace.Table.Find("a")!.Targets[0].Health;

        Assert.All((string[])["a", "b", "openai/m"], name => Assert.Same(health, workspace.Table.Find(name)!.Targets[0].Health));
        Assert.NotSame(health, workspace.Table.Find("backup/m")!.Targets[0].Health);
    }

    [Fact]
    public void Names_from_callers_do_not_fill_the_memory()
    {
        using var workspace = new RouteWorkspace();
        var table = workspace.Table;

        for (var i = 0; i < 20_000; i++)
        {
            Assert.NotNull(table.Find($"backup/{i}"));
        }

        Assert.True(table.KeptNames <= 4096);
    }
}

using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Testing;
using Gyre.Workspace;
using Microsoft.Data.Sqlite;

namespace Gyre.Models.Tests.Connections;

public sealed class ConnectionStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Dictionary<string, string> variables = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GyreHome Home => new(folder.At("home"), null);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public async Task A_stored_connection_comes_back_with_its_secrets_from_another_process()
    {
        Assert.False(await Store().SaveAsync(Serp("sk-secret"), null, Stop));
        var found = await Store().FindAsync("c", Stop);
        Assert.Equal(("SerpConnection", "sk-secret"), (found!.Type, found["api_key"]));
        Assert.Null(await Store().FindAsync("other", Stop));
    }

    [Fact]
    public async Task Nothing_on_disk_shows_a_secret()
    {
        await Store().SaveAsync(Serp("sk-very-secret"), null, Stop);
        SqliteConnection.ClearAllPools();
        Assert.All(Directory.GetFiles(Home.Folder), file => Assert.DoesNotContain("sk-very-secret", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    [Fact]
    public async Task Listing_and_showing_mask_secrets_and_need_no_key()
    {
        await Store().SaveAsync(Serp("sk-secret"), null, Stop);
        File.Delete(Home.SecretsKeyFile);
        var listed = Assert.Single(await Store().ListAsync(Stop));
        Assert.Equal(StoredConnection.Mask, listed.Connection["api_key"]);
        Assert.Equal(["name=c", "type=serp", "module=promptflow.connections", "api_key=******"], (await Store().ShowAsync("c", Stop))!.Shown.Take(4).Select(s => $"{s.Key}={s.Value}"));
    }

    [Fact]
    public async Task Looking_up_makes_no_files()
    {
        Assert.Null(await Store().FindAsync("c", Stop));
        Assert.Empty(await Store().ListAsync(Stop));
        Assert.False(Directory.Exists(Home.Folder));
    }

    [Fact]
    public async Task Saving_again_replaces_and_keeps_the_day_it_was_made()
    {
        await Store().SaveAsync(Serp("one"), null, Stop);
        time.Advance(TimeSpan.FromDays(1));
        Assert.True(await Store().SaveAsync(Serp("two"), null, Stop));
        var shown = await Store().ShowAsync("c", Stop);
        Assert.Equal(TimeSpan.FromDays(1), shown!.UpdatedAt - shown.CreatedAt);
        Assert.Equal("two", (await Store().FindAsync("c", Stop))!["api_key"]);
    }

    [Theory]
    [InlineData("<no-change>")]
    [InlineData("******")]
    public async Task What_is_masked_keeps_the_stored_secret(string written)
    {
        await Store().SaveAsync(Serp("sk-secret"), null, Stop);
        await Store().UpdateAsync(Serp(written), null, Stop);
        Assert.Equal("sk-secret", (await Store().FindAsync("c", Stop))!["api_key"]);
    }

    [Fact]
    public async Task User_input_is_asked_for()
    {
        await Store().SaveAsync(Serp("<user-input>"), (connection, field, _) => new($"{connection}/{field}"), Stop);
        Assert.Equal("c/api_key", (await Store().FindAsync("c", Stop))!["api_key"]);
    }

    [Theory]
    [InlineData("<user-input>")]
    [InlineData("<no-change>")]
    public async Task Without_a_terminal_a_secret_that_is_not_there_is_told(string written)
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => Store().SaveAsync(Serp(written), null, Stop));
        Assert.Equal("'api_key' of connection 'c' is not known: there is no terminal to ask at. Give it with --set api_key=…, or write ${env:NAME} in the file.", e.Message);
        Assert.Empty(await Store().ListAsync(Stop));
    }

    [Fact]
    public async Task Single_fields_can_be_changed()
    {
        await Store().SaveAsync(Requests.Azure("https://x.example"), null, Stop);
        await Store().UpdateAsync("az", new Dictionary<string, string> { ["api_version"] = "2", ["api_key"] = "new" }, null, Stop);
        var found = await Store().FindAsync("az", Stop);
        Assert.Equal(("2", "new", "https://x.example"), (found!["api_version"], found["api_key"], found["api_base"]));
        var e = await Assert.ThrowsAsync<ProblemException>(() => Store().UpdateAsync("az", new Dictionary<string, string> { ["api_versoin"] = "2" }, null, Stop));
        Assert.Contains("Did you mean 'api_version'?", e.Message);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_updated_or_deleted_and_the_nearest_name_is_told()
    {
        await Store().SaveAsync(Serp("s") with { Name = "search" }, null, Stop);
        Assert.Contains("Did you mean 'search'?", (await Assert.ThrowsAsync<ProblemException>(() => Store().DeleteAsync("serach", Stop))).Message);
        Assert.Equal("connection-not-found", (await Assert.ThrowsAsync<ProblemException>(() => Store().UpdateAsync(Serp("s"), null, Stop))).Problem.Code);
    }

    [Fact]
    public async Task A_deleted_connection_is_gone()
    {
        await Store().SaveAsync(Serp("s"), null, Stop);
        await Store().DeleteAsync("c", Stop);
        Assert.Null(await Store().FindAsync("c", Stop));
    }

    [Fact]
    public async Task A_secret_moved_to_another_row_is_refused()
    {
        await Store().SaveAsync(Serp("one"), null, Stop);
        await Store().SaveAsync(Serp("two") with { Name = "d" }, null, Stop);
        await using (var database = new SqliteConnection($"Data Source={Home.DatabaseFile}"))
        {
            await database.OpenAsync(Stop);
            await using var command = database.CreateCommand();
            command.CommandText = "UPDATE connections SET secrets = (SELECT secrets FROM connections WHERE name = 'd') WHERE name = 'c'";
            await command.ExecuteNonQueryAsync(Stop);
        }

        var e = await Assert.ThrowsAsync<ProblemException>(() => Store().FindAsync("c", Stop).AsTask());
        Assert.Equal("secret-damaged", e.Problem.Code);
        Assert.Contains("'api_key' of connection 'c'", e.Message);
    }

    [Fact]
    public async Task A_lost_key_is_told()
    {
        await Store().SaveAsync(Serp("one"), null, Stop);
        File.Delete(Home.SecretsKeyFile);
        var e = await Assert.ThrowsAsync<ProblemException>(() => Store().FindAsync("c", Stop).AsTask());
        Assert.Equal("secret-key-lost", e.Problem.Code);
    }

    [Fact]
    public async Task A_reference_is_stored_and_filled_at_each_use()
    {
        await Store().SaveAsync(Serp("${env:KEY}"), null, Stop);
        variables["KEY"] = "first";
        Assert.Equal("first", (await Store().FindAsync("c", Stop))!["api_key"]);
        variables["KEY"] = "second";
        Assert.Equal("second", (await Store().FindAsync("c", Stop))!["api_key"]);
    }

    [Fact]
    public async Task The_run_comes_before_the_workspace_and_the_workspace_before_the_store()
    {
        folder.Write("gyre.yaml", "connections:\n  a: {type: serp, api_key: workspace}\n  b: {type: serp, api_key: \"${env:KEY}\"}\n");
        var home = new GyreHome(folder.At(".gyre"), folder.Path);
        foreach (var name in new[] { "a", "b", "c", "d-1" })
        {
            await new ConnectionStore(home).SaveAsync(Serp("store") with { Name = name }, null, Stop);
        }

        variables["KEY"] = "environment";
        variables["D_1_API_KEY"] = "override";
        var source = ConnectionSources.For(home, [Serp("run")], Variable);
        var keys = await Task.WhenAll(new[] { "a", "b", "c", "d-1", "e" }.Select(async name => (await source.FindAsync(name, Stop))?["api_key"] ?? "none"));
        Assert.Equal(["workspace", "environment", "run", "override", "none"], keys);
    }

    [Fact]
    public async Task The_stand_in_is_there_without_a_file_until_another_connection_takes_its_name()
    {
        var home = new GyreHome(folder.At(".gyre"), null);
        Assert.Equal("OfflineConnection", (await ConnectionSources.For(home, null, Variable).FindAsync("offline", Stop))!.Type);

        await new ConnectionStore(home).SaveAsync(Serp("mine") with { Name = "offline" }, null, Stop);

        Assert.Equal("SerpConnection", (await ConnectionSources.For(home, null, Variable).FindAsync("offline", Stop))!.Type);
    }

    [Fact]
    public async Task A_key_that_a_variable_overrides_needs_no_reference_filled()
    {
        await Store().SaveAsync(Serp("${env:NOWHERE}"), null, Stop);
        variables["C_API_KEY"] = "override";
        Assert.Equal("override", (await ConnectionSources.For(Home, null, Variable).FindAsync("c", Stop))!["api_key"]);
    }

    [Fact]
    public async Task Replaying_needs_no_keys()
    {
        await Store().SaveAsync(Serp("${env:NOWHERE}"), null, Stop);
        variables["GYRE_REPLAY"] = "recordings";
        Assert.Equal("", (await ConnectionSources.For(Home, null, Variable).FindAsync("c", Stop))!["api_key"]);
    }

    [Fact]
    public async Task A_fault_in_the_workspace_file_has_its_line()
    {
        var file = folder.Write("gyre.yaml", "connections:\n  a:\n    type: serpp\n");
        var source = ConnectionSources.For(new GyreHome(folder.At(".gyre"), folder.Path));
        var e = await Assert.ThrowsAsync<ProblemException>(() => source.FindAsync("a", Stop).AsTask());
        Assert.Equal((file, 3), (e.Problem.File, e.Problem.Line));
    }

    private static Connection Serp(string key) => new() { Name = "c", Type = "SerpConnection", Secrets = new Dictionary<string, string> { ["api_key"] = key } };

    private string? Variable(string name) => variables.GetValueOrDefault(name);

    private ConnectionStore Store() => new(Home, time, Variable);
}

using System.Net;
using Gyre.Gateway.Callers;
using Gyre.Testing;
using Gyre.Workspace;

namespace Gyre.Server.Tests;

/// <summary>Who may read the numbers.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", HttpStatusCode.OK)]
    [InlineData("http://0.0.0.0:0", HttpStatusCode.Unauthorized)]
    public async Task They_need_a_key_where_other_machines_can_reach_the_server(string address, HttpStatusCode without)
    {
        var stop = TestContext.Current.CancellationToken;
        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "name: numbers");
        await using var server = await GyreServer.StartAsync(
            new ServerOptions { Home = new GyreHome(workspace.At(".gyre"), workspace.Path), Address = new Uri(address), Environment = _ => null }, stop);
        var metrics = new Uri($"http://127.0.0.1:{server.Address.Port}/metrics");
        using var client = new HttpClient();
        using var open = await client.GetAsync(metrics, stop);
        Assert.Equal(without, open.StatusCode);

        var key = (await server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "prometheus" }, "tests", stop)).Text;
        await server.Gateway.Accounts.RefreshAsync(stop);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var shown = await client.GetAsync(metrics, stop);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }
}

using System.Net.Http.Json;
using Gyre.Server;
using Gyre.Testing;
using Gyre.Workspace;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>A server over a workspace with the offline stand-in and simulated providers.</summary>
public sealed class Site : IAsyncDisposable
{
    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private bool isWorkspace = true;

    /// <summary>What it is made of.</summary>
    public GyreServer Server => server!;

    /// <summary>Full path of the workspace.</summary>
    public string Folder => workspace.Path;

    /// <summary>Starts one of its own at a free port.</summary>
    public static async Task<Site> StartAsync(CancellationToken cancellationToken)
    {
        var site = new Site();
        site.workspace.Write("gyre.yaml", """
            name: sample
            connections:
              offline: { type: offline }
              openai: { type: simulated, latency: 20ms..60ms, tokens_per_second: 2000, answer_tokens: 30..90, seed: 1 }
              slow: { type: simulated, latency: 20ms, tokens_per_second: 20, answer_tokens: 400, seed: 1 }
              broken: { type: simulated, faults: "500=1", seed: 1 }
              cutting: { type: simulated, latency: 20ms, tokens_per_second: 200, answer_tokens: 200, faults: "cut=1", seed: 1 }
            """);
        site.workspace.Write("gateway/assistant.yaml", """
            kind: pool
            name: assistant
            targets:
              - { connection: openai, model: gpt-4.1-mini, tier: 1, weight: 3 }
              - { connection: offline, model: quote, tier: 2 }
            """);
        SampleFlows.Write(site.workspace);
        SampleRuns.Write(site.workspace);
        await site.UpAsync(new Uri("http://127.0.0.1:0"), cancellationToken);
        return site;
    }

    /// <summary>Starts one over a folder where nothing was made yet.</summary>
    public static async Task<Site> StartEmptyAsync(CancellationToken cancellationToken)
    {
        var site = new Site();
        site.workspace.Write("gyre.yaml", "name: empty\n");
        await site.UpAsync(new Uri("http://127.0.0.1:0"), cancellationToken);
        return site;
    }

    /// <summary>Starts one outside of any workspace, as <c>gyre up</c> does in an empty folder.</summary>
    public static async Task<Site> StartOutsideAsync(CancellationToken cancellationToken)
    {
        var site = new Site { isWorkspace = false };
        await site.UpAsync(new Uri("http://127.0.0.1:0"), cancellationToken);
        return site;
    }

    /// <summary>Stops the server; what was open in browsers finds nobody there.</summary>
    public async Task<Uri> StopAsync()
    {
        var address = Server.Address;
        await Server.DisposeAsync();
        server = null;
        return address;
    }

    /// <summary>Runs a flow over data to its end.</summary>
    public async Task RunAsync(string name, object definition, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var begun = await http.PostAsJsonAsync("api/v1/runs", definition, cancellationToken);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(cancellationToken));
        await http.GetStringAsync(new Uri($"api/v1/runs/{name}/events", UriKind.Relative), cancellationToken);
    }

    /// <summary>Starts it again.</summary>
    public async Task UpAsync(Uri address, CancellationToken cancellationToken) => server = await GyreServer.StartAsync(
        new ServerOptions { Home = new GyreHome(workspace.At(".gyre"), isWorkspace ? workspace.Path : null), Address = address, Environment = _ => null, Grace = TimeSpan.FromMilliseconds(1) }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        workspace.Dispose();
    }
}

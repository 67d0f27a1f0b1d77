using Gyre.Gateway.Callers;
using Gyre.Server.Tests;
using Gyre.Server.Tests.Clients;
using Gyre.Server.Tests.Vendors;
using Gyre.Testing;
using Gyre.Workspace;

[assembly: AssemblyFixture(typeof(Door))]

namespace Gyre.Server.Tests;

/// <summary>One server over a workspace with a connection to each vendor, for all tests: each names models of its own.</summary>
public sealed class Door : IAsyncLifetime
{
    private readonly TemporaryFolder workspace = new();
    private VendorServer? vendors;
    private GyreServer? server;
    private (NodeClients? Clients, string Why) node;

    /// <summary>A key that may do everything.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Why there are no npm clients; empty where there are.</summary>
    public string NoNode => node.Why;

    internal VendorServer Vendors => vendors!;

    internal GyreServer Server => server!;

    internal NodeClients Node => node.Clients!;

    public async ValueTask InitializeAsync()
    {
        vendors = await VendorServer.StartAsync(CancellationToken.None);
        workspace.Write("gyre.yaml", Workspace(vendors.Address));
        server = await StartAsync(workspace);
        var made = await server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "tests" }, "tests", CancellationToken.None);
        await server.Gateway.Accounts.RefreshAsync(CancellationToken.None);
        Key = made.Text;
        node = await NodeClients.TryStartAsync(CancellationToken.None);
    }

    /// <summary>A server over a workspace, at a free port.</summary>
    public static Task<GyreServer> StartAsync(TemporaryFolder workspace) => GyreServer.StartAsync(
        new ServerOptions { Home = new GyreHome(workspace.At(".gyre"), workspace.Path), Address = new Uri("http://127.0.0.1:0"), Environment = _ => null },
        CancellationToken.None);

    /// <summary>A workspace's file with a connection to every vendor, named after it.</summary>
    internal static string Workspace(string vendors) => $$"""
        connections:
          openai: { type: open_ai, base_url: {{vendors}}/openai/v1, api_key: {{VendorServer.Key}} }
          responses: { type: open_ai_compatible, base_url: {{vendors}}/responses/v1, provider: openai, lacks: chat, api_key: {{VendorServer.Key}} }
          azure: { type: azure_open_ai, api_base: {{vendors}}/azure, api_version: 2024-10-21, api_key: {{VendorServer.Key}} }
          azure1: { type: azure_open_ai, api_base: {{vendors}}/azure1/openai/v1, api_key: {{VendorServer.Key}} }
          anthropic: { type: anthropic, base_url: {{vendors}}/anthropic, api_key: {{VendorServer.Key}} }
          gemini: { type: gemini, base_url: {{vendors}}/gemini, api_key: {{VendorServer.Key}} }
          ollama: { type: ollama, base_url: {{vendors}}/ollama, api_key: {{VendorServer.Key}} }
        """;

    public async ValueTask DisposeAsync()
    {
        if (node.Clients is { } clients)
        {
            await clients.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (vendors is not null)
        {
            await vendors.DisposeAsync();
        }

        workspace.Dispose();
    }
}

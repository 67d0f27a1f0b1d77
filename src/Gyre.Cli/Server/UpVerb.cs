using System.CommandLine;
using System.Net;
using Gyre.Cli.CommandLine;
using Gyre.Server;

namespace Gyre.Cli.Server;

/// <summary><c>gyre up</c>: serves until it is told to stop.</summary>
internal static class UpVerb
{
    private static readonly Option<string> Host = new("--host") { Description = "Address to listen on; 0.0.0.0 for every network, which needs keys.", DefaultValueFactory = _ => ServerOptions.DefaultAddress.Host };
    private static readonly Option<int> Port = new Option<int>("--port", "-p") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => ServerOptions.DefaultAddress.Port }.IsPort();

    public static Command Create(CliHost host) =>
        new Command("up", "Serve the gateway: every model of the workspace behind one address.") { Host, Port }.Does(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        // Any other name would be taken for every network.
        var host = call.Value(Host)!;
        if (!host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(host, out _))
        {
            throw new UsageException($"--host wants an IP address of this machine or localhost, not '{host}'. 0.0.0.0 listens on every network.");
        }

        // What follows a provider's bytes is short and never blocks: it need not wait for another thread. Read once, when the first socket is made.
        System.Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        await using var server = await GyreServer.StartAsync(
            new ServerOptions
            {
                Home = call.Home,
                Address = new UriBuilder("http", host, call.Value(Port)).Uri,
                Environment = call.Host.Environment,
                Time = call.Host.Time,
            },
            cancellationToken);
        call.Host.Output.WriteLine($"Gyre serves at {server.Address}");
        call.Host.Output.WriteLine($"  OpenAI  {server.Address}v1      Anthropic, Gemini, Azure OpenAI  {server.Address}");
        if (server.Page is { } page)
        {
            call.Host.Output.WriteLine($"  Web page  {page}");
        }

        if (server.SharedDatabase is { } shared)
        {
            call.Host.Output.WriteLine($"  Keys, budgets and usage are in {shared}");
        }

        call.Host.Output.WriteLine(server.KeyNote);
        await server.WaitAsync(cancellationToken);
        return ExitCodes.Done;
    }
}

using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Connections;
using Gyre.Cli.Output;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Spectre.Console;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model discover</c>: what running servers have.</summary>
internal static class ModelDiscoverVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Command Create(CliHost host)
    {
        var names = new Argument<string[]>("connections") { Description = "Only these connections. Otherwise all, and the usual ports of Ollama, LM Studio, vLLM and llama.cpp on this machine.", Arity = ArgumentArity.ZeroOrMore };
        return new Command("discover", "Ask running servers which models they have.") { names }.Does(host, async (call, cancellationToken) =>
        {
            var asked = call.Value(names) ?? [];
            var servers = await ServersAsync(call, asked, cancellationToken);
            using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
            var found = await ModelDiscovery.AskAsync(servers, http, Patience, cancellationToken);

            // Nobody promised that something listens on the usual ports.
            var usual = ModelDiscovery.Local(call.Host.Environment).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var server in found.Where(f => f.Problem is not null && (asked.Length > 0 || !usual.Contains(f.Server.Name))))
            {
                call.Warn($"{server.Server.Name}: {server.Problem!.Message}");
            }

            Print(call, [.. found.Where(f => f.Problem is null)]);
            return asked.Length > 0 && found.All(f => f.Problem is not null) ? ExitCodes.Failed : ExitCodes.Done;
        });
    }

    private static async Task<List<ModelServer>> ServersAsync(Invocation call, string[] asked, CancellationToken cancellationToken)
    {
        var source = ConnectionSources.For(call.Home, environment: call.Host.Environment);
        var servers = new List<ModelServer>();
        var names = asked.Length > 0 ? asked : [.. (await ConnectionViews.AllAsync(call, cancellationToken)).Select(c => c.Connection.Name)];
        foreach (var name in names)
        {
            try
            {
                var connection = await source.FindAsync(name, cancellationToken) ?? throw new UsageException($"There is no connection '{name}'.");
                if (ModelDiscovery.Of(connection) is { } server)
                {
                    servers.Add(server);
                }
                else if (asked.Length > 0)
                {
                    throw new UsageException($"{connection} has no list of models to ask for.");
                }
            }
            catch (ProblemException e) when (asked.Length == 0)
            {
                call.Warn($"{name}: {e.Problem.Message}");
            }
        }

        if (asked.Length == 0)
        {
            servers.AddRange(ModelDiscovery.Local(call.Host.Environment).Where(l => servers.TrueForAll(s => s.Address.Authority != l.Address.Authority)));
        }

        return servers;
    }

    private static void Print(Invocation call, List<DiscoveredServer> servers)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json =>
            {
                json.WriteStartArray();
                foreach (var server in servers)
                {
                    json.WriteStartObject();
                    json.WriteString("server", server.Server.Name);
                    json.WriteString("address", server.Server.Address.ToString());
                    json.WriteStartArray("models");
                    foreach (var model in server.Models)
                    {
                        JsonSerializer.Serialize(json, ModelView.Of(model));
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        if (servers.Count == 0)
        {
            call.Note("No server answered. Start one, or name a connection: gyre model discover CONNECTION");
            return;
        }

        var table = Terminal.Table(call.Output, "server", "model", "kind", "context", "reads", "can", "licence");
        foreach (var (server, model) in servers.SelectMany(s => s.Models.Select(m => (s.Server, m))))
        {
            table.AddRow([server.Name, .. new[] { model.Id, ModelText.Word(model.Kind), ModelText.Tokens(model.Context), ModelText.Words(model.Inputs), ModelText.Words(model.Capabilities), model.Licence ?? "" }.Select(Markup.Escape)]);
        }

        call.Output.Write(table);
    }
}

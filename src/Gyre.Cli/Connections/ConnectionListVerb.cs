using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Spectre.Console;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection list</c>: the workspace's and the stored ones.</summary>
internal static class ConnectionListVerb
{
    public static Command Create(CliHost host) =>
        new Command("list", "List connections.").Does(host, async (call, cancellationToken) =>
        {
            var all = await ConnectionViews.AllAsync(call, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json =>
                {
                    json.WriteStartArray();
                    foreach (var connection in all)
                    {
                        ConnectionViews.Write(json, connection);
                    }

                    json.WriteEndArray();
                });
                return ExitCodes.Done;
            }

            if (all.Count == 0)
            {
                call.Note($"There are no connections in {call.Home.Folder}. Make one: gyre connection create --file connection.yaml");
                return ExitCodes.Done;
            }

            var table = Terminal.Table(call.Output, "name", "type", "where", "changed");
            foreach (var connection in all)
            {
                var (where, changed) = connection.UpdatedAt == default ? ("gyre.yaml", "") : ("store", $"{connection.UpdatedAt:yyyy-MM-dd HH:mm}");
                table.AddRow(Markup.Escape(connection.Connection.Name), Markup.Escape(connection.Shown[1].Value!), where, changed);
            }

            call.Output.Write(table);
            return ExitCodes.Done;
        });
}

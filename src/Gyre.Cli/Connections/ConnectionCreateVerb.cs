using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection create --file c.yaml</c>.</summary>
internal static class ConnectionCreateVerb
{
    public static Command Create(CliHost host)
    {
        var file = new Option<string>("--file", "-f") { Description = "Connection file (YAML or .env).", HelpName = "path" };
        var name = SharedOptions.Name("connection");
        var set = SharedOptions.Set();
        return new Command("create", "Store a connection from a file; one of the same name is replaced.") { file, name, set }.Does(host, async (call, cancellationToken) =>
        {
            var sets = new Dictionary<string, string>(call.Pairs(set), StringComparer.Ordinal);
            if (call.Value(name) is { } given)
            {
                sets["name"] = given;
            }

            var read = ConnectionFile.Open(call.Host.Full(call.Required(file, "--file connection.yaml")), sets);
            foreach (var warning in read.Warnings)
            {
                call.Warn(warning.ToString());
            }

            var connection = read.Connection ?? throw new ProblemException(read.Faults[0] with
            {
                Message = string.Join('\n', read.Faults.Select((f, i) => i == 0 ? f.Message : f.ToString())),
            });
            var store = ConnectionViews.Store(call);
            var replaced = await store.SaveAsync(connection, ConnectionViews.Asking(call), cancellationToken);
            ConnectionViews.Show(call, (await store.ShowAsync(connection.Name, cancellationToken))!);
            call.Note($"Connection '{connection.Name}' is {(replaced ? "replaced" : "stored")} in {call.Home.Folder}.");
            return ExitCodes.Done;
        });
    }
}

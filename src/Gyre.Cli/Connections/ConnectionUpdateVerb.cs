using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Models.Connections;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection update --name x --set k=v</c>.</summary>
internal static class ConnectionUpdateVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("connection");
        var argument = SharedOptions.NameArgument("connection");
        var file = new Option<string>("--file", "-f") { Description = "Connection file with all fields.", HelpName = "path" };
        var set = SharedOptions.Set();
        return new Command("update", "Change fields of a connection; secrets that are not given stay.") { argument, name, file, set }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var store = ConnectionViews.Store(call);
            if (call.Value(file) is { } path)
            {
                var connection = ConnectionFile.Read(call.Host.Full(path), call.Pairs(set));
                await store.UpdateAsync(connection with { Name = which }, ConnectionViews.Asking(call), cancellationToken);
            }
            else
            {
                var sets = call.Pairs(set);
                if (sets.Count == 0)
                {
                    throw new UsageException("Nothing to change. Give --set field=value, or --file.");
                }

                await store.UpdateAsync(which, sets, ConnectionViews.Asking(call), cancellationToken);
            }

            ConnectionViews.Show(call, (await store.ShowAsync(which, cancellationToken))!);
            return ExitCodes.Done;
        });
    }
}

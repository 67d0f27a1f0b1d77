using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Administration;

namespace Gyre.Cli.Accounts;

/// <summary><c>gyre audit</c>.</summary>
internal static class AuditCommands
{
    public static Command Create(CliHost host) => new("audit", "Who changed keys, teams, projects, limits and budgets.") { ListVerb(host) };

    private static Command ListVerb(CliHost host)
    {
        var subject = new Option<string>("--subject") { Description = "Only changes of the key, group, limit or budget of this name.", HelpName = "name" };
        var most = new Option<int>("--max-results", "-r") { Description = "At most this many.", DefaultValueFactory = _ => 50, HelpName = "n" };
        return new Command("list", "List changes, newest first.") { subject, most }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.List(
                call,
                [.. (await stores.Audit.ListAsync(call.Value(subject), call.Value(most), cancellationToken)).Select(AuditView.Of)],
                "Nothing was changed yet.",
                ("when", e => AccountViews.Date(e.At)),
                ("who", e => e.Actor),
                ("what", e => e.Action),
                ("subject", e => e.Subject));
            return ExitCodes.Done;
        });
    }
}

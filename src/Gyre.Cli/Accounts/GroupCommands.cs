using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Callers;

namespace Gyre.Cli.Accounts;

/// <summary><c>gyre team</c>, <c>gyre project</c> and <c>gyre cost-center</c>, which are alike.</summary>
internal static class GroupCommands
{
    public static Command Create(CliHost host, GroupKind kind)
    {
        var (noun, what) = kind switch
        {
            GroupKind.Team => ("team", "Teams, which keys and projects belong to."),
            GroupKind.Project => ("project", "Projects, which keys are for."),
            _ => ("cost-center", "Cost centers, which pay for keys, projects and teams."),
        };
        return new Command(noun, what) { CreateVerb(host, kind, noun), ListVerb(host, kind, noun), ShowVerb(host, kind, noun), UpdateVerb(host, kind, noun), DeleteVerb(host, kind, noun) };
    }

    private static Command CreateVerb(CliHost host, GroupKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var (description, team, center) = Fields();
        return Only(new Command("create", $"Make a {noun}.") { argument, name, description }, kind, team, center).Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var made = await stores.Groups.CreateAsync(
                new Group
                {
                    Kind = kind,
                    Name = call.Name(name, argument),
                    Description = call.Value(description),
                    Team = kind == GroupKind.Project ? call.Value(team) : null,
                    CostCenter = kind == GroupKind.CostCenter ? null : call.Value(center),
                },
                stores.Actor,
                cancellationToken);
            AccountViews.Show(call, GroupView.Of(made));
            return ExitCodes.Done;
        });
    }

    private static Command ListVerb(CliHost host, GroupKind kind, string noun) =>
        new Command("list", $"List {noun}s.").Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            (string, Func<GroupView, string?>)[] columns =
            [
                ("name", g => g.Name), ("description", g => g.Description), ("team", g => g.Team), ("cost center", g => g.CostCenter), ("created", g => AccountViews.Date(g.CreatedAt)),
            ];
            AccountViews.List(
                call,
                [.. (await stores.Groups.ListAsync(kind, cancellationToken)).Select(GroupView.Of)],
                $"There are no {noun}s. Make one: gyre {noun} create NAME",
                [.. columns.Where((_, i) => i is not 2 || kind == GroupKind.Project).Where(c => c.Item1 != "cost center" || kind != GroupKind.CostCenter)]);
            return ExitCodes.Done;
        });

    private static Command ShowVerb(CliHost host, GroupKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        return new Command("show", $"Show a {noun}.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.Show(call, GroupView.Of(await stores.Groups.ShowAsync(kind, call.Name(name, argument), cancellationToken)));
            return ExitCodes.Done;
        });
    }

    private static Command UpdateVerb(CliHost host, GroupKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var (description, team, center) = Fields();
        return Only(new Command("update", $"Change what is given of a {noun}.") { argument, name, description }, kind, team, center).Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var changed = await stores.Groups.ChangeAsync(
                kind,
                call.Name(name, argument),
                g => g with
                {
                    Description = call.Value(description) ?? g.Description,
                    Team = kind == GroupKind.Project ? call.Value(team) ?? g.Team : null,
                    CostCenter = kind == GroupKind.CostCenter ? null : call.Value(center) ?? g.CostCenter,
                },
                stores.Actor,
                cancellationToken);
            AccountViews.Show(call, GroupView.Of(changed));
            return ExitCodes.Done;
        });
    }

    private static Command DeleteVerb(CliHost host, GroupKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        return new Command("delete", $"Delete a {noun} that nothing uses; its calls stay in the ledger.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var which = call.Name(name, argument);
            await stores.Groups.DeleteAsync(kind, which, stores.Actor, cancellationToken);
            return call.Done($"The {noun} '{which}' is deleted.", "name", which);
        });
    }

    private static (Option<string> Description, Option<string> Team, Option<string> Center) Fields() => (
        new("--description") { Description = "What it is for.", HelpName = "text" },
        new("--team") { Description = "Team it belongs to.", HelpName = "name" },
        new("--cost-center") { Description = "Who pays.", HelpName = "name" });

    private static Command Only(Command command, GroupKind kind, Option<string> team, Option<string> center)
    {
        if (kind == GroupKind.Project)
        {
            command.Add(team);
        }

        if (kind != GroupKind.CostCenter)
        {
            command.Add(center);
        }

        return command;
    }
}

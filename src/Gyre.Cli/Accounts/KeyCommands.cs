using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Callers;

namespace Gyre.Cli.Accounts;

/// <summary><c>gyre key</c>.</summary>
internal static class KeyCommands
{
    public static Command Create(CliHost host) => new("key", "Keys with which callers use the gateway; their text is shown once and kept nowhere.")
    {
        CreateVerb(host),
        ListVerb(host),
        ShowVerb(host),
        RotateVerb(host),
        StateVerb(host, "suspend", "Stop a key until it is resumed.", (keys, name, actor, stop) => keys.SuspendAsync(name, actor, stop)),
        StateVerb(host, "resume", "Let a suspended key work again.", (keys, name, actor, stop) => keys.ResumeAsync(name, actor, stop)),
        RevokeVerb(host),
    };

    private static Command CreateVerb(CliHost host)
    {
        var name = SharedOptions.Name("key");
        var argument = SharedOptions.NameArgument("key");
        var team = new Option<string>("--team") { Description = "Team it belongs to.", HelpName = "name" };
        var project = new Option<string>("--project") { Description = "Project it is for; the project's team and cost center hold where the key has none.", HelpName = "name" };
        var center = new Option<string>("--cost-center") { Description = "Who pays, where it is not the project's or team's.", HelpName = "name" };
        var models = SharedOptions.Pairs("--models", "Models it may use, with * for any text. Default: all.", "pattern");
        var endpoints = SharedOptions.Pairs("--endpoints", "Operations it may use (chat, embedding, messages …), raw for the providers' own paths, or admin. Default: all but raw and admin.", "pattern");
        var regions = SharedOptions.Pairs("--regions", "Regions its calls may go to. Default: all.", "pattern");
        var tags = SharedOptions.Pairs("--tags", "For reports: k=v.", "k=v");
        var expires = new Option<string>("--expires") { Description = "When it ends: 30d, 24h or a date. Default: never.", HelpName = "when" };
        return new Command("create", "Make a key and print its text, once.") { argument, name, team, project, center, models, endpoints, regions, tags, expires }.Does(host, async (call, cancellationToken) =>
        {
            var wanted = new NewKey
            {
                Name = call.Name(name, argument),
                Team = call.Value(team),
                Project = call.Value(project),
                CostCenter = call.Value(center),
                Models = call.Value(models),
                Endpoints = call.Value(endpoints),
                Regions = call.Value(regions),
                Tags = call.Pairs(tags),
                ExpiresAt = call.Value(expires) is { } text ? Moments.Until("--expires", text, call.Host.Time.GetUtcNow()) : null,
            };
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var made = await stores.Keys.CreateAsync(wanted.ToKey(), stores.Actor, cancellationToken);
            AccountViews.Show(call, KeyView.Of(made.Key, made.Text));
            call.Note("Keep the key now: it is not shown again.");
            return ExitCodes.Done;
        });
    }

    private static Command ListVerb(CliHost host)
    {
        var all = new Option<bool>("--all") { Description = "Revoked ones too." };
        return new Command("list", "List keys.") { all }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.List(
                call,
                [.. (await stores.Keys.ListAsync(call.Value(all), cancellationToken)).Select(k => KeyView.Of(k))],
                "There are no keys: on this machine the gateway serves callers without one. Make one: gyre key create NAME",
                ("name", k => k.Name),
                ("key", k => k.Prefix + "…"),
                ("state", k => k.State),
                ("team", k => k.Team),
                ("project", k => k.Project),
                ("cost center", k => k.CostCenter),
                ("expires", k => AccountViews.Date(k.ExpiresAt)));
            return ExitCodes.Done;
        });
    }

    private static Command ShowVerb(CliHost host)
    {
        var name = SharedOptions.Name("key");
        var argument = SharedOptions.NameArgument("key");
        return new Command("show", "Show a key by its name, id or first characters.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.Show(call, KeyView.Of(await stores.Keys.ShowAsync(call.Name(name, argument), cancellationToken)));
            return ExitCodes.Done;
        });
    }

    private static Command RotateVerb(CliHost host)
    {
        var name = SharedOptions.Name("key");
        var argument = SharedOptions.NameArgument("key");
        var grace = new Option<string>("--grace") { Description = "How long the old text goes on working: 24h, 7d. Default: not at all.", HelpName = "span" };
        return new Command("rotate", "Give a key a new text and print it, once.") { argument, name, grace }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var span = call.Value(grace) is { } text ? Moments.Span("--grace", text) : TimeSpan.Zero;
            var made = await stores.Keys.RotateAsync(call.Name(name, argument), span, stores.Actor, cancellationToken);
            AccountViews.Show(call, KeyView.Of(made.Key, made.Text));
            call.Note("Keep the key now: it is not shown again.");
            return ExitCodes.Done;
        });
    }

    private static Command RevokeVerb(CliHost host)
    {
        var name = SharedOptions.Name("key");
        var argument = SharedOptions.NameArgument("key");
        var yes = SharedOptions.Yes();
        return new Command("revoke", "End a key for good.") { argument, name, yes }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            if (!call.Value(yes) && !call.Confirm($"Revoke key '{which}' for good?"))
            {
                return ExitCodes.Failed;
            }

            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            var revoked = await stores.Keys.RevokeAsync(which, stores.Actor, cancellationToken);
            AccountViews.Show(call, KeyView.Of(revoked));
            call.Note($"Key '{revoked.Name}' is revoked.");
            return ExitCodes.Done;
        });
    }

    private static Command StateVerb(CliHost host, string verb, string description, Func<KeyStore, string, string, CancellationToken, Task<CallerKey>> change)
    {
        var name = SharedOptions.Name("key");
        var argument = SharedOptions.NameArgument("key");
        return new Command(verb, description) { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.Show(call, KeyView.Of(await change(stores.Keys, call.Name(name, argument), stores.Actor, cancellationToken)));
            return ExitCodes.Done;
        });
    }
}

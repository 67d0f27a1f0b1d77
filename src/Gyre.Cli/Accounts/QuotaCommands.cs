using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Admission;
using Gyre.Kernel;

namespace Gyre.Cli.Accounts;

/// <summary><c>gyre budget</c> and <c>gyre limit</c>, which are alike.</summary>
internal static class QuotaCommands
{
    public static Command Create(CliHost host, QuotaKind kind)
    {
        var (noun, what) = kind == QuotaKind.Budget
            ? ("budget", "Budgets of money or tokens for everyone, a cost center, a team, a project or a key.")
            : ("limit", "Limits of requests, tokens or concurrency for everyone, a cost center, a team, a project or a key.");
        return new Command(noun, what)
        {
            CreateVerb(host, kind, noun),
            ListVerb(host, kind, noun),
            ShowVerb(host, kind, noun),
            UpdateVerb(host, kind, noun),
            OverrideVerb(host, kind, noun),
            ChangeVerb(host, kind, noun, "reset", "reset", "Count from zero from now on.", QuotaStore.Reset),
            ChangeVerb(host, kind, noun, "suspend", "suspended", "Let everything pass, uncounted, until it is resumed.", q => q with { Suspended = true }),
            ChangeVerb(host, kind, noun, "resume", "resumed", "Let it hold again.", q => q with { Suspended = false }),
            DeleteVerb(host, kind, noun),
        };
    }

    private static Command CreateVerb(CliHost host, QuotaKind kind, string noun)
    {
        var budget = kind == QuotaKind.Budget;
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var amount = new Option<decimal>("--amount") { Description = budget ? "How much; dollars, or tokens with --unit tokens." : "How many.", HelpName = "number", Required = true };
        var unit = new Option<string>("--unit") { Description = budget ? "usd or tokens. Default: usd." : "requests, tokens or concurrency. Default: requests.", HelpName = "unit" };
        var per = new Option<string>("--per") { Description = budget ? "hour, day, month, calendar-month or total." : "minute, hour or day; nothing for concurrency.", HelpName = "span" };
        var team = Subject("--team", "team");
        var project = Subject("--project", "project");
        var center = Subject("--cost-center", "cost center");
        var key = Subject("--key", "key");
        var model = new Option<string>("--model") { Description = "Only for these models, with * for any text.", HelpName = "pattern" };
        var soft = new Option<bool>("--soft") { Description = "Warn, but let calls pass." };
        var unpriced = Unpriced();
        var warn = Warn();
        var command = new Command("create", $"Make a {noun}.") { argument, name, amount, unit, per, team, project, center, key, model, warn };
        if (budget)
        {
            command.Add(soft);
            command.Add(unpriced);
        }

        return command.Does(host, async (call, cancellationToken) =>
        {
            var subjects = new[] { ("team", call.Value(team)), ("project", call.Value(project)), ("cost_center", call.Value(center)), ("key", call.Value(key)) }.Where(s => s.Item2 is not null).ToList();
            if (subjects.Count > 1)
            {
                throw new UsageException($"A {noun} is for one team, project, cost center or key. Make one for each.");
            }

            var quota = new NewQuota
            {
                Name = call.Name(name, argument),
                Level = subjects.Count == 0 ? "everyone" : subjects[0].Item1,
                Subject = subjects.Count == 0 ? null : subjects[0].Item2,
                Model = call.Value(model),
                Unit = call.Value(unit) ?? (budget ? "usd" : "requests"),
                Amount = call.Value(amount),
                Per = Span(call.Value(per), call.Value(unit), budget),
                Hard = !budget || !call.Value(soft),
                Unpriced = (budget ? call.Value(unpriced) : null) ?? "refuse",
                WarnAt = call.Value(warn),
            };
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            await stores.Quotas.CreateAsync(quota.ToQuota(kind), stores.Actor, cancellationToken);
            return await ShowAsync(call, stores, kind, quota.Name, cancellationToken);
        });
    }

    private static Command ListVerb(CliHost host, QuotaKind kind, string noun) =>
        new Command("list", $"List {noun}s and where they stand.").Does(host, async (call, cancellationToken) =>
        {
            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            AccountViews.List(
                call,
                [.. (await stores.Quotas.ListAsync(kind, cancellationToken)).Select(QuotaView.Of)],
                $"There are no {noun}s. Make one: gyre {noun} create NAME --amount {(kind == QuotaKind.Budget ? "100 --per month" : "60 --per minute")}",
                ("name", q => q.Name),
                ("for", q => q.Subject is null ? q.Level : $"{q.Level} {q.Subject}"),
                ("model", q => q.Model),
                ("amount", q => $"{Shown(q, q.Amount)} {(q.Unit == "concurrency" ? "at once" : q.Per == "total" ? "in all" : "per " + q.Per.Replace('_', ' '))}"),
                ("spent", q => Shown(q, q.Spent)),
                ("held", q => Shown(q, q.Held)),
                ("state", q => State(q)),
                ("until", q => AccountViews.Date(q.EndsAt)));
            return ExitCodes.Done;
        });

    private static Command ShowVerb(CliHost host, QuotaKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        return new Command("show", $"Show a {noun} and where it stands: what is spent, and what nodes hold for calls under way.") { argument, name }.Does(host, async (call, cancellationToken) =>
            await ShowAsync(call, await AccountStores.OpenAsync(call, cancellationToken), kind, call.Name(name, argument), cancellationToken));
    }

    private static Command UpdateVerb(CliHost host, QuotaKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var amount = new Option<decimal?>("--amount") { Description = "Another amount.", HelpName = "number" };
        var warn = Warn();
        var unpriced = Unpriced();
        var command = new Command("update", $"Change what is given of a {noun}.") { argument, name, amount, warn };
        if (kind == QuotaKind.Budget)
        {
            command.Add(unpriced);
        }

        return command.Does(host, async (call, cancellationToken) =>
        {
            var change = new QuotaChange { Amount = call.Value(amount), Unpriced = kind == QuotaKind.Budget ? call.Value(unpriced) : null, WarnAt = call.Has(warn) ? call.Value(warn) : null };
            return await ChangeAsync(call, kind, call.Name(name, argument), "changed", change.ApplyTo, cancellationToken);
        });
    }

    private static Command OverrideVerb(CliHost host, QuotaKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var amount = new Option<decimal>("--amount") { Description = "The amount that holds meanwhile.", HelpName = "number", Required = true };
        var until = new Option<string>("--until") { Description = "How long: 24h, 7d, or a date.", HelpName = "when", Required = true };
        return new Command("override", "Set another amount for a while.") { argument, name, amount, until }.Does(host, (call, cancellationToken) =>
        {
            var other = new NewOverride { Amount = call.Value(amount), Until = Moments.Until("--until", call.Value(until)!, call.Host.Time.GetUtcNow()) };
            return ChangeAsync(call, kind, call.Name(name, argument), "overridden", other.ApplyTo, cancellationToken);
        });
    }

    private static Command ChangeVerb(CliHost host, QuotaKind kind, string noun, string verb, string action, string description, Func<Quota, Quota> change)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        return new Command(verb, description) { argument, name }.Does(host, (call, cancellationToken) =>
            ChangeAsync(call, kind, call.Name(name, argument), action, change, cancellationToken));
    }

    private static Command DeleteVerb(CliHost host, QuotaKind kind, string noun)
    {
        var name = SharedOptions.Name(noun);
        var argument = SharedOptions.NameArgument(noun);
        var yes = SharedOptions.Yes();
        return new Command("delete", $"Delete a {noun}.") { argument, name, yes }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            if (!call.Value(yes) && !call.Confirm($"Delete {noun} '{which}'?"))
            {
                return ExitCodes.Failed;
            }

            var stores = await AccountStores.OpenAsync(call, cancellationToken);
            await stores.Quotas.DeleteAsync(kind, which, stores.Actor, cancellationToken);
            return call.Done($"The {noun} '{which}' is deleted.", "name", which);
        });
    }

    private static async Task<int> ChangeAsync(Invocation call, QuotaKind kind, string name, string action, Func<Quota, Quota> change, CancellationToken cancellationToken)
    {
        var stores = await AccountStores.OpenAsync(call, cancellationToken);
        await stores.Quotas.ChangeAsync(kind, name, action, change, stores.Actor, cancellationToken);
        return await ShowAsync(call, stores, kind, name, cancellationToken);
    }

    private static async Task<int> ShowAsync(Invocation call, AccountStores stores, QuotaKind kind, string name, CancellationToken cancellationToken)
    {
        AccountViews.Show(call, QuotaView.Of(await stores.Quotas.ShowAsync(kind, name, cancellationToken)));
        return ExitCodes.Done;
    }

    private static string Shown(QuotaView quota, decimal amount) => (quota.Unit == "usd" ? "$" : "") + amount.ToString("#,##0.#########", CultureInfo.InvariantCulture) + quota.Unit switch
    {
        "usd" => "",
        "concurrency" => amount == 1 ? " call" : " calls",
        var unit => amount == 1 ? " " + unit[..^1] : " " + unit,
    };

    // In the words of the command line; those of the API are nearly the same.
    private static string? Span(string? per, string? unit, bool budget)
    {
        if (per is null && string.Equals(unit, "concurrency", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string[] spans = budget ? ["hour", "day", "month", "calendar-month", "total"] : ["minute", "hour", "day"];
        var words = $"{string.Join(", ", spans[..^1])} or {spans[^1]}";
        return per is null ? throw new UsageException($"Say the span of time with --per: {words}.")
            : spans.Contains(per.Replace('_', '-'), StringComparer.OrdinalIgnoreCase) ? per
            : throw new UsageException($"--per takes {words}, not '{per}'.{NearestName.Hint(per, spans)}");
    }

    private static string State(QuotaView quota) =>
        quota.Suspended ? "suspended" : (quota.Hard ? "hard" : "soft") + (quota.OverrideUntil is { } until ? $", {Shown(quota, quota.OverrideAmount!.Value)} until {AccountViews.Date(until)}" : "");

    private static Option<string> Subject(string option, string what) => new(option) { Description = $"For this {what}. Default: everyone.", HelpName = "name" };

    private static Option<string> Unpriced() => new("--unpriced") { Description = "Calls whose price is not known: refuse or allow. Default: refuse.", HelpName = "refuse|allow" };

    private static Option<int[]> Warn() => new("--warn") { Description = "Percents of the amount at which to warn.", HelpName = "percent", AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.ZeroOrMore };
}

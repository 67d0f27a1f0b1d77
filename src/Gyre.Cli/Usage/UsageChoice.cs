using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Usage;
using Gyre.Storage;

namespace Gyre.Cli.Usage;

/// <summary>The options that say which calls are meant, the same for every verb.</summary>
internal sealed class UsageChoice
{
    private readonly Option<string> from = new("--from") { Description = "Begin: 2026-11, 2026-11-21, 2026-11-21T08:00Z, today, yesterday, or 7d, 24h ago; all UTC. Default: the month's beginning.", HelpName = "time" };
    private readonly Option<string> to = new("--to") { Description = "End, which is no part of it; written as --from. Default: now.", HelpName = "time" };
    private readonly Dictionary<UsageDimension, Option<string[]>> only = UsageDimension.Filters.ToDictionary(
        d => d,
        d => new Option<string[]>($"--{d.Word}") { Description = d.Word == "key" ? "Only calls with this key: its name, id or first characters." : $"Only calls of this {d.Word.Replace('-', ' ')}; '' for calls that have none.", HelpName = "value" });

    public IEnumerable<Option> Options => [from, to, .. only.Values];

    /// <summary>What was typed.</summary>
    /// <exception cref="Kernel.ProblemException"><c>usage-period</c>.</exception>
    public UsageQuery Query(Invocation call) => new()
    {
        Period = UsagePeriod.Read(call.Value(from), call.Value(to), call.Host.Time.GetUtcNow()),
        Only = only.Where(o => call.Has(o.Value)).ToDictionary(o => o.Key, o => (IReadOnlyList<string>)call.Value(o.Value)!),
    };

    /// <summary>The ledger, with what processes left that were killed.</summary>
    public static async Task<GyreDatabase> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Home.EnsureExists();
        var database = await GyreDatabase.OpenAsync(call.Home.SharedDatabase(call.Host.Environment), [RoomMigrations.Of(typeof(UsageLedger).Assembly)], cancellationToken);
        await UsageLedger.TakeOverAsync(call.Home.LedgerFolder, database, cancellationToken);
        return database;
    }
}

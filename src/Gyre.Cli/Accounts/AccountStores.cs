using Gyre.Cli.CommandLine;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Storage;

namespace Gyre.Cli.Accounts;

/// <summary>Keys, groups, limits and budgets, straight in the workspace's database; running servers see a change within a second.</summary>
internal sealed record AccountStores(KeyStore Keys, GroupStore Groups, QuotaStore Quotas, AuditLog Audit)
{
    /// <summary>Stands in the audit.</summary>
    public string Actor { get; } = $"cli:{Environment.UserName}";

    public static async Task<AccountStores> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Home.EnsureExists();
        var database = await GyreDatabase.OpenAsync(call.Home.SharedDatabase(call.Host.Environment), [RoomMigrations.Of(typeof(KeyStore).Assembly)], cancellationToken);
        var time = call.Host.Time;
        return new AccountStores(new KeyStore(database, time), new GroupStore(database, time), new QuotaStore(database, time), new AuditLog(database, time));
    }
}

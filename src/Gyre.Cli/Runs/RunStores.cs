using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Cli.Runs;

/// <summary>Opens the index of runs.</summary>
internal static class RunStores
{
    public static async Task<RunStore> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Home.EnsureExists();
        var database = await GyreDatabase.OpenAsync(call.Home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RunStore.Migrations], cancellationToken);
        return new RunStore(database, call.Home.RunsFolder, new SecretBox(new SecretKey(call.Home.SecretsKeyFile, call.Host.Environment)), call.Host.Time);
    }
}

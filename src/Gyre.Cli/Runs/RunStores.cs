using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Gates.Verdicts;
using Gyre.Evaluation.Runs;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Cli.Runs;

/// <summary>Opens the index of runs.</summary>
internal static class RunStores
{
    public static async Task<RunStore> OpenAsync(Invocation call, CancellationToken cancellationToken) => (await OpenAllAsync(call, cancellationToken)).Runs;

    /// <summary>With the index of evaluations, which lies in the same database.</summary>
    public static async Task<(RunStore Runs, EvaluationStore Evaluations)> OpenAllAsync(Invocation call, CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(call, cancellationToken);
        var secrets = new SecretBox(new SecretKey(call.Home.SecretsKeyFile, call.Host.Environment));
        return (new RunStore(database, call.Home.RunsFolder, secrets, call.Host.Time), new EvaluationStore(database, call.Home.EvaluationsFolder, secrets, call.Host.Time));
    }

    /// <summary>What gates said, which lies there too.</summary>
    public static async Task<VerdictStore> OpenVerdictsAsync(Invocation call, CancellationToken cancellationToken) =>
        new(await DatabaseAsync(call, cancellationToken), call.Home.WorkspaceFolder ?? call.Home.Folder, call.Host.Time);

    private static Task<GyreDatabase> DatabaseAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Home.EnsureExists();
        return GyreDatabase.OpenAsync(call.Home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RunStore.Migrations], cancellationToken);
    }
}

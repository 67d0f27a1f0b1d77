using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Server;

/// <summary>What the workspace's own database indexes: the same runs and evaluations that the command line shows, wherever keys and usage are.</summary>
/// <param name="Runs">Its runs.</param>
/// <param name="Evaluations">Its evaluations.</param>
internal sealed record WorkspaceStores(RunStore Runs, EvaluationStore Evaluations)
{
    /// <exception cref="Kernel.ProblemException">The database can't be opened.</exception>
    public static async Task<WorkspaceStores> OpenAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var home = options.Home;
        var database = await GyreDatabase.OpenAsync(home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RunStore.Migrations], cancellationToken);
        var secrets = new SecretBox(new SecretKey(home.SecretsKeyFile, options.Environment));
        return new WorkspaceStores(new RunStore(database, home.RunsFolder, secrets, options.Time), new EvaluationStore(database, home.EvaluationsFolder, secrets, options.Time));
    }
}

using Gyre.Evaluation.Api;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Gates.Verdicts;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Api;
using Gyre.Evaluation.Runs.Lines;
using Gyre.Flows.Editing;
using Gyre.Flows.Execution;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Storage;
using Gyre.Workspace;
using Gyre.Workspace.Secrets;
using Microsoft.Extensions.Logging;

namespace Gyre.Evaluation;

/// <summary>Runs, evaluations and what is read from them, as a server has them: opened together, and stopped so that what was under way can be resumed.</summary>
public sealed class EvaluationRoom : IAsyncDisposable
{
    private readonly ModelProviders providers;

    private EvaluationRoom(GyreHome home, RunStore runs, EvaluationStore evaluations, VerdictStore verdicts, ModelProviders providers, Func<string, string?> environment, TimeProvider time, ILogger<EvaluationRoom> logger)
    {
        (Home, Runs, Evaluations, Verdicts, this.providers, Time) = (home, runs, evaluations, verdicts, providers, time);
        Flows = new FlowServices
        {
            Connections = ConnectionSources.For(home, environment: environment),
            Models = providers,
            Time = time,
            CacheFolder = Path.Combine(home.CacheFolder, "nodes"),
        };
        Datasets = DatasetStore.Of(home, time);
        Versions = new VersionMemory(Datasets);
        var options = BatchOptions.FromEnvironment(environment);
        RunWork = new WorkUnderWay<RunProgress>("run", logger);
        EvaluationWork = new WorkUnderWay<EvaluationProgress>("evaluation", logger);
        Runner = new BatchRunner(runs, OpenAsync, options, time, providers.RateLimits) { Datasets = Datasets };
        EvaluationRunner = new EvaluationRunner(evaluations, new EvaluationServices(runs, Flows, FlowOpener.OpenAsync, options) { Datasets = Datasets, Workspace = home.WorkspaceFolder });
        Parts = new EvaluationParts(runs, evaluations);
    }

    internal GyreHome Home { get; }

    /// <summary>What paths of the page are relative to, and must lie in.</summary>
    internal string Root => RootOf(Home);

    /// <summary>What flows need to run: the workspace's connections, the ways to models, the node cache.</summary>
    public FlowServices Flows { get; }

    /// <summary>The index of runs.</summary>
    public RunStore Runs { get; }

    /// <summary>The index of evaluations.</summary>
    public EvaluationStore Evaluations { get; }

    /// <summary>What gates said.</summary>
    internal VerdictStore Verdicts { get; }

    internal EvaluationParts Parts { get; }

    internal DatasetStore Datasets { get; }

    /// <summary>What was seen of versions of datasets, once for all that look at them.</summary>
    internal VersionMemory Versions { get; }

    internal BatchRunner Runner { get; }

    internal EvaluationRunner EvaluationRunner { get; }

    internal WorkUnderWay<RunProgress> RunWork { get; }

    internal WorkUnderWay<EvaluationProgress> EvaluationWork { get; }

    /// <summary>Where the lines of runs lie in their files.</summary>
    internal LineIndexes Lines { get; } = new();

    /// <summary>How many rows files have, which do not change.</summary>
    internal CountedRows Rows { get; } = new();

    /// <summary>What was found of runs that have ended.</summary>
    internal KeptFindings Findings { get; } = new();

    internal TimeProvider Time { get; }

    /// <summary>Full path of the folder for files while they are sent.</summary>
    internal string Uploads => Path.Combine(Home.CacheFolder, "uploads");

    /// <summary>Opens the runs and evaluations of a workspace.</summary>
    /// <param name="home">The workspace and its state.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where is told what failed without anybody waiting for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Kernel.ProblemException">The state can't be read or written.</exception>
    public static async Task<EvaluationRoom> OpenAsync(GyreHome home, Func<string, string?> environment, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        home.EnsureExists();
        var database = await GyreDatabase.OpenAsync(home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RunStore.Migrations], cancellationToken);
        var secrets = new SecretBox(new SecretKey(home.SecretsKeyFile, environment));
        var opened = new ModelProviders(time: time, environment: environment) { Book = new Lazy<PriceBook>(() => new PriceBook(CatalogFiles.Load(home.WorkspaceFolder).Catalog)) };
        return new EvaluationRoom(
            home,
            new RunStore(database, home.RunsFolder, secrets, time),
            new EvaluationStore(database, home.EvaluationsFolder, secrets, time),
            new VerdictStore(database, RootOf(home), time),
            opened,
            environment,
            time,
            logs.CreateLogger<EvaluationRoom>());
    }

    /// <summary>Opens a flow with the workspace's connections and models.</summary>
    internal ValueTask<ExecutableFlow> OpenAsync(FlowRequest request, CancellationToken cancellationToken) => FlowOpener.OpenAsync(request, Flows, cancellationToken);

    /// <summary>What a finished line and its nodes did, so that the line can be run again from one of them; null where there is no such line.</summary>
    /// <param name="run">Name of the run.</param>
    /// <param name="line">0-based.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public async Task<EarlierGo?> FindNodesAsync(string run, int line, CancellationToken cancellationToken) =>
        await Runs.FindAsync(run, cancellationToken) is { } found ? LineNodes.Find(found, line) : null;

    /// <summary>Ends what is under way cleanly: finished lines are kept, and all of it can be resumed.</summary>
    public void Stop()
    {
        RunWork.Stop();
        EvaluationWork.Stop();
    }

    private static string RootOf(GyreHome home) => home.WorkspaceFolder ?? home.Folder;

    /// <summary>Waits until all of it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunWork.DisposeAsync();
        await EvaluationWork.DisposeAsync();
        providers.Dispose();
    }
}

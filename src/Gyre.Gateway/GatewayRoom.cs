using Gyre.Gateway.Admission;
using Gyre.Gateway.Cache;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Responses;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Surfaces;
using Gyre.Gateway.Tracing;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Storage;
using Gyre.Workspace;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway;

/// <summary>What the gateway is made of, opened together and closed in the right order.</summary>
public sealed class GatewayRoom : IAsyncDisposable
{
    /// <summary>The workspace's folder of deployments and pools.</summary>
    public const string FolderName = "gateway";

    /// <summary>The activity source of calls and tries.</summary>
    public const string SpanSourceName = CallSpans.SourceName;

    // How long a provider may be silent is written in the routes; nothing below them may end a call sooner.
    private static readonly HttpModelOptions UntilTheRouteSays = new()
    {
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        AnswerTimeout = Timeout.InfiniteTimeSpan,
        IdleTimeout = Timeout.InfiniteTimeSpan,
        OverallTimeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ModelProviders providers;
    private readonly Doorkeeper keeper;

    private GatewayRoom(Accounts accounts, IRouteConnections connections, RouteFolder routes, UsageLedger ledger, ModelProviders providers, CallDoor door, ModelList models, OllamaModels ollama, ResponseSurface responses, GatewayMetrics metrics, Doorkeeper keeper)
    {
        (Accounts, Connections, Routes, Ledger, this.providers, Door, Models, OllamaModels, Responses, Metrics, this.keeper) = (accounts, connections, routes, ledger, providers, door, models, ollama, responses, metrics, keeper);
    }

    /// <summary>Keys, limits and budgets.</summary>
    public Accounts Accounts { get; }

    /// <summary>Deployments and pools.</summary>
    public RouteFolder Routes { get; }

    /// <summary>A row for every call.</summary>
    public UsageLedger Ledger { get; }

    /// <summary>The models that are known, with the workspace's changes.</summary>
    public ModelCatalog Catalog { get; private init; } = ModelCatalog.BuiltIn;

    /// <summary>The workspace's connections.</summary>
    internal IRouteConnections Connections { get; }

    internal GatewayMetrics Metrics { get; }

    internal CallDoor Door { get; }

    internal ModelList Models { get; }

    internal OllamaModels OllamaModels { get; }

    internal ResponseSurface Responses { get; }

    /// <summary>Opens the gateway of a workspace.</summary>
    /// <param name="home">The workspace and its state.</param>
    /// <param name="database">With this room's tables.</param>
    /// <param name="options">Of the surfaces.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where what happens is told.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Kernel.ProblemException">A file of the workspace is faulty, or the state can't be written.</exception>
    public static async Task<GatewayRoom> OpenAsync(
        GyreHome home, GyreDatabase database, GatewayOptions options, Func<string, string?> environment, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var book = new PriceBook(CatalogFiles.Open(home.WorkspaceFolder));
        var known = new CatalogRoutes(book.Catalog);
        var opened = new ModelProviders(UntilTheRouteSays, time, environment);
        var accounts = await Accounts.OpenAsync(home.AdmissionFolder, database, time, logs.CreateLogger<Accounts>(), cancellationToken);
        var ledger = await UsageLedger.OpenAsync(home.LedgerFolder, database, time, logs.CreateLogger<UsageLedger>(), cancellationToken);
        var connections = new WorkspaceRoutes(home, time, environment);
        var routes = await RouteFolder.OpenAsync(
            FolderOf(home), connections, known, new HealthBook(time), logs.CreateLogger<RouteFolder>(), cancellationToken);
        var metrics = new GatewayMetrics();
        metrics.Watch(() => routes.Current.Defined.SelectMany(p => p.Targets));
        var pricing = new TargetPricing(book, known, time);
        var calls = new CallAccounts(pricing, ledger, metrics, time, logs.CreateLogger<CallAccounts>());
        var kept = new KeptResponses(database, time, logs.CreateLogger<KeptResponses>());
        var runner = new CallRunner(new Router(time, pricing), new TargetProviders(ConnectionSources.For(home, environment: environment), opened), new TargetTraits(book.Catalog), kept, calls, time);
        var cached = new CachedCalls(new AnswerCache(options.CacheBytes, time), runner, calls, time);
        var doorkeeper = new Doorkeeper(accounts.Directory, options);
        var door = new CallDoor(doorkeeper, accounts.Admission, routes, cached, calls, pricing, kept, options, time, logs.CreateLogger<CallDoor>());
        return new GatewayRoom(accounts, connections, routes, ledger, opened, door, new ModelList(routes, doorkeeper), new OllamaModels(routes, doorkeeper, book.Catalog), new ResponseSurface(doorkeeper, kept, routes, door), metrics, doorkeeper) { Catalog = book.Catalog };
    }

    /// <summary>Where the files of deployments and pools are, outside a workspace too.</summary>
    internal static string FolderOf(GyreHome home) => Path.Combine(home.WorkspaceFolder ?? home.Folder, FolderName);

    /// <summary>Why a request may not be served, for routes beside the gateway's own; null where it may.</summary>
    public Refusal? RefusalOf(HttpRequest request) => keeper.Check(request).Refusal;

    /// <summary>Closes it when no call is under way any more: everything is settled and written.</summary>
    public async ValueTask DisposeAsync()
    {
        Routes.Dispose();
        await Accounts.DisposeAsync();
        await Ledger.DisposeAsync();
        providers.Dispose();
        Metrics.Dispose();
    }
}

using System.Net.Sockets;
using Gyre.Evaluation;
using Gyre.Evaluation.Calibration.Api;
using Gyre.Evaluation.Comparisons.Api;
using Gyre.Evaluation.Datasets.Api;
using Gyre.Evaluation.Evaluations.Api;
using Gyre.Evaluation.Evaluators.Api;
using Gyre.Evaluation.Gates.Api;
using Gyre.Evaluation.Runs.Api;
using Gyre.Flows.Editing;
using Gyre.Flows.Prompties.Saving;
using Gyre.Gateway;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Surfaces;
using Gyre.Gateway.Usage;
using Gyre.Gateway.Usage.Calls;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Server.Metrics;
using Gyre.Server.OpenApi;
using Gyre.Server.Schemas;
using Gyre.Server.Tracing;
using Gyre.Storage;
using Gyre.Studio;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Gyre.Server;

/// <summary>The program as a server. Dispose it to stop: calls under way are given time to end, then everything is written.</summary>
public sealed class GyreServer : IAsyncDisposable
{
    // Between the end of the grace, when calls are told to be cut, and the cutting.
    private static readonly TimeSpan BeforeCut = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication app;
    private readonly GatewayRoom gateway;
    private readonly EvaluationRoom evaluation;
    private readonly PrometheusMetrics metrics;
    private readonly TracerProvider? spans;
    private readonly CancellationTokenSource cut;
    private readonly bool keysNeeded;

    private GyreServer(WebApplication app, GatewayRoom gateway, EvaluationRoom evaluation, GyreDatabase database, PrometheusMetrics metrics, TracerProvider? spans, CancellationTokenSource cut, bool keysNeeded)
    {
        (this.app, this.gateway, this.evaluation, this.metrics, this.spans, this.cut, this.keysNeeded) = (app, gateway, evaluation, metrics, spans, cut, keysNeeded);
        SharedDatabase = database.Kind == DatabaseKind.Postgres ? database.Path : null;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What it is made of.</summary>
    public GatewayRoom Gateway => gateway;

    /// <summary>The server that holds keys, budgets and usage, without user and password; null where it is a file of the workspace's own.</summary>
    public string? SharedDatabase { get; }

    /// <summary>Where the web page is; null where the program was built without it.</summary>
    public Uri? Page => StudioPage.IsBuilt ? Address : null;

    /// <summary>Who is served, in one line.</summary>
    public string KeyNote => keysNeeded || gateway.Accounts.Directory.HasKeys
        ? "  Callers need a key: gyre key create --name NAME"
        : "  No key is needed while none was made, since only this machine can reach it. Make one: gyre key create --name NAME";

    /// <summary>Opens the workspace and begins to listen.</summary>
    /// <exception cref="ProblemException">A file of the workspace is faulty, the state can't be written, or the address is taken.</exception>
    public static async Task<GyreServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        options.Home.EnsureExists();
        var cutting = new CancellationTokenSource();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = options.Home.Folder,

            // Whatever the machine's variables say: in development the framework shows callers its own faults, with the code's lines.
            EnvironmentName = Environments.Production,

            // Else the framework watches that folder for settings of its own, and each write to the database there wakes it.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Logging.AddFilter(null, LogLevel.Warning).AddFilter("Gyre", LogLevel.Information);

        // With it the framework would make an activity for every request, whoever listens; the gateway makes its own where somebody does.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // That a port is taken is told below, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + BeforeCut);
        builder.WebHost.UseUrls(options.Address.ToString());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The gateway has limits of its own, and answers streams of any length and slowness.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        GatewayRoom? room = null;
        builder.Services.AddSingleton(options.Home).AddSingleton(_ => new TextFiles(options.Time));
        builder.Services.AddAccounts(() => room!.Accounts).AddApiDocument();
        var web = builder.Build();
        var logs = web.Services.GetRequiredService<ILoggerFactory>();
        var database = await GyreDatabase.OpenAsync(
            options.Home.SharedDatabase(options.Environment), [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RoomMigrations.Of(typeof(GatewayRoom).Assembly)], cancellationToken);
        room = await GatewayRoom.OpenAsync(
            options.Home, database, new GatewayOptions { RequireKey = !options.IsLocal, Cut = cutting.Token }, options.Environment, options.Time, logs, cancellationToken);
        var work = await EvaluationRoom.OpenAsync(options.Home, options.Environment, options.Time, logs, cancellationToken);
        web.Lifetime.ApplicationStopping.Register(() => cutting.CancelAfter(options.Grace));
        web.Lifetime.ApplicationStopping.Register(work.Stop);
        var texts = web.Services.GetRequiredService<TextFiles>();
        web.MapStudio();
        web.UseFrontPage();
        web.MapGateway(room);
        web.MapAccounts();
        web.MapModels(room.Catalog, options.Time);
        web.MapUsage(new UsageReports(database), room.Ledger, options.Time);
        web.MapCalls(database, room.Ledger, options.Time);
        web.MapRoutes(room, options.Time);
        web.MapAdministration("Datasets").MapDatasets(work);
        web.MapAdministration("Runs").MapRuns(work);
        web.MapAdministration("Evaluations").MapEvaluations(work);
        web.MapAdministration("Comparisons").MapComparisons(work);
        web.MapAdministration("Gates").MapGates(work);
        web.MapAdministration("Prompts").Tells(400, 404, 409, 412).MapPrompts(options.Home, texts);
        web.MapAdministration("Flows").Tells(400, 404, 409, 412, 413).MapFlows(options.Home, texts, work.Flows, work.FindNodesAsync);
        web.MapFileSchemas();
        web.MapAdministration("Evaluators").MapEvaluators(options.Home.WorkspaceFolder).MapCalibrations(work);
        web.MapApiDocument();
        var numbers = new PrometheusMetrics(GatewayMetrics.MeterName);
        web.MapGet("/metrics", (HttpRequest request) => !options.IsLocal && room.RefusalOf(request) is { } refusal
            ? Results.Problem(refusal.Message, statusCode: refusal.Status)
            : Results.Text(numbers.Collect(), PrometheusText.ContentType));
        web.MapGet("/health", () => Results.Text("ok"));
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            numbers.Dispose();
            await work.DisposeAsync();
            await room.DisposeAsync();
            await web.DisposeAsync();
            throw new ProblemException(new Problem("address-in-use", $"{options.Address} can't be listened on ({e.Message.TrimEnd('.')}). Choose another port with --port."), e);
        }

        return new GyreServer(web, room, work, database, numbers, SpanExport.Start(options.Environment), cutting, keysNeeded: !options.IsLocal);
    }

    /// <summary>Waits for the signal to stop.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await evaluation.DisposeAsync();
        await app.DisposeAsync();
        metrics.Dispose();
        spans?.Dispose();
        await gateway.DisposeAsync();
        cut.Dispose();
    }
}

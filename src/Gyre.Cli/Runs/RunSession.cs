using Gyre.Cli.CommandLine;
using Gyre.Cli.Flows;
using Gyre.Cli.Models;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Execution;
using Gyre.Models.Providers;

namespace Gyre.Cli.Runs;

/// <summary>Everything that runs need, put together once per command.</summary>
internal sealed class RunSession
{
    private readonly Invocation call;
    private readonly string? python;
    private readonly FlowServices services;
    private readonly List<string> warned = [];

    private RunSession(Invocation call, RunStore store, string? python)
    {
        this.call = call;
        this.python = python;
        Store = store;
        var models = new ModelProviders(time: call.Host.Time) { Book = Catalogs.Prices(call) };
        services = FlowSessions.Services(call, models);
        Runner = new BatchRunner(store, OpenAsync, BatchOptions.FromEnvironment(call.Host.Environment), call.Host.Time, models.RateLimits) { Datasets = DatasetStore.Of(call.Home, call.Host.Time) };
    }

    public RunStore Store { get; }

    public BatchRunner Runner { get; }

    /// <summary>What was warned of when the flow was opened.</summary>
    public IReadOnlyList<string> Warned => warned;

    public static async Task<RunSession> OpenAsync(Invocation call, string? python, CancellationToken cancellationToken) =>
        new(call, await RunStores.OpenAsync(call, cancellationToken), python);

    private async ValueTask<ExecutableFlow> OpenAsync(FlowRequest request, CancellationToken cancellationToken)
    {
        var flow = await FlowOpener.OpenAsync(request with { Python = python }, services, cancellationToken);
        foreach (var warning in flow.Warnings)
        {
            call.Warn(warning);
            warned.Add(warning);
        }

        return flow;
    }
}

using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Evaluations;

/// <summary>Opens a flow with the services given.</summary>
/// <param name="request">The flow.</param>
/// <param name="services">Connections and models; in an evaluation these keep what was paid for.</param>
/// <param name="cancellationToken">Stops the opening.</param>
public delegate ValueTask<ExecutableFlow> OpenFlowWith(FlowRequest request, FlowServices services, CancellationToken cancellationToken);

/// <summary>What the runs of evaluations need.</summary>
/// <param name="Runs">The index of runs.</param>
/// <param name="Flows">Connections, models, clock.</param>
/// <param name="Open">Opens flows.</param>
/// <param name="Options">Limits of runs.</param>
public sealed record EvaluationServices(RunStore Runs, FlowServices Flows, OpenFlowWith Open, BatchOptions Options)
{
    /// <summary>Where data may be that is no file; null where there are no datasets.</summary>
    public DatasetStore? Datasets { get; init; }

    /// <summary>The workspace's folder, where users' own prompts of judges are; null outside a workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>Makes the evaluators asked for.</summary>
    /// <param name="specs">With their settings.</param>
    /// <param name="flows">Connections and models.</param>
    /// <param name="judge">The model that judges, or null.</param>
    /// <param name="prompts">The user's own prompts as they were; null for those of the workspace now.</param>
    internal IReadOnlyList<AskedEvaluator> Make(IReadOnlyList<EvaluatorSpec> specs, FlowServices flows, string? judge, IReadOnlyDictionary<string, string>? prompts = null)
    {
        var services = new EvaluatorServices(flows) { Judge = judge, Workspace = Workspace, Prompts = prompts };
        return [.. specs.Select(spec => new AskedEvaluator(spec, EvaluatorLibrary.Create(spec, services)))];
    }
}

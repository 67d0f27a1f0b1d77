using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Extras;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>A <c>flow.dag.yaml</c> ready to run.</summary>
public sealed class DagFlow : ExecutableFlow
{
    private readonly FlowPlan plan;
    private readonly FlowContext context;
    private readonly DagFlowOptions options;
    private int disposed;

    private DagFlow(FlowPlan plan, FlowContext context, DagFlowOptions options, int? maximumLines)
    {
        this.plan = plan;
        MaximumLines = maximumLines;
        this.context = context;
        this.options = options;
        Outputs = [.. plan.Outputs.Select(o => o.Name)];
        Warnings = [.. options.Warnings, .. FlowWarnings.Of(plan)];
    }

    /// <summary>The flow, variants applied.</summary>
    public FlowDefinition Definition => plan.Flow;

    /// <inheritdoc/>
    public override IReadOnlyList<FlowInput> Inputs => plan.Flow.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public override bool HasAggregation => plan.Aggregations.Length > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AggregationSources => plan.AggregationSources;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentVariables => context.Environment;

    /// <inheritdoc/>
    public override int? MaximumLines { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings { get; }

    /// <summary>Imports modules, makes the tool of every node, and checks the graph, in the original's order.</summary>
    /// <param name="context">The flow with its variants applied, and its surroundings.</param>
    /// <param name="sources">Asked in order for each node.</param>
    /// <param name="options">What else the engine needs; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="FlowException">The first fault: FailedToImportModule, ResolveToolError, DuplicateNodeName, a reference, a cycle, an output.</exception>
    internal static async ValueTask<DagFlow> CreateAsync(
        FlowContext context, IReadOnlyList<IToolSource> sources, DagFlowOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DagFlowOptions();
        await ImportAsync(context, options, cancellationToken);
        var tools = new List<(FlowNode Node, Tool Tool, IReadOnlyList<KeyValuePair<string, InputBinding>> Inputs)>();
        try
        {
            foreach (var node in context.Flow.Nodes)
            {
                var (tool, inputs) = await ToolResolution.ResolveAsync(node, context, sources, cancellationToken);
                tools.Add((node, tool, inputs));
            }

            var sorted = FlowGraph.Check(context.Flow);
            var compiled = FlowPlan.Compile(context.Flow, sorted, node =>
            {
                var (_, tool, inputs) = tools.Find(t => ReferenceEquals(t.Node, node));
                return NodeExtras.Apply(node, tool, inputs, context, options);
            });
            return new DagFlow(compiled, context, options, tools.Where(t => !t.Node.Aggregation).Min(t => t.Tool.MaximumLines));
        }
        catch
        {
            foreach (var (_, tool, _) in tools)
            {
                await tool.DisposeAsync();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken) =>
        new LineExecution(plan, context, options.Time, request).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken) =>
        new AggregationExecution(plan, context, options.Time, request).RunAsync(cancellationToken);

    /// <summary>Runs one node by itself; only its tool is loaded. The node's failure is in the result.</summary>
    /// <param name="context">The flow with its variants applied, and its surroundings.</param>
    /// <param name="sources">Asked in order for the node's tool.</param>
    /// <param name="node">Its name.</param>
    /// <param name="inputs">By the name of a node input, <c>node.output.path</c>, <c>inputs.name</c> or the name of a flow input, with or without <c>${}</c>.</param>
    /// <param name="options">What else the engine needs; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the node.</param>
    /// <exception cref="FlowException">SingleNodeValidationError, UserErrorException for missing inputs, ResolveToolError, InputTypeError.</exception>
    internal static Task<LineResult> ExecuteNodeAsync(
        FlowContext context, IReadOnlyList<IToolSource> sources, string node, PythonDict inputs, DagFlowOptions? options = null, CancellationToken cancellationToken = default) =>
        SingleNode.RunAsync(context, sources, options ?? new DagFlowOptions(), node, inputs, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // A flow may own the very set of sub-flows that it is one of.
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        foreach (var node in plan.Nodes)
        {
            await node.Tool.DisposeAsync();
        }

        foreach (var owned in options.Owned)
        {
            await owned.DisposeAsync();
        }
    }

    /// <summary>The parameters of a node's tool as inputs, whether the node gives them or not; none where it takes anything.</summary>
    public IReadOnlyList<FlowInput> ParametersOfNode(string node) =>
        [.. (ParametersOf(node) ?? []).Select(p => new FlowInput(p.Name, p.Types[0]) { Default = p.Default, HasDefault = p.HasDefault })];

    /// <summary>The parameters of a node's tool; null where it takes anything.</summary>
    internal IReadOnlyList<ToolParameter>? ParametersOf(string node) => plan.Nodes.First(n => n.Name == node).Tool.Parameters;

    /// <summary>Imports the modules that nodes name, where somebody can.</summary>
    internal static async ValueTask ImportAsync(FlowContext context, DagFlowOptions options, CancellationToken cancellationToken)
    {
        foreach (var module in context.Flow.Nodes.Select(n => n.Module).OfType<string>().Where(m => m.Length > 0).Distinct(StringComparer.Ordinal))
        {
            if (options.Importer is { } importer)
            {
                await importer.ImportAsync(module, context, cancellationToken);
            }
        }
    }
}

/// <summary>What a DAG needs besides its tools.</summary>
internal sealed record DagFlowOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Imports legacy <c>module</c>s; null where there is no Python.</summary>
    public IModuleImporter? Importer { get; init; }

    /// <summary>What ends with the flow: worker pools, temporary folders, sub-flows.</summary>
    public IReadOnlyList<IAsyncDisposable> Owned { get; init; } = [];

    /// <summary>What was found before the flow came here.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Folder of the node cache; null switches <c>enable_cache</c> off, as in the original.</summary>
    public string? CacheFolder { get; init; }
}

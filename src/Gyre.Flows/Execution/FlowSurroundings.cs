using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;

namespace Gyre.Flows.Execution;

/// <summary>What stands around one opened DAG: its context, the sources of its tools, and what has to be ended with it.</summary>
internal sealed class FlowSurroundings : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> owned;

    private FlowSurroundings(FlowContext context, IReadOnlyList<IToolSource> sources, DagFlowOptions options, List<IAsyncDisposable> owned)
    {
        Context = context;
        Sources = sources;
        Options = options;
        this.owned = owned;
    }

    /// <summary>Variants and overrides applied.</summary>
    public FlowContext Context { get; }

    /// <summary>In the order they are asked.</summary>
    public IReadOnlyList<IToolSource> Sources { get; }

    /// <summary>For the engine.</summary>
    public DagFlowOptions Options { get; }

    /// <summary>Reads a DAG and prepares what it needs, in the original's order: file, variant asked for, environment, modules, default variants.</summary>
    public static async ValueTask<FlowSurroundings> OfDagAsync(FlowFile file, FlowRequest request, FlowServices services, SubFlows flows, CancellationToken cancellationToken)
    {
        var written = DagReader.Read(file.Path);
        if (request.Variant is not null)
        {
            written = FlowVariants.Apply(written, request.Variant);
        }

        var environment = await FlowEnvironment.ResolveAsync(written.EnvironmentVariables, request.EnvironmentVariables, services.Connections, cancellationToken);
        var ending = new List<IAsyncDisposable>();
        var context = new FlowContext
        {
            Flow = written,
            WorkingFolder = written.Folder,
            Connections = services.Connections,
            Environment = environment,
            OutputFolder = request.OutputFolder,
            Streaming = request.Streaming,
        };
        IReadOnlyList<IToolSource> sources = [new FlowToolSource(flows), new PromptToolSource(), new LlmToolSource(services.Models, services.Time)];
        var options = new DagFlowOptions { Time = services.Time, CacheFolder = services.CacheFolder };
        await DagFlow.ImportAsync(context, options, cancellationToken);
        var flow = ConnectionOverrides.Apply(request.Variant is null ? FlowVariants.Apply(written, null) : written, request.ConnectionOverrides);
        return new FlowSurroundings(context with { Flow = flow }, sources, options, ending);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var item in owned)
        {
            await item.DisposeAsync();
        }
    }
}

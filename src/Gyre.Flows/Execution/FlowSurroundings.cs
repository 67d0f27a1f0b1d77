using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Folders;
using Gyre.Flows.Python;
using Gyre.Flows.Tools;
using Gyre.Flows.Tools.CSharp;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Packages;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>What stands around one opened DAG: its context, the sources of its tools, and what has to be ended with it.</summary>
internal sealed class FlowSurroundings : IAsyncDisposable
{
    private readonly FlowFolder folder;

    private FlowSurroundings(FlowContext context, FlowFolder folder, IReadOnlyList<IToolSource> sources, DagFlowOptions options)
    {
        Context = context;
        Sources = sources;
        Options = options;
        this.folder = folder;
    }

    /// <summary>Variants and overrides applied.</summary>
    public FlowContext Context { get; }

    /// <summary>In the order they are asked.</summary>
    public IReadOnlyList<IToolSource> Sources { get; }

    /// <summary>For the engine.</summary>
    public DagFlowOptions Options { get; }

    /// <summary>Reads a DAG and prepares what it needs, in the original's order: file, variant asked for, environment, includes, modules, default variants.</summary>
    public static async ValueTask<FlowSurroundings> OfDagAsync(FlowFile file, FlowRequest request, FlowServices services, SubFlows flows, CancellationToken cancellationToken)
    {
        var written = DagReader.Read(file.Path);
        if (request.Variant is not null)
        {
            written = FlowVariants.Apply(written, request.Variant);
        }

        var environment = await FlowEnvironment.ResolveAsync(written.EnvironmentVariables, request.EnvironmentVariables, services.Connections, cancellationToken);
        var copy = await AdditionalIncludes.MaterializeAsync(written, cancellationToken);
        var context = new FlowContext
        {
            Flow = written,
            WorkingFolder = copy.Path,
            Connections = services.Connections,
            Environment = environment,
            OutputFolder = request.OutputFolder,
            Streaming = request.Streaming,
        };
        var python = new PythonToolSource(PythonOf(request, environment, services, flows));
        var options = new DagFlowOptions { Importer = python, Time = services.Time, CacheFolder = services.CacheFolder, Warnings = [.. copy.Warnings, .. Unexpected(request)] };
        var surroundings = new FlowSurroundings(context, copy, SourcesOf(services, flows, python), options);
        try
        {
            await DagFlow.ImportAsync(context, options, cancellationToken);
            var flow = ConnectionOverrides.Apply(request.Variant is null ? FlowVariants.Apply(written, null) : written, request.ConnectionOverrides);
            return surroundings.With(request.Model?.Apply(flow) ?? flow);
        }
        catch
        {
            await surroundings.DisposeAsync();
            throw;
        }
    }

    /// <summary>How Python workers of a flow are run, and who answers them; the flow may set their number itself.</summary>
    public static PythonOptions PythonOf(FlowRequest request, IReadOnlyDictionary<string, string> environment, FlowServices services, SubFlows flows) =>
        new() { Interpreter = request.Python, WorkerCount = PythonOptions.CountIn(environment) ?? request.PythonWorkers, Host = new PythonHost(request, services, flows) };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in Sources.OfType<IAsyncDisposable>())
        {
            await source.DisposeAsync();
        }

        folder.Dispose();
    }

    private static IReadOnlyList<IToolSource> SourcesOf(FlowServices services, SubFlows flows, PythonToolSource python) =>
        [new FlowToolSource(flows), new PromptToolSource(), new LlmToolSource(services.Models, services.Time), CSharpTools(services), new PackageToolSource(services.Models, services.Time), python];

    private static CSharpToolSource CSharpTools(FlowServices services) =>
        new(services.Models, services.Time, services.CacheFolder is { } cache ? Path.Combine(cache, "csharp") : null);

    private static IEnumerable<string> Unexpected(FlowRequest request) =>
        request.Init is { Count: > 0 } init ? [$"Got unexpected init args {PythonText.Repr(init)} for non-script flow. Ignoring them."] : [];

    private FlowSurroundings With(FlowDefinition flow) => new(Context with { Flow = flow }, folder, Sources, Options);
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Folders;
using Gyre.Flows.Prompties;
using Gyre.Flows.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Opens whatever a path means: a DAG, a flex flow or a prompty, with everything it needs around it.</summary>
public static class FlowOpener
{
    /// <summary>Finds and reads the flow, applies what the request changes, loads its tools and checks it.</summary>
    /// <exception cref="FlowException">What the original would report for a flow that can't be loaded.</exception>
    /// <exception cref="Kernel.ProblemException">The file can't be read as YAML.</exception>
    public static async ValueTask<ExecutableFlow> OpenAsync(FlowRequest request, FlowServices services, CancellationToken cancellationToken = default)
    {
        var file = FlowFile.Find(request.Path);
        var flows = new SubFlows((path, all, token) => OpenAsync(FlowFile.Find(path), Inside(request, path), services, all, [], token));
        var opened = await flows.OpenAsync(file.Path, (_, all, token) => OpenAsync(file, request, services, all, [all], token), cancellationToken);
        return await opened;
    }

    /// <summary>Runs one node of a DAG by itself, as <c>flow test --node</c> does.</summary>
    /// <param name="request">The flow.</param>
    /// <param name="services">What it needs.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="inputs">See <see cref="DagFlow.ExecuteNodeAsync"/>.</param>
    /// <param name="cancellationToken">Stops the node.</param>
    /// <exception cref="FlowException">The flow is no DAG, or it, the node or its inputs are at fault.</exception>
    public static async Task<LineResult> ExecuteNodeAsync(FlowRequest request, FlowServices services, string node, PythonDict inputs, CancellationToken cancellationToken = default)
    {
        var file = FlowFile.Find(request.Path);
        if (file.Kind != FlowKind.Dag)
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"'{file.Path}' has no nodes: only a flow.dag.yaml can be tested node by node.") { File = file.Path };
        }

        await using var flows = new SubFlows((path, all, token) => OpenAsync(FlowFile.Find(path), Inside(request, path), services, all, [], token));
        await using var surroundings = await FlowSurroundings.OfDagAsync(file, request, services, flows, cancellationToken);
        return await DagFlow.ExecuteNodeAsync(surroundings.Context, surroundings.Sources, node, inputs, surroundings.Options, cancellationToken);
    }

    private static async ValueTask<ExecutableFlow> OpenAsync(
        FlowFile file, FlowRequest request, FlowServices services, SubFlows flows, IReadOnlyList<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        if (file.Kind == FlowKind.Prompty)
        {
            var prompty = Prompty.Load(file.Path, services, environment: request.EnvironmentVariables, streaming: request.Streaming, model: request.Model);
            prompty.Owned = owned;
            return prompty;
        }

        if (file.Kind == FlowKind.Flex)
        {
            return await OpenFlexAsync(file, request, services, flows, owned, cancellationToken);
        }

        var surroundings = await FlowSurroundings.OfDagAsync(file, request, services, flows, cancellationToken);
        try
        {
            var options = surroundings.Options with { Owned = [surroundings, .. owned] };
            var flow = await DagFlow.CreateAsync(surroundings.Context, surroundings.Sources, options, cancellationToken);
            ConnectionOverrides.Check(flow, request.ConnectionOverrides);
            return flow;
        }
        catch
        {
            await surroundings.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<ExecutableFlow> OpenFlexAsync(
        FlowFile file, FlowRequest request, FlowServices services, SubFlows flows, IReadOnlyList<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        if (request.Model is not null)
        {
            throw new FlowException(ErrorClasses.UserErrorException, "A flex flow chooses its model in its own code; give it another one with 'init'.") { File = file.Path };
        }

        var definition = FlexReader.Read(file.Path);
        var environment = await FlowEnvironment.ResolveAsync(definition.EnvironmentVariables, request.EnvironmentVariables, services.Connections, cancellationToken);
        var folder = await AdditionalIncludes.MaterializeAsync(definition.Folder, definition.AdditionalIncludes, cancellationToken);
        try
        {
            return await FlexFlow.CreateAsync(
                definition,
                new FlexFlowOptions
                {
                    Connections = services.Connections,
                    WorkingFolder = Path.Combine(folder.Path, definition.Code ?? "."),
                    Environment = environment,
                    Init = request.Init,
                    Streaming = request.Streaming,
                    Python = FlowSurroundings.PythonOf(request, environment, services, flows),
                    Time = services.Time,
                    Owned = [new OwnedFolder(folder), .. owned],
                },
                cancellationToken);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // Variant, overrides and constructor arguments are meant for the flow that was asked for; images stay images between flows.
    private static FlowRequest Inside(FlowRequest request, string path) =>
        request with { Path = path, Variant = null, ConnectionOverrides = null, Model = null, Init = null, Streaming = false, OutputFolder = null };

    private sealed class OwnedFolder(FlowFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

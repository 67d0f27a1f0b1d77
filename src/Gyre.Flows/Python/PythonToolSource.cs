using System.Collections.Concurrent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>Makes the tools of python nodes: scripts of the flow folder and tools of installed packages. Ask it after the built-in package tools.</summary>
/// <remarks>One pool of workers is kept for each flow folder and environment; dispose it to end them.</remarks>
internal sealed class PythonToolSource(PythonOptions options) : IToolSource, IModuleImporter, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Folder, IReadOnlyDictionary<string, string> Environment), Lazy<PythonRuntime>> runtimes = new();
    private readonly ConcurrentDictionary<PythonRuntime, Lazy<Task<PackageTools>>> packages = new();

    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type == NodeTypes.Python || node is { Type: NodeTypes.CustomLlm, Source.Type: "package_with_prompt" };

    /// <summary>The workers of a flow.</summary>
    public PythonRuntime RuntimeOf(FlowContext flow) => RuntimeOf(flow.WorkingFolder, flow.Environment, flow.Connections);

    /// <inheritdoc cref="RuntimeOf(FlowContext)"/>
    public PythonRuntime RuntimeOf(string folder, IReadOnlyDictionary<string, string> environment, Models.Connections.IConnectionSource connections) => runtimes
        .GetOrAdd((folder, environment), key => new Lazy<PythonRuntime>(() => new PythonRuntime(key.Folder, key.Environment, options, connections)))
        .Value;

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var isCode = node.Source?.Type is null or "code";
        var takesTemplate = node.Source?.Type == "package_with_prompt";
        if (isCode || takesTemplate)
        {
            CheckFile(node, flow);
        }

        var runtime = RuntimeOf(flow);
        var load = isCode
            ? new LoadRequest(runtime.NextLoad(), "load", (writer, _) => writer.WriteString("file", node.Source!.Path))
            : await PackageAsync(node, runtime, cancellationToken);
        var told = await runtime.OnAnyAsync(worker => worker.DescribeAsync(load, cancellationToken), cancellationToken);
        var template = takesTemplate ? await File.ReadAllTextAsync(Path.Combine(flow.WorkingFolder, node.Source!.Path!), cancellationToken) : null;
        var tool = new PythonTool(runtime, load, PythonToolMeta.Of(told), runtime.MaximumLines(flow.Flow), template);
        if (tool.Meta.ClassName is not null)
        {
            await ConstructAsync(node, flow, runtime, load, tool.Meta, cancellationToken);
        }

        return tool;
    }

    /// <inheritdoc/>
    public async ValueTask ImportAsync(string module, FlowContext flow, CancellationToken cancellationToken)
    {
        var answer = await RuntimeOf(flow).OnAnyAsync(
            worker => worker.SendAsync("import", worker.Loose, null, writer => writer.WriteString("module", module), cancellationToken), cancellationToken);
        if (answer.Error is { } error)
        {
            throw PythonErrors.OfLoad(error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var runtime in runtimes.Values.Where(r => r.IsValueCreated))
        {
            await runtime.Value.DisposeAsync();
        }
    }

    private static void CheckFile(FlowNode node, FlowContext flow)
    {
        var path = node.Source?.Path;
        if (string.IsNullOrEmpty(path))
        {
            throw new FlowException(ErrorClasses.InvalidSource, $"Node source path 'None' is invalid on node '{node.Name}'.") { File = flow.Flow.File, Line = node.Line };
        }

        if (!File.Exists(Path.Combine(flow.WorkingFolder, path)))
        {
            throw new FlowException(ErrorClasses.InvalidSource, $"Node source path '{path}' is invalid on node '{node.Name}'.") { File = flow.Flow.File, Line = node.Source!.Line };
        }
    }

    private async Task<LoadRequest> PackageAsync(FlowNode node, PythonRuntime runtime, CancellationToken cancellationToken)
    {
        var known = await packages.GetOrAdd(runtime, r => new Lazy<Task<PackageTools>>(() => PackageTools.ReadAsync(r, CancellationToken.None))).Value.WaitAsync(cancellationToken);
        var (id, meta) = known.Find(node.Source?.Tool, node.Name);
        return new LoadRequest(runtime.NextLoad(), "load", (writer, _) =>
        {
            writer.WriteString("package", id);
            writer.WritePropertyName("meta");
            PythonJson.Write(writer, meta);
        });
    }

    /// <summary>Makes a class tool's object now, so that a failing constructor fails the loading.</summary>
    private static async Task ConstructAsync(FlowNode node, FlowContext flow, PythonRuntime runtime, LoadRequest load, PythonToolMeta meta, CancellationToken cancellationToken)
    {
        var names = meta.Init.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var literals = node with { Inputs = new OrderedDictionary<string, InputBinding>(node.Inputs.Where(i => names.Contains(i.Key)), StringComparer.Ordinal) };
        var inputs = new PythonDict();
        foreach (var (name, binding) in await NodeLiterals.ParseAsync(literals, new Constructor(meta.Init), flow, cancellationToken))
        {
            if (binding is LiteralBinding literal)
            {
                inputs[name] = literal.Value;
            }
        }

        var answer = await runtime.OnAnyAsync(
            async worker =>
            {
                await worker.LoadAsync(load, Timeout.InfiniteTimeSpan, cancellationToken);
                return await worker.SendAsync(
                    "construct",
                    worker.Loose,
                    null,
                    writer =>
                    {
                        writer.WriteNumber("t", load.Number);
                        writer.WriteString("n", node.Name);
                        writer.WritePropertyName("a");
                        WireWriter.Value(writer, inputs, worker, worker.Loose);
                    },
                    cancellationToken);
            },
            cancellationToken);
        if (answer.Error is { } error)
        {
            throw PythonErrors.OfLoad(error);
        }
    }

    private sealed class Constructor(IReadOnlyList<ToolParameter> parameters) : Tool
    {
        public override IReadOnlyList<ToolParameter> Parameters { get; } = parameters;

        public override ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A constructor is called while loading.");
    }
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Python;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Python;

/// <summary>A flow folder with Python nodes, run by the engine and real workers.</summary>
internal sealed class PythonFlow : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PythonToolSource source;
    private readonly FlowContext context;
    private DagFlow? flow;

    private PythonFlow(PythonOptions? options, IReadOnlyList<Connection>? connections, string subfolder, IReadOnlyDictionary<string, string>? environment, ReadOnlySpan<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            folder.Write(Path.Combine(subfolder, name), text);
        }

        Folder = folder.At(subfolder);
        source = new PythonToolSource(options ?? new PythonOptions { WorkerCount = 2 });
        context = new FlowContext
        {
            Flow = FlowVariants.Apply(DagReader.Read(Path.Combine(Folder, "flow.dag.yaml")), null),
            WorkingFolder = Folder,
            Connections = new Known(connections ?? []),
            Environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    /// <summary>Why Python tests can't run here, or null.</summary>
    public static string? Missing { get; } = WhyMissing();

    public string Folder { get; }

    public PythonRuntime Runtime => source.RuntimeOf(context);

    /// <summary>A flow of one node named <c>n</c> with an output <c>r</c>; its script is the text.</summary>
    public static PythonFlow Script(string script, string inputs = "{}", string nodeInputs = "{}", PythonOptions? options = null, IReadOnlyList<Connection>? connections = null) =>
        Files(
            options,
            connections,
            ("flow.dag.yaml", $$$"""
                inputs: {{{inputs}}}
                outputs: {r: {reference: "${n.output}"}}
                nodes:
                - {name: n, type: python, source: {type: code, path: n.py}, inputs: {{{nodeInputs}}}}
                """),
            ("n.py", script));

    /// <summary>A chain: <c>n.py</c> without inputs, its result given to <c>m.py</c> as <c>v</c>, whose result is <c>r</c>.</summary>
    public static PythonFlow Chain(string first, string second, string reference = "${n.output}") =>
        Files(
            null,
            null,
            ("flow.dag.yaml", $$$"""
                outputs: {r: {reference: "${m.output}"}}
                nodes:
                - {name: n, type: python, source: {type: code, path: n.py}, inputs: {}}
                - {name: m, type: python, source: {type: code, path: m.py}, inputs: {v: "{{{reference}}}"}}
                """),
            ("n.py", "from promptflow.core import tool\n" + first),
            ("m.py", "from promptflow.core import tool\n" + second));

    public static PythonFlow Files(PythonOptions? options, IReadOnlyList<Connection>? connections, params ReadOnlySpan<(string Name, string Text)> files) =>
        In("", options, connections, null, files);

    public static PythonFlow In(
        string subfolder, PythonOptions? options, IReadOnlyList<Connection>? connections, IReadOnlyDictionary<string, string>? environment, params ReadOnlySpan<(string Name, string Text)> files)
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        return new PythonFlow(options, connections, subfolder, environment, files);
    }

    public async Task<DagFlow> OpenAsync() =>
        flow ??= await DagFlow.CreateAsync(context, [source], new DagFlowOptions { Importer = source }, TestContext.Current.CancellationToken);

    /// <summary>The parameters of the first node's tool.</summary>
    public async Task<IReadOnlyList<ToolParameter>> ParametersAsync() =>
        (await source.ResolveAsync(context.Flow.Nodes[0], context, TestContext.Current.CancellationToken)).Parameters!;

    /// <summary>The failure that loading gives.</summary>
    public async Task<FlowException> FailsToOpenAsync() => await Assert.ThrowsAnyAsync<FlowException>(OpenAsync);

    public async Task<LineResult> RunAsync(PythonDict? inputs = null, int? line = null, double? timeout = null) =>
        await (await OpenAsync()).ExecuteLineAsync(new LineRequest(inputs ?? [], "run", line) { TimeoutSeconds = timeout }, TestContext.Current.CancellationToken);

    /// <summary>The output <c>r</c>, or a failed test.</summary>
    public async Task<object?> OutputAsync(PythonDict? inputs = null)
    {
        var result = await RunAsync(inputs);
        Assert.True(result.Line.Status == RunStatus.Completed, result.Line.Error?.Message);
        return result.Line.Output!["r"];
    }

    /// <summary>The output's <c>repr</c>.</summary>
    public async Task<string> ReprAsync(PythonDict? inputs = null) => PythonText.Repr(await OutputAsync(inputs));

    public async ValueTask DisposeAsync()
    {
        if (flow is not null)
        {
            await flow.DisposeAsync();
        }

        await source.DisposeAsync();
        folder.Dispose();
    }

    private static string? WhyMissing()
    {
        try
        {
            PythonInterpreter.Find(null, null);
            return null;
        }
        catch (Kernel.ProblemException e)
        {
            return e.Message;
        }
    }

    private sealed class Known(IReadOnlyList<Connection> known) : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(known.FirstOrDefault(c => c.Name == name));
    }
}

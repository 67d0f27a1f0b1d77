using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Flows written in a test as YAML, with scripted tools behind their nodes.</summary>
internal static class TestFlow
{
    /// <summary>Reads and opens a flow.</summary>
    public static async Task<DagFlow> OpenAsync(string yaml, ScriptedTools tools, DagFlowOptions? options = null, bool streaming = false, params IReadOnlyList<Connection> connections)
    {
        using var folder = new TemporaryFolder();
        var definition = FlowVariants.Apply(DagReader.Read(folder.Write("flow.dag.yaml", yaml)), null);
        var context = new FlowContext { Flow = definition, WorkingFolder = folder.Path, Connections = new KnownConnections(connections), Streaming = streaming };
        return await DagFlow.CreateAsync(context, [tools], options, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a flow and runs one line.</summary>
    public static async Task<LineResult> RunAsync(string yaml, ScriptedTools tools, PythonDict? inputs = null, int? line = null)
    {
        await using var flow = await OpenAsync(yaml, tools);
        return await flow.ExecuteLineAsync(new LineRequest(inputs ?? [], "run", line), TestContext.Current.CancellationToken);
    }

    /// <summary>The failure that opening a flow gives.</summary>
    public static async Task<FlowException> FailsToOpenAsync(string yaml, ScriptedTools? tools = null, params IReadOnlyList<Connection> connections) =>
        await Assert.ThrowsAnyAsync<FlowException>(async () => await OpenAsync(yaml, tools ?? new ScriptedTools(), connections: connections));

    /// <summary>Status by node.</summary>
    public static string Statuses(LineResult result) => string.Join(" ", result.Nodes.OrderBy(n => n.Node, StringComparer.Ordinal).Select(n => $"{n.Node}:{n.Status}"));

    private sealed class KnownConnections(IReadOnlyList<Connection> known) : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(known.FirstOrDefault(c => c.Name == name));
    }
}

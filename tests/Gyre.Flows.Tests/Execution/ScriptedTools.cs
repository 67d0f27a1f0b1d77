using System.Collections.Concurrent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Tests.Execution;

/// <summary>A tool source whose tools are functions that a test writes down, by node name.</summary>
internal sealed class ScriptedTools : IToolSource
{
    private readonly Dictionary<string, ScriptedTool> tools = new(StringComparer.Ordinal);
    private int running;
    private int most;

    /// <summary>Names of the nodes called, in order.</summary>
    public ConcurrentQueue<string> Called { get; } = new();

    /// <summary>Tools that are inside a call.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>The most that were inside a call at one time.</summary>
    public int MostAtOnce => Volatile.Read(ref most);

    /// <summary>Nodes whose resolution fails, by name.</summary>
    public Dictionary<string, Exception> Unresolvable { get; } = new(StringComparer.Ordinal);

    public ScriptedTools Add(string node, Func<ToolCall, object?> answer, params IReadOnlyList<ToolParameter> parameters) =>
        Add(node, (call, _) => ValueTask.FromResult(answer(call)), parameters);

    public ScriptedTools Add(string node, Func<ToolCall, CancellationToken, ValueTask<object?>> answer, params IReadOnlyList<ToolParameter> parameters)
    {
        tools[node] = new ScriptedTool(this, answer, parameters.Count == 0 ? null : parameters);
        return this;
    }

    public bool Serves(FlowNode node) => node.Type is "python" or "prompt" or "llm";

    public ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken) =>
        Unresolvable.TryGetValue(node.Name, out var failure) ? throw failure
        : ValueTask.FromResult<Tool>(tools.TryGetValue(node.Name, out var tool) ? tool : new ScriptedTool(this, (call, _) => ValueTask.FromResult<object?>(call.Inputs), null));

    private sealed class ScriptedTool(ScriptedTools owner, Func<ToolCall, CancellationToken, ValueTask<object?>> answer, IReadOnlyList<ToolParameter>? parameters) : Tool
    {
        public override IReadOnlyList<ToolParameter>? Parameters => parameters;

        public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
        {
            owner.Called.Enqueue(call.Node);
            var now = Interlocked.Increment(ref owner.running);
            for (var seen = owner.most; now > seen; seen = Interlocked.CompareExchange(ref owner.most, now, seen))
            {
                // Another node raised the mark meanwhile.
            }

            try
            {
                return await answer(call, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref owner.running);
            }
        }
    }
}

namespace Gyre.Flows.Tools;

/// <summary>What a node does: made once per flow by its <see cref="IToolSource"/>, called once per line (or many times at once).</summary>
internal abstract class Tool : IAsyncDisposable
{
    /// <summary>Its parameters in order; null where any input is taken.</summary>
    public virtual IReadOnlyList<ToolParameter>? Parameters => null;

    /// <summary>The name that <c>api_calls</c> and traces show (the Python function, <c>AzureOpenAI.chat</c> …); null for the node's name.</summary>
    public virtual string? Function => null;

    /// <summary>How many lines usefully run at once with it; null where it sets no bound.</summary>
    public virtual int? MaximumLines => null;

    /// <summary>Runs the tool. Throws <see cref="FlowException"/> for what the original would report, <see cref="OperationCanceledException"/> when stopped.</summary>
    public abstract ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A parameter of a tool, as tool metadata has it.</summary>
/// <param name="Name">As the node's inputs name it.</param>
/// <param name="Types">Prompt flow type names (<c>int</c>, <c>string</c>, <c>object</c>, <c>AzureOpenAIConnection</c> …); a literal is parsed with the first.</param>
internal sealed record ToolParameter(string Name, IReadOnlyList<string> Types)
{
    /// <summary>Whether the function has a default, so that the input may be left out.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The default, where there is one and it is plain data.</summary>
    public object? Default { get; init; }

    /// <summary>Whether it takes whatever other inputs there are (<c>**kwargs</c>).</summary>
    public bool TakesRest { get; init; }
}

/// <summary>One call of a tool: the node it is for, its inputs, and the line it belongs to.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Inputs">References resolved, literals parsed, connections looked up.</param>
/// <param name="Line">The line, or the aggregation after all lines.</param>
/// <param name="Record">What the call adds to its node record.</param>
internal sealed record ToolCall(string Node, Values.PythonDict Inputs, LineContext Line, CallRecord Record);

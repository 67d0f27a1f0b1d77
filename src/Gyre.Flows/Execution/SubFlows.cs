namespace Gyre.Flows.Execution;

/// <summary>The flows that one flow runs as nodes, each opened once however often it is named; a flow may run itself.</summary>
/// <param name="open">Opens a flow by path.</param>
internal sealed class SubFlows(Func<string, SubFlows, CancellationToken, ValueTask<ExecutableFlow>> open) : IAsyncDisposable
{
    /// <summary>How deep sub-flow nodes may be nested while a line runs.</summary>
    public const int DeepestNesting = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Task<ExecutableFlow>> opened = new(StringComparer.Ordinal);

    /// <summary>The flow; the task is still running where the flow is being opened further up, and runs itself.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public ValueTask<Task<ExecutableFlow>> OpenAsync(string path, CancellationToken cancellationToken) => OpenAsync(path, open, cancellationToken);

    /// <summary>The same, for the flow that all begins with: it is opened in its own way.</summary>
    public async ValueTask<Task<ExecutableFlow>> OpenAsync(string path, Func<string, SubFlows, CancellationToken, ValueTask<ExecutableFlow>> how, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource<ExecutableFlow>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!opened.TryAdd(path, source.Task))
            {
                return opened[path];
            }
        }

        try
        {
            source.SetResult(await how(path, this, cancellationToken));
        }
        catch (Exception e)
        {
            source.SetException(e);
        }

        await source.Task;
        return source.Task;
    }

    /// <summary>Ends all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task<ExecutableFlow>> flows;
        lock (gate)
        {
            flows = [.. opened.Values.Where(t => t.IsCompletedSuccessfully)];
            opened.Clear();
        }

        foreach (var flow in flows)
        {
            await (await flow).DisposeAsync();
        }
    }
}

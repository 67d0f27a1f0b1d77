using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Extras;

/// <summary>A node's <c>timeout</c>: the call is cancelled after it, and fails as if it had raised TimeoutError.</summary>
internal sealed class TimedTool(Tool inner, TimeSpan limit, TimeProvider time) : ToolAround(inner)
{
    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            // A tool that ignores its token is left behind.
            return await Inner.InvokeAsync(call, either.Token).AsTask().WaitAsync(limit + SchedulerOptions.Patience, time, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException && over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var message = $"the call took longer than the node's timeout of {limit.TotalSeconds} seconds";
            throw new FlowException(ErrorClasses.ToolExecutionError, $"Execution failure in '{call.Node}': (TimeoutError) {message}")
            {
                InnerClass = "TimeoutError",
                Node = call.Node,
                ToolDetails = new PythonDict { { "type", "TimeoutError" }, { "message", message }, { "traceback", null } },
            };
        }
    }
}

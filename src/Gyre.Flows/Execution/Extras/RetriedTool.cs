using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution.Extras;

/// <summary>A node's <c>retry</c>: a failed call is repeated, the wait doubling each time.</summary>
internal sealed class RetriedTool(Tool inner, RetryPolicy policy, TimeProvider time) : ToolAround(inner)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromSeconds(policy.Delay);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Inner.InvokeAsync(call, cancellationToken);
            }
            catch (Exception) when (attempt < policy.Attempts && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
                wait *= 2;
            }
        }
    }
}

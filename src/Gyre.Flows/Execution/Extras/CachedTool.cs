using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution.Extras;

/// <summary>A node's <c>enable_cache</c>: the same tool with the same inputs is not called again.</summary>
internal sealed class CachedTool(Tool inner, string identity, NodeCache cache) : ToolAround(inner)
{
    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (NodeCache.Key(identity, call.Inputs) is not { } key)
        {
            return await Inner.InvokeAsync(call, cancellationToken);
        }

        if (await cache.FindAsync(key, cancellationToken) is { Found: true, Result: var stored })
        {
            call.Record.Cached = true;
            return stored;
        }

        var result = await Inner.InvokeAsync(call, cancellationToken);
        if (NodeCache.CanStore(result))
        {
            await cache.StoreAsync(key, result, cancellationToken);
        }

        return result;
    }
}

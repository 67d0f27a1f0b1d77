using System.Collections.Concurrent;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>What the prompt nodes of a line rendered with role headers in it hidden, for the nodes that read their text.</summary>
internal sealed class HiddenPrompts : IAsyncDisposable
{
    private static readonly object Owner = new();

    private readonly ConcurrentDictionary<(string Node, string Text), (string Hidden, RoleGuard Guard)> prompts = new();

    /// <summary>Those of the line.</summary>
    public static HiddenPrompts Of(LineContext line) => line.Resource(Owner, () => new HiddenPrompts());

    public void Add(string node, string text, string hidden, RoleGuard guard) => prompts[(node, text)] = (hidden, guard);

    /// <summary>The hidden form of what the node rendered, if anything in it is hidden.</summary>
    public bool TryGet(string node, string text, out (string Hidden, RoleGuard Guard) found) => prompts.TryGetValue((node, text), out found);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

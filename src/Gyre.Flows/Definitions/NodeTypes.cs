namespace Gyre.Flows.Definitions;

/// <summary>What <see cref="FlowNode.Type"/> may say.</summary>
public static class NodeTypes
{
    public const string Python = "python";
    public const string Prompt = "prompt";
    public const string Llm = "llm";
    public const string CustomLlm = "custom_llm";
    public const string CSharp = "csharp";

    /// <summary>Gyre's own: the node runs another flow, whose path is its source. Written as <c>flow: path</c>, or as <c>type: flow</c> with a <c>source</c>.</summary>
    public const string Flow = "flow";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Python, Prompt, Llm, CustomLlm, CSharp, Flow];
}

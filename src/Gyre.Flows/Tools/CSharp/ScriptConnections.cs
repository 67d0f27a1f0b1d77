using Gyre.Flows.Tools.Llm;
using Gyre.Models.Connections;
using Microsoft.Extensions.AI;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>Which connections a C# parameter takes.</summary>
internal static class ScriptConnections
{
    /// <summary>Those that lead to a model: for parameters of type IChatClient and IEmbeddingGenerator.</summary>
    public static IReadOnlyList<string> ModelTypes => ModelDialect.Types;

    /// <summary>All of them: for parameters of type <see cref="Connection"/>.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. ConnectionTypes.All.Select(t => t.ClassName)];

    public static bool IsClient(Type type) => type == typeof(IChatClient) || type == typeof(IEmbeddingGenerator<string, Embedding<float>>);
}

using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Evaluators;

/// <summary>What evaluators need of the outside.</summary>
/// <param name="Flows">Connections, models, clock.</param>
internal sealed record EvaluatorServices(FlowServices Flows)
{
    /// <summary>The model that judges, as <c>connection/model</c>; null where none was named.</summary>
    public string? Judge { get; init; }

    /// <summary>The workspace's folder, where users' own prompts of judges are; null outside a workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>The users' own prompts of judges by name, as they were when an evaluation began; null for those of the workspace now.</summary>
    public IReadOnlyDictionary<string, string>? Prompts { get; init; }
}

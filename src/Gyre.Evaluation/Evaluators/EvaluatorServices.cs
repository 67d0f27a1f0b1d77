using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Evaluators;

/// <summary>What evaluators need of the outside.</summary>
/// <param name="Flows">Connections, models, clock.</param>
internal sealed record EvaluatorServices(FlowServices Flows)
{
    /// <summary>The model that judges, as <c>connection/model</c>; null where none was named.</summary>
    public string? Judge { get; init; }

    /// <summary>The judge, one for all evaluators: what one learns that it does not take, the others know.</summary>
    public JudgeModel Model => field ??= new JudgeModel(Judge, Flows);

    /// <summary>The workspace's folder, where users' own prompts of judges are; null outside a workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>The prompts of judges by name, as they were when an evaluation began; null for those there are now.</summary>
    public IReadOnlyDictionary<string, PromptText>? Prompts { get; init; }
}

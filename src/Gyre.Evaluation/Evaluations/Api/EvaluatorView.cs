using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Evaluations.Api;

/// <summary>An evaluator of the library.</summary>
/// <param name="Name">As an evaluation asks for it.</param>
/// <param name="Description">What it says, in one sentence.</param>
/// <param name="Version">Changes whenever the same line could get another score.</param>
/// <param name="Judged">Whether a model judges.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Metrics">What it gives.</param>
public sealed record EvaluatorView(string Name, string Description, string Version, bool Judged, IReadOnlyList<EvaluatorInputView> Inputs, IReadOnlyList<EvaluatorMetricView> Metrics)
{
    internal static EvaluatorView Of(EvaluatorCard card) => new(
        card.Name,
        card.Description,
        card.Version,
        card.IsJudged,
        [.. card.Inputs.Select(i => new EvaluatorInputView(i.Name, i.IsRequired))],
        [.. card.Metrics.Select(m => new EvaluatorMetricView(m.Name, m.Direction switch { Direction.HigherIsBetter => "higher", Direction.LowerIsBetter => "lower", _ => "none" }, m.Threshold))]);
}

/// <summary>What an evaluator reads.</summary>
/// <param name="Name">As it is mapped.</param>
/// <param name="Required">Whether a line without it can't be scored.</param>
public sealed record EvaluatorInputView(string Name, bool Required);

/// <summary>What an evaluator gives.</summary>
/// <param name="Name">The column.</param>
/// <param name="Better">Which end is good: higher, lower, none.</param>
/// <param name="Threshold">From where on a line passes (up to where, if less is better); null where nothing passes or fails.</param>
public sealed record EvaluatorMetricView(string Name, string Better, double? Threshold);

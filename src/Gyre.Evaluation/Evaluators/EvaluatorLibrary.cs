using Gyre.Evaluation.Evaluators.Computed;
using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators;

/// <summary>The evaluators there are, by name.</summary>
internal static class EvaluatorLibrary
{
    // One line for each: name, and how it is made from its settings.
    private static readonly OrderedDictionary<string, Func<EvaluatorSpec, EvaluatorServices, Evaluator>> Makers = new(StringComparer.Ordinal)
    {
        ["exact_match"] = (spec, _) => new ExactMatch(spec),
        ["offline_groundedness"] = (spec, _) => new OfflineGroundedness(spec),
    };

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names => [.. Makers.Keys];

    /// <summary>Makes an evaluator.</summary>
    /// <param name="spec">Which, with its settings.</param>
    /// <param name="services">What those need that call models.</param>
    /// <exception cref="ProblemException"><c>evaluator-unknown</c> with the nearest names; <c>evaluator-setting</c>.</exception>
    public static Evaluator Create(EvaluatorSpec spec, EvaluatorServices services) =>
        Makers.TryGetValue(spec.Name, out var make)
            ? make(spec, services)
            : throw new ProblemException(new Problem("evaluator-unknown", $"There is no evaluator '{spec.Name}'.{NearestName.Hint(spec.Name, Makers.Keys)} All of them: gyre eval evaluators.") { Field = "evaluators", Line = spec.Line });
}

using Gyre.Evaluation.Mapping;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators;

/// <summary>One evaluator as an evaluation asks for it.</summary>
/// <param name="Name">Of the library, <c>f1_score</c>; see <see cref="EvaluatorLibrary"/>.</param>
internal sealed record EvaluatorSpec(string Name)
{
    /// <summary>Another name for its columns, so that one evaluator can be asked twice with other settings: they become <c>{as}</c>, or <c>{as}.{metric}</c> where it has several.</summary>
    public string? As { get; init; }

    /// <summary>Its settings: <c>type: rouge2</c>.</summary>
    public PythonDict Settings { get; init; } = [];

    /// <summary>Where to pass, in place of the card's own; for the first metric.</summary>
    public double? Threshold { get; init; }

    /// <summary>Where this evaluator's inputs come from, where that differs from the others.</summary>
    public ColumnMapping ColumnMapping { get; init; } = ColumnMapping.Empty;

    /// <summary>1-based line in the file, or null.</summary>
    public int? Line { get; init; }

    /// <summary>What the evaluation calls it.</summary>
    public string Label => As ?? Name;
}

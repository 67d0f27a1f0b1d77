using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations;

/// <summary>How far an evaluation is.</summary>
/// <param name="Step">What runs now, for a person: <c>sections answers</c>, <c>sections scores</c>.</param>
/// <param name="Number">1-based place of the step.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Run">How far the step's run is.</param>
public sealed record EvaluationProgress(string Step, int Number, int Steps, RunProgress Run)
{
    /// <summary>What was spent so far, where there is a ceiling.</summary>
    public NanoDollars? Spent { get; init; }

    /// <summary>Model calls that are waited for because they are paid for; null while it is not being stopped.</summary>
    public int? UnderWay { get; init; }
}

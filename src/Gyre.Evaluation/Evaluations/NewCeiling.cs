using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations;

/// <summary>What an evaluation may cost from now on.</summary>
/// <param name="Most">The ceiling; null for none any more.</param>
public readonly record struct NewCeiling(NanoDollars? Most);

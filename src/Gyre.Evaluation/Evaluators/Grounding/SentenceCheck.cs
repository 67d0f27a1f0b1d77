using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>How far the context supports one sentence of a response.</summary>
/// <param name="Place">The sentence in the response.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Support">0 to 1.</param>
/// <param name="Words">How many words carry meaning.</param>
internal sealed record SentenceCheck(TextSpan Place, SentenceKind Kind, double Support, int Words)
{
    private const double Enough = 0.5;

    /// <summary>Whether the context supports it.</summary>
    public bool IsSupported => Support >= Enough && !Contradicts;

    /// <summary>How much of its words' weight stands in one place of the context, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The sentence of the context that has most of its words; -1 for none.</summary>
    public int Closest { get; init; } = -1;

    /// <summary>Whether that one has nearly the same words and says the opposite.</summary>
    public bool Contradicts { get; init; }

    /// <summary>The numbers and names of the sentence that the context does not have.</summary>
    public IReadOnlyList<TextSpan> Missing { get; init; } = [];
}

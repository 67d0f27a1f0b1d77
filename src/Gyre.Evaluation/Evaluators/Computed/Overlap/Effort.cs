using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>What comparing the texts of one line may take. Edits grow with the product of two lengths, so a long page would hold up all lines behind it.</summary>
/// <param name="cancellationToken">Ends it between steps.</param>
internal sealed class Effort(CancellationToken cancellationToken)
{
    // A second or two; two texts of 30,000 letters.
    private const long Most = 1_000_000_000;

    private long left = Most;

    /// <summary>Takes some steps.</summary>
    /// <exception cref="ProblemException"><c>evaluator-size</c>: there are not as many left.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Take(long steps)
    {
        cancellationToken.ThrowIfCancellationRequested();
        left -= steps;
        if (left < 0)
        {
            throw new ProblemException("evaluator-size", "The response and 'ground_truth' are too long to be compared letter by letter.");
        }
    }
}

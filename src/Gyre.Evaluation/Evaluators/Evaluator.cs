namespace Gyre.Evaluation.Evaluators;

/// <summary>Scores one line: what a system answered, beside what it was asked, what it had read, and what would have been right.</summary>
internal abstract class Evaluator : IAsyncDisposable
{
    /// <summary>What it is called, what it reads and what it gives.</summary>
    public abstract EvaluatorCard Card { get; }

    /// <summary>Scores a line.</summary>
    /// <param name="inputs">Has every required input of the card; many threads call at once.</param>
    /// <param name="cancellationToken">Stops it; nothing is counted then.</param>
    /// <returns>One score per metric of the card, in its order. What goes wrong with a line is in <see cref="Score.Error"/>; it throws only <see cref="OperationCanceledException"/>.</returns>
    public abstract ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

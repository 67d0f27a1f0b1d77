using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>Removes an evaluation with what it made, its own row last: where it is cut short, it can be asked for again.</summary>
/// <param name="store">The index of evaluations.</param>
/// <param name="runs">The index of runs.</param>
/// <param name="held">The evaluation's lock; it ends with its folder.</param>
internal sealed class EvaluationRemoval(EvaluationStore store, RunStore runs, RunLock held)
{
    /// <summary>Removes it.</summary>
    /// <returns>The runs that are kept, since another evaluation reads them.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(StoredEvaluation evaluation, CancellationToken cancellationToken)
    {
        var others = await store.ListAsync(int.MaxValue, cancellationToken);
        var read = others.Where(e => e.Name != evaluation.Name).SelectMany(e => e.Definition.Targets).Select(t => t.Run).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var kept = new List<string>();

        // Scores before the answers they were made from.
        foreach (var name in evaluation.Cells.SelectMany(c => c.OwnRuns).Reverse())
        {
            if (await runs.FindAsync(name, cancellationToken) is not { } run || !EvaluationRuns.IsOwn(run, evaluation))
            {
                continue;
            }

            if (read.Contains(name))
            {
                kept.Insert(0, name);
                continue;
            }

            await runs.DeleteAsync(name, cancellationToken);
        }

        await store.DeleteAsync(evaluation.Name, cancellationToken);
        held.RemoveFolder();
        return kept;
    }
}

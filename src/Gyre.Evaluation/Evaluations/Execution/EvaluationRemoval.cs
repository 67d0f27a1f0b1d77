using Gyre.Evaluation.Runs;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>Removes an evaluation with what it made, its own row last: where it is cut short, it can be asked for again.</summary>
internal sealed class EvaluationRemoval(EvaluationStore store, RunStore runs)
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
        if (Directory.Exists(evaluation.Folder))
        {
            Directory.Delete(evaluation.Folder, recursive: true);
        }

        return kept;
    }
}

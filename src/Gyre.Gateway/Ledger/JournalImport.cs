namespace Gyre.Gateway.Ledger;

/// <summary>Brings journals into the database, each row once.</summary>
internal sealed class JournalImport(LedgerStore store)
{
    private const int Batch = 2_000;

    /// <summary>Brings in what a segment has got since the last time.</summary>
    public async Task ImportAsync(JournalFolder folder, long number, CancellationToken cancellationToken)
    {
        var position = await store.PositionAsync(folder.Node, number, cancellationToken);
        while (folder.Read(number, position, Batch) is var (rows, end) && rows.Count > 0)
        {
            await store.ImportAsync(folder.Node, number, end, rows, cancellationToken);
            position = end;
        }
    }

    /// <summary>Takes over the journals of processes that are gone, and gives their names.</summary>
    /// <param name="root">The folder that processes share.</param>
    /// <param name="own">The node that asks, if it is one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<string>> AdoptAsync(string root, string? own, CancellationToken cancellationToken)
    {
        var adopted = new List<string>();
        foreach (var folder in JournalFolder.All(root).Where(f => f.Node != own))
        {
            using var taken = folder.TryTake();
            if (taken is null)
            {
                continue;
            }

            foreach (var left in folder.Segments())
            {
                await ImportAsync(folder, left, cancellationToken);
            }

            await ForgetAsync(folder, cancellationToken);
            adopted.Add(folder.Node);
        }

        return adopted;
    }

    /// <summary>Ends a journal that is in the database as a whole.</summary>
    public async Task ForgetAsync(JournalFolder folder, CancellationToken cancellationToken)
    {
        folder.Delete();
        await store.ForgetAsync(folder.Node, long.MaxValue, cancellationToken);
    }
}

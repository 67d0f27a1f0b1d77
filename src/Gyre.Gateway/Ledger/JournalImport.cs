namespace Gyre.Gateway.Ledger;

/// <summary>A journal that was taken over.</summary>
/// <param name="Node">Whose it was.</param>
/// <param name="Damage">Where it could not be read; null where all of it was.</param>
internal sealed record Adopted(string Node, string? Damage);

/// <summary>Brings journals into the database, each row once.</summary>
internal sealed class JournalImport(LedgerStore store)
{
    private const int Batch = 2_000;

    // Less than a millisecond of work, then as long a pause: on one core a call would wait for all of it, and a batch takes 20 ms.
    private const int Slice = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Brings in what a segment has got since the last time.</summary>
    /// <param name="folder">The journal.</param>
    /// <param name="number">The segment.</param>
    /// <param name="aside">Whether calls are being served meanwhile, which shall not feel it.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task ImportAsync(JournalFolder folder, long number, bool aside, CancellationToken cancellationToken)
    {
        var position = await store.PositionAsync(folder.Node, number, cancellationToken);
        while (folder.Read(number, position, aside ? Slice : Batch) is var (rows, end) && rows.Count > 0)
        {
            await store.ImportAsync(folder.Node, number, end, rows, cancellationToken);
            position = end;
            if (aside)
            {
                // The machine's time and not the gateway's clock: the processor is what is left to others.
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Takes over the journals of processes that are gone, and tells of each. One that can't be read is set aside.</summary>
    /// <param name="root">The folder that processes share.</param>
    /// <param name="own">The node that asks, if it is one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<Adopted>> AdoptAsync(string root, string? own, CancellationToken cancellationToken)
    {
        var adopted = new List<Adopted>();
        foreach (var folder in JournalFolder.All(root).Where(f => f.Node != own))
        {
            string? damage = null;
            using (var taken = folder.TryTake())
            {
                if (taken is null)
                {
                    continue;
                }

                foreach (var left in folder.Segments())
                {
                    try
                    {
                        await ImportAsync(folder, left, aside: false, cancellationToken);
                    }
                    catch (InvalidDataException e)
                    {
                        damage = e.Message;
                    }
                }

                if (damage is null)
                {
                    await ForgetAsync(folder, cancellationToken);
                }
            }

            if (damage is not null)
            {
                folder.SetAside();
            }

            adopted.Add(new Adopted(folder.Node, damage));
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

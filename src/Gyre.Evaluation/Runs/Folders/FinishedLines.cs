using System.Collections;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>A set of line numbers that takes a bit per line.</summary>
internal sealed class FinishedLines
{
    private const int PageSize = 4096;
    private readonly Dictionary<int, BitArray> pages = [];

    public bool IsEmpty => pages.Count == 0;

    public bool Contains(int line) => pages.TryGetValue(line / PageSize, out var page) && page[line % PageSize];

    /// <summary>False where it was in the set already.</summary>
    public bool Add(int line)
    {
        if (!pages.TryGetValue(line / PageSize, out var page))
        {
            pages[line / PageSize] = page = new BitArray(PageSize);
        }

        var added = !page[line % PageSize];
        page[line % PageSize] = true;
        return added;
    }
}

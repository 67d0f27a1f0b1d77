namespace Gyre.Flows.Templates.Python;

/// <summary>A stable sort that may be given an order with holes (NaN) or one that throws; below 64 items it takes the very steps Python takes.</summary>
internal static class Sorting
{
    private const int Short = 64;

    public static void Sort<T>(T[] items, Func<T, T, bool> less)
    {
        if (items.Length < Short)
        {
            var sorted = Run(items, less);
            Insert(items, 0, items.Length, sorted, less);
            return;
        }

        for (var start = 0; start < items.Length; start += Short)
        {
            Insert(items, start, Math.Min(start + Short, items.Length), 1, less);
        }

        var from = items;
        var to = new T[items.Length];
        for (var width = Short; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += 2 * width)
            {
                Merge(from, to, start, Math.Min(start + width, items.Length), Math.Min(start + (2 * width), items.Length), less);
            }

            (from, to) = (to, from);
        }

        if (!ReferenceEquals(from, items))
        {
            from.CopyTo(items, 0);
        }
    }

    /// <summary>The length of the run at the start; a falling one is turned round.</summary>
    private static int Run<T>(T[] items, Func<T, T, bool> less)
    {
        if (items.Length < 2)
        {
            return items.Length;
        }

        var end = 2;
        if (less(items[1], items[0]))
        {
            while (end < items.Length && less(items[end], items[end - 1]))
            {
                end++;
            }

            Array.Reverse(items, 0, end);
        }
        else
        {
            while (end < items.Length && !less(items[end], items[end - 1]))
            {
                end++;
            }
        }

        return end;
    }

    private static void Insert<T>(T[] items, int start, int end, int sorted, Func<T, T, bool> less)
    {
        for (var i = start + sorted; i < end; i++)
        {
            var pivot = items[i];
            var (low, high) = (start, i);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (less(pivot, items[middle]))
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            Array.Copy(items, low, items, low + 1, i - low);
            items[low] = pivot;
        }
    }

    private static void Merge<T>(T[] from, T[] to, int start, int middle, int end, Func<T, T, bool> less)
    {
        var (a, b) = (start, middle);
        for (var i = start; i < end; i++)
        {
            to[i] = a < middle && (b >= end || !less(from[b], from[a])) ? from[a++] : from[b++];
        }
    }
}

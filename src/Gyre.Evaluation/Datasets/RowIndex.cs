namespace Gyre.Evaluation.Datasets;

/// <summary>Where rows begin in their file, for a step of rows: a page in the middle of a million is read without what lies before it.</summary>
internal sealed class RowIndex
{
    private const int Step = 256;

    private readonly List<long> offsets = [0];

    private RowIndex()
    {
    }

    /// <summary>Reads a file once; keeps eight bytes for each step.</summary>
    /// <param name="file">Written by <see cref="RowsWriter"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static RowIndex Of(string file, CancellationToken cancellationToken)
    {
        var index = new RowIndex();
        using var rows = new StoredRows(file);
        foreach (var row in rows.All(cancellationToken))
        {
            if (row.Number % Step == 0)
            {
                index.offsets.Add(row.Offset + row.Bytes.Length + 1);
            }
        }

        return index;
    }

    /// <summary>The nearest known place before which at the most so many rows lie.</summary>
    public RowStart Before(int rows)
    {
        var step = Math.Min(Math.Max(rows, 0) / Step, offsets.Count - 1);
        return new RowStart(step * Step, offsets[step]);
    }
}

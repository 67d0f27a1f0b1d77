using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>What the rows of a version look like.</summary>
/// <param name="Columns">In the order they are met.</param>
public sealed record DatasetProfile(IReadOnlyList<ColumnProfile> Columns)
{
    /// <summary>Reads the rows once, in constant memory.</summary>
    public static DatasetProfile Of(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var columns = new OrderedDictionary<string, ColumnProfile>(StringComparer.Ordinal);
        using var rows = new StoredRows(pinned.File);
        foreach (var row in rows.All(cancellationToken))
        {
            foreach (var (key, value) in row.Parse())
            {
                var name = PythonText.Str(key);
                if (!columns.TryGetValue(name, out var column))
                {
                    columns[name] = column = new ColumnProfile(name);
                }

                column.Add(value);
            }
        }

        foreach (var column in columns.Values)
        {
            column.End(pinned.Version.Rows);
        }

        return new DatasetProfile([.. columns.Values]);
    }
}

using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>What the rows of a version look like.</summary>
/// <param name="Columns">In the order they are met.</param>
public sealed record DatasetProfile(IReadOnlyList<ColumnProfile> Columns)
{
    /// <summary>Reads the rows once, in constant memory.</summary>
    public static DatasetProfile Of(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var columns = new ColumnProfiles();
        using var rows = new StoredRows(pinned.File);
        foreach (var row in rows.All(cancellationToken))
        {
            columns.Add(row.Parse());
        }

        return columns.End();
    }
}

/// <summary>A profile while rows are met.</summary>
internal sealed class ColumnProfiles
{
    private readonly OrderedDictionary<string, ColumnProfile> columns = new(StringComparer.Ordinal);
    private long rows;

    public void Add(PythonDict row)
    {
        rows++;
        foreach (var (key, value) in row)
        {
            var name = PythonText.Str(key);
            if (!columns.TryGetValue(name, out var column))
            {
                columns[name] = column = new ColumnProfile(name);
            }

            column.Add(value);
        }
    }

    public DatasetProfile End()
    {
        foreach (var column in columns.Values)
        {
            column.End(rows);
        }

        return new DatasetProfile([.. columns.Values]);
    }
}

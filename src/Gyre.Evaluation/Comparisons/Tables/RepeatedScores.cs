namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Several tries of the same lines as one table: a line's value is the mean of the tries that have one.</summary>
internal static class RepeatedScores
{
    /// <summary>The tries joined on their keys. Where a line passes in as many tries as it fails, it does neither.</summary>
    public static ScoreTable Mean(string name, IReadOnlyList<ScoreTable> tries)
    {
        var mean = new ScoreTable(name);
        foreach (var (table, row) in tries.SelectMany(t => t.Keys.Select((_, row) => (t, row))))
        {
            mean.Row(table.Keys[row], table.LineOf(row), out _);
        }

        foreach (var column in tries.SelectMany(t => t.Columns).Select(c => c.Name).Distinct(StringComparer.Ordinal))
        {
            mean.Replace(Column(column, mean.Keys, tries));
        }

        mean.Failed = mean.Keys.Count(key => tries.All(t => HasFailed(t, key)));
        mean.Fields.UnionWith(tries.SelectMany(t => t.Fields));
        return mean;
    }

    private static ScoreColumn Column(string name, IReadOnlyList<string> keys, IReadOnlyList<ScoreTable> tries)
    {
        var mean = new ScoreColumn(name);
        var columns = tries.Select(t => (Table: t, Column: t.Column(name))).Where(t => t.Column is not null).ToArray();
        if (columns.Select(c => c.Column!.Word).FirstOrDefault(w => w is not null) is { } word)
        {
            mean.SetWord(0, word.Text, word.Line);
        }

        var isVerdict = columns.Any(c => c.Column!.Word is not null) && columns.All(c => c.Column!.IsVerdict);
        for (var row = 0; row < keys.Count; row++)
        {
            var (sum, count) = (0.0, 0);
            string? text = null;
            foreach (var (table, column) in columns)
            {
                var place = table.Find(keys[row]);
                var value = column![place];
                (sum, count) = double.IsNaN(value) ? (sum, count) : (sum + value, count + 1);
                text ??= column.Text(place);
            }

            var share = count == 0 ? double.NaN : sum / count;
            mean.Set(row, !isVerdict ? share : share > 0.5 ? 1 : share < 0.5 ? 0 : double.NaN);
            if (text is not null)
            {
                mean.SetText(row, text);
            }
        }

        return mean;
    }

    // Lines that failed are added to a table after those that completed.
    private static bool HasFailed(ScoreTable table, string key) => table.Find(key) is var row && (row < 0 || row >= table.Keys.Count - table.Failed);
}

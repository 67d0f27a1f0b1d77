namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>
/// Several tries of the same lines as one table. A line's value is the mean of the tries that have one, and how many have none is kept beside it.
/// Whether it passes is what most of its tries say; one that failed passed nothing.
/// </summary>
internal static class RepeatedScores
{
    /// <summary>The tries joined on their keys. A line passes or fails where more than half of its tries do.</summary>
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

        mean.Failed = mean.Keys.Count(key => tries.Any(t => t.HasFailed(t.Find(key))));
        mean.Fields.UnionWith(tries.SelectMany(t => t.Fields));
        return mean;
    }

    private static ScoreColumn Column(string name, IReadOnlyList<string> keys, IReadOnlyList<ScoreTable> tries)
    {
        var together = new ScoreColumn(name);
        ScoreColumn?[] columns = [.. tries.Select(t => t.Column(name))];
        if (columns.Select(c => c?.Word).FirstOrDefault(w => w is not null) is { } word)
        {
            together.SetWord(0, word.Text, word.Line);
        }

        var isVerdict = together.Word is not null && columns.All(c => c?.IsVerdict != false);
        var (values, failed) = (new double[tries.Count], 0);
        for (var row = 0; row < keys.Count; row++)
        {
            string? text = null;
            failed = 0;
            for (var i = 0; i < tries.Count; i++)
            {
                var place = tries[i].Find(keys[row]);
                values[i] = columns[i]?[place] ?? double.NaN;
                failed += tries[i].HasFailed(place) ? 1 : 0;
                text ??= columns[i]?.Text(place);
            }

            var scored = values.Count(v => !double.IsNaN(v));
            var sum = values.Sum(v => double.IsNaN(v) ? 0 : v);
            var value = scored == 0 ? double.NaN : isVerdict ? Most(sum, scored - sum + failed, tries.Count) : sum / scored;
            together.Set(row, value, scored == 0 || isVerdict ? 0 : 1 - (scored / (double)tries.Count), Speaker(values, value));
            if (text is not null)
            {
                together.SetText(row, text);
            }
        }

        return together;
    }

    // What a try without a verdict would have said must not matter.
    private static double Most(double passed, double notPassed, int tries) =>
        2 * passed > tries ? 1 : 2 * notPassed > tries ? 0 : double.NaN;

    // Of a line that fails because most of its tries did, the first that gave no answer speaks where none was scored as failing.
    private static int Speaker(double[] values, double value) =>
        Array.IndexOf(values, value) is >= 0 and var agreeing ? agreeing : value == 0 ? Math.Max(0, Array.FindIndex(values, double.IsNaN)) : 0;
}

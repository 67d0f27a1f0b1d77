/// <summary>Averages the scores of all lines, and F1 by category.</summary>
public static class AverageTool
{
    public static void Average(List<LineScores> scores, List<string> categories)
    {
        ToolRun.LogMetric("questions", scores.Count);
        Log("f1", scores.Select(s => (double?)s.F1));
        Log("refusal_right", scores.Select(s => (double?)(s.RefusalRight ? 1 : 0)));
        Log("numbers", scores.Select(s => s.Numbers));
        Log("grounded", scores.Select(s => s.Grounded));
        Log("right_manual", scores.Select(s => s.RightManual));
        foreach (var group in scores.Zip(categories).GroupBy(pair => pair.Second).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Log($"f1.{group.Key}", group.Select(pair => (double?)pair.First.F1));
        }
    }

    // A score that a line does not have is not zero: it is left out.
    private static void Log(string name, IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        if (known.Count > 0)
        {
            ToolRun.LogMetric(name, Math.Round(known.Average(), 4));
        }
    }
}

/// <summary>A line's scores, as score.cs gives them.</summary>
public sealed record LineScores(double F1, bool RefusalRight, double? Grounded, double? Numbers, double? RightManual);

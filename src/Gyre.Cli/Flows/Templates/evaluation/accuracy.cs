/// <summary>Runs once, after all lines, with a list of what they gave.</summary>
public static class AccuracyTool
{
    public static void Accuracy(List<string> grades) =>
        ToolRun.LogMetric("accuracy", grades.Count == 0 ? 0 : grades.Count(g => g == "Correct") / (double)grades.Count);
}

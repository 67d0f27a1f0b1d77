/// <summary>Runs once for each line.</summary>
public static class GradeTool
{
    public static string Grade(string groundtruth, string prediction) =>
        string.Equals(groundtruth.Trim(), prediction.Trim(), StringComparison.OrdinalIgnoreCase) ? "Correct" : "Incorrect";
}

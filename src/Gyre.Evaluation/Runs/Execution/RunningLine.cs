namespace Gyre.Evaluation.Runs.Execution;

/// <summary>Which line of a run the code that is running belongs to, however deep it was called.</summary>
internal static class RunningLine
{
    private static readonly AsyncLocal<int?> Current = new();

    /// <summary>Null outside a line.</summary>
    public static int? Number => Current.Value;

    /// <summary>Says it to all that is called from here on.</summary>
    public static void Is(int line) => Current.Value = line;
}

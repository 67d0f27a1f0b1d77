using Gyre.Flows.Tools;

#pragma warning disable IDE0130 // Tool authors write "using Gyre.Tools".
namespace Gyre.Tools;

/// <summary>What surrounds the call that a C# tool is in.</summary>
public static class ToolRun
{
    private static readonly AsyncLocal<ToolCall?> Ambient = new();

    /// <summary>The folder of the flow; relative paths in a flow are meant from here. Parameters of type FileInfo and DirectoryInfo already are.</summary>
    public static string FlowFolder => Ambient.Value?.Line.Flow.WorkingFolder ?? Environment.CurrentDirectory;

    /// <summary>0-based line of the run; null in a single test and in aggregation.</summary>
    public static int? LineNumber => Ambient.Value?.Line.LineNumber;

    /// <summary>Sets a metric of the run; the last value of a name wins. Counts in aggregation nodes only, as in Python.</summary>
    public static void LogMetric(string name, double value) => Log(name, value);

    /// <inheritdoc cref="LogMetric(string, double)"/>
    public static void LogMetric(string name, long value) => Log(name, value);

    internal static ToolCall? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    private static void Log(string name, object value)
    {
        if (Ambient.Value is { Line: { IsAggregation: true } line })
        {
            line.Metrics.Log(name, value);
        }
    }
}

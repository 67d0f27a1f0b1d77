using Gyre.Flows.Values;

namespace Gyre.Flows.Tools;

/// <summary>The metrics that aggregation nodes log, in the order they were first logged; the last value of a name wins. Safe for nodes that run at once.</summary>
internal sealed class MetricLog
{
    private readonly Lock gate = new();
    private readonly PythonDict values = [];

    /// <summary>Logs a value of any type.</summary>
    public void Log(string name, object? value)
    {
        lock (gate)
        {
            values[name] = value;
        }
    }

    /// <summary>What has been logged so far.</summary>
    public PythonDict ToDict()
    {
        lock (gate)
        {
            return new PythonDict(values.Select(v => KeyValuePair.Create((string)v.Key!, v.Value)));
        }
    }
}

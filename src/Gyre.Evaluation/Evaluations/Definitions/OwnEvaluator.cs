using System.Text.RegularExpressions;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>A flow, prompty, Python or C# file of the user's that scores; it runs over the answers as a run of its own.</summary>
/// <param name="Name">In tables and in the names of its runs.</param>
/// <param name="Path">Full path.</param>
internal sealed partial record OwnEvaluator(string Name, string Path)
{
    /// <summary>The function or class of a Python file; null for the only one there is.</summary>
    public string? Target { get; init; }

    /// <summary>What its columns are called, where another name was asked for; null for the names it gives them.</summary>
    public string? As { get; init; }

    /// <summary>Constructor arguments of a Python class; null for none.</summary>
    public PythonDict? Settings { get; init; }

    /// <summary>Of its inputs.</summary>
    public ColumnMapping ColumnMapping { get; init; } = ColumnMapping.Empty;

    /// <summary>Columns where less is better.</summary>
    public IReadOnlyList<string> LowerIsBetter { get; init; } = [];

    /// <summary>By column, from where on a line passes (up to where, if less is better).</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>One as it is written: <c>checks.py:Length</c>, <c>flows/grade</c>.</summary>
    /// <param name="path">As written.</param>
    /// <param name="folder">What it is relative to.</param>
    /// <param name="name">Its name, or null for the path's.</param>
    public static OwnEvaluator At(string path, string folder, string? name = null)
    {
        var (file, target) = PythonTarget().Match(path) is { Success: true } match ? (match.Groups["file"].Value, match.Groups["target"].Value) : (path, null);
        return new OwnEvaluator(name ?? target ?? EvaluationNames.Of(file), System.IO.Path.GetFullPath(file, folder)) { Target = target };
    }

    [GeneratedRegex(@"^(?<file>.+\.py):(?<target>[A-Za-z_]\w*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PythonTarget();
}

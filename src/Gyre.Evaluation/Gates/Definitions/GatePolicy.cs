using System.Security.Cryptography;
using System.Text;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Gates.Definitions;

/// <summary>What must hold of a system before it may go out: <c>gate.yaml</c>.</summary>
public sealed record GatePolicy
{
    /// <summary>Full path of the file.</summary>
    public required string File { get; init; }

    /// <summary>For people: the file's name unless it has one of its own.</summary>
    public required string Name { get; init; }

    /// <summary>Of the text that was read; empty where it is no file.</summary>
    internal string Digest { get; init; } = "";

    /// <summary>What is done when a rule can't be told yet.</summary>
    public WhenInconclusive Inconclusive { get; init; }

    /// <summary>Whether scores of a judge that nobody has calibrated decide nothing.</summary>
    internal bool CalibratedJudgesOnly { get; init; }

    /// <summary>The column that says which lines belong together; null where each stands alone.</summary>
    internal string? Cluster { get; init; }

    /// <summary>Each asks one question, in the order of the file.</summary>
    internal IReadOnlyList<GateRule> Rules { get; init; } = [];

    /// <summary>Whether any rule compares, so that a baseline is needed.</summary>
    internal bool NeedsBaseline => Rules.Any(r => r.Compares);

    /// <summary>Reads a policy; everything that is wrong is told at once.</summary>
    /// <param name="file">Full path.</param>
    /// <exception cref="ProblemException"><c>file-not-found</c>, <c>yaml-syntax</c>, <c>gate-invalid</c>: the first fault, the others in its message.</exception>
    public static GatePolicy Read(string file)
    {
        var text = YamlText.ReadAllText(file);
        return new GateReader(file).Read(YamlText.Read(text, file)) with { Digest = DigestOf(text) };
    }

    internal static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads a policy that is no file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="name">What stands in place of its file.</param>
    /// <exception cref="ProblemException">As of a file.</exception>
    public static GatePolicy Parse(string text, string name) => new GateReader(name).Read(YamlText.Read(text, name));
}

/// <summary>What a rule that can't be told yet means for the gate.</summary>
public enum WhenInconclusive
{
    /// <summary>The gate says no: what is not shown does not go out.</summary>
    Fail,

    /// <summary>The gate says yes, with a warning.</summary>
    Warn,

    /// <summary>The gate says yes.</summary>
    Pass,
}

/// <summary>One question to a system.</summary>
/// <param name="Metric">The column; empty where the question is not of one.</param>
/// <param name="Measure">What of it.</param>
/// <param name="Limit">What is wanted.</param>
internal sealed record GateRule(string Metric, Measure Measure, Limit Limit)
{
    /// <summary>Only lines with these values in these columns.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Where { get; init; } = [];

    /// <summary>Asked once for each value of this column; null for all lines together.</summary>
    public string? Each { get; init; }

    /// <summary>Whether the figure itself decides, however few lines it is from.</summary>
    public bool OnEstimate { get; init; }

    /// <summary>Whether lines without a score are passed over, because the metric is not meant for them.</summary>
    public bool LeavesOutUnscored { get; init; }

    /// <summary>Whether less is better; null where the metric says so itself.</summary>
    public bool? LowerIsBetter { get; init; }

    /// <summary>1-based line in the policy.</summary>
    public int Line { get; init; }

    /// <summary>Whether it needs a baseline.</summary>
    public bool Compares => Measure == Measure.FlipsLost || Limit.Kind is LimitKind.NotWorseBy or LimitKind.BetterBy;

    /// <summary>The columns it reads texts of.</summary>
    public IEnumerable<string> Texts => Where.Select(w => w.Key).Concat(Each is null ? [] : [Each]);
}

/// <summary>What is measured.</summary>
internal enum Measure
{
    Mean,
    PassRate,
    P50,
    P95,
    Total,
    Coverage,
    FlipsLost,
    FailedLines,
}

/// <summary>What a measure must be.</summary>
internal readonly record struct Limit(LimitKind Kind, double Value);

/// <summary>Kinds of limits.</summary>
internal enum LimitKind
{
    AtLeast,
    AtMost,

    /// <summary>Than the baseline, by more than this.</summary>
    NotWorseBy,

    /// <summary>Than the baseline, by more than this.</summary>
    BetterBy,
}

using Gyre.Kernel;
using Gyre.Workspace.Schemas;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Gates.Definitions;

/// <summary>Reads a policy file; each limit in it becomes a rule of its own.</summary>
internal sealed class GateReader(string file)
{
    // What a rule may measure, by its key; only means and rates can be compared line by line.
    private static readonly (string Key, Measure Measure, bool Compares, bool IsShare)[] Measures =
    [
        ("mean", Measure.Mean, true, false),
        ("pass_rate", Measure.PassRate, true, true),
        ("p50", Measure.P50, false, false),
        ("p95", Measure.P95, false, false),
        ("total", Measure.Total, false, false),
        ("coverage", Measure.Coverage, false, true),
        ("flips_lost", Measure.FlipsLost, false, false),
        ("failed_lines", Measure.FailedLines, false, false),
    ];

    private readonly List<Problem> problems = [];

    public GatePolicy Read(YamlNode written)
    {
        if (written is not YamlMap root)
        {
            throw new ProblemException(new Problem("gate-invalid", "A policy must hold the key 'rules'.") { File = file, Line = 1 });
        }

        var fields = new FileFields(root, "", GateShapes.Default.GateShape, new FileFaults(file, "gate-invalid", problems));
        fields.Word("kind", "gate");
        var policy = new GatePolicy
        {
            File = file,
            Name = fields.Text("name") ?? Path.GetFileName(file),
            Inconclusive = fields.Word("inconclusive", "fail", "warn", "pass") switch { "warn" => WhenInconclusive.Warn, "pass" => WhenInconclusive.Pass, _ => WhenInconclusive.Fail },
            CalibratedJudgesOnly = fields.Word("judges", "any", "calibrated") == "calibrated",
            Cluster = fields.Text("cluster"),
            Rules = [.. fields.Items("rules", GateShapes.Default.GateRuleShape).SelectMany(Rules)],
        };
        return problems.Count == 0 ? policy : throw Told();
    }

    private IEnumerable<GateRule> Rules(FileFields fields)
    {
        var shared = new GateRule(fields.Text("metric") ?? "", default, default)
        {
            Where = Where(fields),
            Each = fields.Text("each"),
            OnEstimate = fields.Word("judge_on", "interval", "estimate") == "estimate",
            LeavesOutUnscored = fields.Word("unscored", "bound", "leave_out") == "leave_out",
            LowerIsBetter = fields.Word("better", "higher", "lower") switch { "lower" => true, "higher" => false, _ => null },
        };
        var asked = Measures.Where(m => fields.Has(m.Key)).ToArray();
        if (asked.Length == 0)
        {
            fields.Fault("metric", $"This rule asks nothing. Give it one of {string.Join(", ", Measures.Select(m => m.Key))}, such as 'pass_rate: {{at_least: 0.9}}'.");
        }

        if (shared.Metric.Length == 0 && asked.FirstOrDefault(m => m.Measure != Measure.FailedLines) is { Key: { } key })
        {
            fields.Fault(key, $"'metric' is missing: which column's {key}?");
        }

        return [.. asked.SelectMany(m => Limits(fields, m.Key, m.Compares, m.IsShare).Select(limit => shared with
        {
            Metric = m.Measure == Measure.FailedLines ? "" : shared.Metric,
            Measure = m.Measure,
            Limit = limit.Limit,
            Line = limit.Line,
        }))];
    }

    private static IReadOnlyList<(Limit Limit, int Line)> Limits(FileFields rule, string key, bool compares, bool isShare)
    {
        var shape = compares ? GateShapes.Default.LimitsShape : (System.Text.Json.Serialization.Metadata.JsonTypeInfo)GateShapes.Default.BoundsShape;
        if (rule.Fields(key, shape) is not { } fields)
        {
            return [];
        }

        var most = isShare ? 1 : double.MaxValue;
        var limits = new List<(Limit, int)>();
        Add("at_least", LimitKind.AtLeast, isShare ? 0 : double.MinValue);
        Add("at_most", LimitKind.AtMost, isShare ? 0 : double.MinValue);
        if (compares)
        {
            Add("not_worse_by", LimitKind.NotWorseBy, double.Epsilon);
            Add("better_by", LimitKind.BetterBy, 0);
        }

        if (limits.Count == 0)
        {
            rule.Fault(key, $"'{key}' has no limit. Give it at_least or at_most{(compares ? ", or not_worse_by or better_by against a baseline" : "")}.");
        }

        return limits;

        void Add(string name, LimitKind kind, double least)
        {
            if (!fields.Has(name))
            {
                return;
            }

            var number = fields.Number(name, least == double.Epsilon ? double.MinValue : least, most);
            if (least == double.Epsilon && number <= 0)
            {
                fields.Fault(name, $"'{name}' must be more than 0: that nothing at all is lost can't be shown with any number of lines.");
            }

            limits.Add((new Limit(kind, number ?? 0), fields.LineOf(name)));
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Where(FileFields fields)
    {
        var entries = fields.Map("where")?.Entries ?? [];
        if (entries.Any(e => e.Value is not YamlScalar { Value: not null }))
        {
            fields.Fault("where", "'where' must map columns to values, such as {category: refunds}.");
        }

        return [.. entries.Where(e => e.Value is YamlScalar).Select(e => KeyValuePair.Create(e.Name, TextOf((YamlScalar)e.Value)))];
    }

    // As columns give texts: truth values and whole numbers as JSON writes them.
    private static string TextOf(YamlScalar scalar) => scalar.Value switch { true => "true", false => "false", _ => scalar.Text };

    // The first fault has the place; the others follow with their lines.
    private ProblemException Told()
    {
        var inOrder = problems.OrderBy(p => p.Line).ToList();
        return new ProblemException(inOrder[0] with { Message = inOrder[0].Message + string.Concat(inOrder.Skip(1).Select(p => $" line {p.Line}: {p.Message}")) });
    }
}

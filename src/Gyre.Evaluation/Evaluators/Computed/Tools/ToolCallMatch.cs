using Gyre.Evaluation.Evaluators.Computed.Overlap;

namespace Gyre.Evaluation.Evaluators.Computed.Tools;

/// <summary>Whether the right tools were called with the right arguments, and in the right order, without a judge.</summary>
internal sealed class ToolCallMatch : Evaluator
{
    private const double DefaultThreshold = 0.5;
    private const string Called = "tool_calls", Expected = "expected_tool_calls";

    private readonly bool ignoreArguments;

    public ToolCallMatch(EvaluatorSpec spec)
    {
        ignoreArguments = new EvaluatorSettings(spec, "ignore_arguments").Flag("ignore_arguments", false);
        Card = new EvaluatorCard(spec.Name, "1", "Calls of tools against the expected ones: F1, precision and recall of names with arguments, F1 of names alone, the same calls in the same order, the expected ones in order with others between; 'ignore_arguments: true' compares names only.")
        {
            Inputs = [new EvaluatorInput(Called), new EvaluatorInput(Expected)],
            Metrics =
            [
                Unit("tool_call_f1", spec.Threshold ?? DefaultThreshold),
                Unit("tool_call_precision"),
                Unit("tool_call_recall"),
                Unit("tool_name_f1"),
                new MetricCard("tool_calls_exact", Scale.Truth, Direction.HigherIsBetter),
                new MetricCard("tool_calls_in_order", Scale.Truth, Direction.HigherIsBetter),
            ],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (ToolCalls.Read(inputs[Expected]) is not { } expected)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, $"'{Expected}' must be a list of calls, each with 'name' and 'arguments'."));
        }

        if (ToolCalls.Read(inputs[Called]) is not { } called)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, $"'{Called}' is no list of calls, each with 'name' and 'arguments'."));
        }

        Func<CalledTool, CalledTool, bool> same = ignoreArguments ? SameName : (a, b) => a.IsSame(b);
        var (matched, missing, extra) = Match(called, expected, same);
        var calls = Overlap(matched, called, expected);
        var names = Overlap(Match(called, expected, SameName).Matched, called, expected);
        double[] values =
        [
            calls.F1, calls.Precision, calls.Recall, names.F1,
            called.Count == expected.Count && called.Zip(expected, same).All(p => p) ? 1 : 0,
            IsInOrder(called, expected, same) ? 1 : 0,
        ];
        var reason = Reason(missing, extra);
        return ValueTask.FromResult(Evaluated.Of(Card.Metrics.Select((metric, i) => Score.Of(metric, values[i], i == 0 ? reason : null)).ToList()));
    }

    private static bool SameName(CalledTool a, CalledTool b) => a.Name == b.Name;

    // Nothing to call and nothing called is right.
    private static Overlaps Overlap(int matched, IReadOnlyList<CalledTool> called, IReadOnlyList<CalledTool> expected) =>
        called.Count + expected.Count == 0 ? new Overlaps(1, 1) : Overlaps.Of(matched, called.Count, expected.Count);

    private static (int Matched, List<CalledTool> Missing, List<CalledTool> Extra) Match(IReadOnlyList<CalledTool> called, IReadOnlyList<CalledTool> expected, Func<CalledTool, CalledTool, bool> same)
    {
        var left = called.ToList();
        var missing = new List<CalledTool>();
        foreach (var call in expected)
        {
            if (left.FindIndex(c => same(c, call)) is >= 0 and var at)
            {
                left.RemoveAt(at);
            }
            else
            {
                missing.Add(call);
            }
        }

        return (expected.Count - missing.Count, missing, left);
    }

    private static bool IsInOrder(IReadOnlyList<CalledTool> called, IReadOnlyList<CalledTool> expected, Func<CalledTool, CalledTool, bool> same)
    {
        var next = 0;
        foreach (var call in called)
        {
            next += next < expected.Count && same(call, expected[next]) ? 1 : 0;
        }

        return next == expected.Count;
    }

    private static string? Reason(List<CalledTool> missing, List<CalledTool> extra)
    {
        string[] parts = [.. Part("missing", missing), .. Part("not expected", extra)];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }

    private static IEnumerable<string> Part(string what, List<CalledTool> calls) =>
        calls.Count == 0 ? [] : [$"{what}: {string.Join(", ", calls.Take(3).Select(ToolCalls.Shown))}{(calls.Count > 3 ? $" and {calls.Count - 3} more" : "")}"];

    private static MetricCard Unit(string name, double? threshold = null) => new(name, Scale.Unit, Direction.HigherIsBetter) { Threshold = threshold };
}

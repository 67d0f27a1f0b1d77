using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a response's number is the expected one, within a tolerance.</summary>
internal sealed partial class NumericMatch : Evaluator
{
    private const double Rounding = 1e-9;

    private readonly double absolute;
    private readonly double relative;
    private readonly string find;
    private readonly bool units;

    public NumericMatch(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "absolute", "relative", "find", "units");
        absolute = Tolerance(settings, "absolute");
        relative = Tolerance(settings, "relative");
        find = settings.Choice("find", "last", "last", "first", "whole");
        units = settings.Flag("units", false);
        if (units && find == "whole")
        {
            throw settings.Fault("units", "It does not go with 'find: whole'.");
        }

        Card = new EvaluatorCard(spec.Name, "1", "Whether the last number of the response ('find': last, first, or whole for all of it) is the expected one, within 'absolute' or 'relative' tolerance; decimal points, thousands with commas. 'units: true' reads units too: 2 km is 2,000 m, and tolerances are in base units.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (units)
        {
            return ValueTask.FromResult(WithUnits(inputs));
        }

        var expected = inputs.Texts("ground_truth").Select(t => Number(t, find)).OfType<double>().ToList();
        if (expected.Count == 0)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "'ground_truth' has no number."));
        }

        return ValueTask.FromResult(Evaluated.Of(Number(inputs.Text("response"), find) is { } said
            ? Score.Of(Card.Metrics[0], expected.Exists(e => IsNear(said, e)) ? 1 : 0)
            : Score.Of(Card.Metrics[0], 0, "The response has no number.")));
    }

    private Evaluated WithUnits(EvaluatorInputs inputs)
    {
        var expected = inputs.Texts("ground_truth").SelectMany(t => Quantities.In(t).TakeLast(1)).ToList();
        if (expected.Count == 0)
        {
            return Evaluated.Failed(Card, "'ground_truth' has no number.");
        }

        if (Quantities.In(inputs.Text("response")) is not { Count: > 0 } found)
        {
            return Evaluated.Of(Score.Of(Card.Metrics[0], 0, "The response has no number."));
        }

        var said = find == "first" ? found[0] : found[^1];
        return Evaluated.Of(expected.Exists(e => e.Kind == said.Kind)
            ? Score.Of(Card.Metrics[0], expected.Exists(e => e.Kind == said.Kind && IsNear(said.Value, e.Value)) ? 1 : 0)
            : Score.Of(Card.Metrics[0], 0, $"The response's number is {Words(said)}, the expected one {Words(expected[0])}."));

        static string Words(Quantity quantity) => quantity.Kind is { } kind ? $"a {kind}" : "without a unit";
    }

    private bool IsNear(double said, double expected) =>
        Math.Abs(said - expected) <= Math.Max(Math.Max(absolute, relative * Math.Abs(expected)), Rounding * Math.Abs(expected));

    private static double? Number(string text, string find)
    {
        var found = Numbers().Matches(text);
        if (found.Count == 0 || (find == "whole" && (found.Count > 1 || found[0].Length != text.Trim().Length)))
        {
            return null;
        }

        return double.Parse(found[find == "first" ? 0 : ^1].Value.Replace(",", "", StringComparison.Ordinal).Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static double Tolerance(EvaluatorSettings settings, string key) =>
        settings.Number(key) is not { } tolerance ? 0 : tolerance >= 0 ? tolerance : throw settings.Fault(key, "It must not be negative.");

    // A minus after a digit or letter is a dash: "3-4", "B-12".
    [GeneratedRegex(@"(?<![\p{L}\d.])(?:(?<![\p{L}\d)])[-−])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?|(?<![\p{L}\d)])[-−]?\.\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}

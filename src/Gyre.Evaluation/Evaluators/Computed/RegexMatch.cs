using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a pattern is found in a response; a pattern that takes longer than a second gives no score.</summary>
internal sealed class RegexMatch : Evaluator
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Regex pattern;
    private readonly bool wanted;

    public RegexMatch(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "pattern", "ignore_case", "not");
        wanted = !settings.Flag("not", false);
        var options = RegexOptions.CultureInvariant | (settings.Flag("ignore_case", false) ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            pattern = new Regex(settings.Text("pattern") ?? throw settings.Fault("pattern", "It is missing: the regular expression to look for."), options, Longest);
        }
        catch (RegexParseException e)
        {
            throw settings.Fault("pattern", $"It is not a regular expression: {e.Message}");
        }

        Card = new EvaluatorCard(spec.Name, "1", "Whether the response has a match of a regular expression (setting 'pattern'), or none ('not: true').")
        {
            Inputs = [new EvaluatorInput("response")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], pattern.IsMatch(inputs.Text("response")) == wanted ? 1 : 0)));
        }
        catch (RegexMatchTimeoutException)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "The pattern took longer than a second on this response. Write it without repetitions inside repetitions."));
        }
    }
}

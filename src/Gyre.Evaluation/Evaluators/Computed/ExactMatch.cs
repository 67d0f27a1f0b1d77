namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a response is the expected text, or one of several.</summary>
internal sealed class ExactMatch : Evaluator
{
    private readonly MetricCard metric;
    private readonly StringComparison comparison;
    private readonly bool trim;
    private readonly bool ignorePunctuation;
    private readonly bool ignoreBlanks;

    public ExactMatch(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "ignore_case", "ignore_punctuation", "ignore_blanks", "trim");
        comparison = settings.Flag("ignore_case", false) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        (ignorePunctuation, ignoreBlanks, trim) = (settings.Flag("ignore_punctuation", false), settings.Flag("ignore_blanks", false), settings.Flag("trim", true));
        metric = new MetricCard("exact_match", Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 };
        Card = new EvaluatorCard("exact_match", "1", "Whether the response is the expected text; 'ignore_case', 'ignore_punctuation', 'ignore_blanks', blanks at the ends never count unless 'trim: false'.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics = [metric],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var response = Form(inputs.Text("response"));
        var found = inputs.Texts("ground_truth").Any(t => string.Equals(response, Form(t), comparison));
        return ValueTask.FromResult(Evaluated.Of(Score.Of(metric, found ? 1 : 0)));
    }

    private string Form(string text)
    {
        if (ignorePunctuation || ignoreBlanks)
        {
            text = string.Concat(text.Where(c => !(ignorePunctuation && char.IsPunctuation(c)) && !(ignoreBlanks && char.IsWhiteSpace(c))));
        }

        if (ignorePunctuation && !ignoreBlanks)
        {
            // A dash that goes leaves two blanks.
            text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        return trim ? text.Trim() : text;
    }
}

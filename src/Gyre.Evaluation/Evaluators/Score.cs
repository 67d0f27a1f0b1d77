namespace Gyre.Evaluation.Evaluators;

/// <summary>What one metric says of one line.</summary>
/// <param name="Metric">Name of the metric's card.</param>
/// <param name="Value">A number, with truth as 1 and 0; null where it could not be told. A null counts against coverage and is never a pass.</param>
internal sealed record Score(string Metric, double? Value)
{
    /// <summary>Whether the line passes; null where there is no threshold or no value.</summary>
    public bool? Passed { get; init; }

    /// <summary>The value as a word, for metrics that give labels.</summary>
    public string? Label { get; init; }

    /// <summary>Why, in a sentence or two.</summary>
    public string? Reason { get; init; }

    /// <summary>The places of the inputs that decided.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What went wrong, in words for the user; null where there is a value.</summary>
    public string? Error { get; init; }

    /// <summary>A score of a metric, with its verdict by the card's threshold.</summary>
    public static Score Of(MetricCard metric, double value, string? reason = null) =>
        new(metric.Name, value) { Passed = metric.Passes(value), Reason = reason };

    /// <summary>No score: it could not be told.</summary>
    public static Score Failed(MetricCard metric, string error) => new(metric.Name, null) { Error = error };
}

/// <summary>A place in an input.</summary>
/// <param name="Input">Which input: <c>response</c>, <c>context</c>.</param>
/// <param name="Start">First character, 0-based, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Says">What is found there: <c>unsupported</c>, <c>contradicted</c>, <c>supports</c> …</param>
internal sealed record Evidence(string Input, int Start, int Length, string Says);

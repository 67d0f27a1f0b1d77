using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Evaluations.Api;

/// <summary>A number and the range it is in with 95 % confidence.</summary>
/// <param name="Estimate">As it was measured; null where it is no number.</param>
/// <param name="Low">Lower end; null where the data say nothing.</param>
/// <param name="High">Upper end; null where the data say nothing.</param>
internal sealed record IntervalView(double? Estimate, double? Low, double? High)
{
    internal static IntervalView Of(Interval interval) => new(Answers.Finite(interval.Estimate), Answers.Finite(interval.Low), Answers.Finite(interval.High));

    internal static IntervalView? Of(Interval? interval) => interval is { } i ? Of(i) : null;
}

/// <summary>Why something is missing.</summary>
/// <param name="Why">In words.</param>
/// <param name="Lines">On how many lines.</param>
internal sealed record CauseView(string Why, int Lines)
{
    internal static IReadOnlyList<CauseView> Of(IReadOnlyList<Cause> causes) => [.. causes.Select(c => new CauseView(c.Why, c.Lines))];
}

/// <summary>What one metric found.</summary>
internal sealed record MetricView
{
    /// <summary>The column.</summary>
    public required string Metric { get; init; }

    /// <summary>Who scores.</summary>
    public required string Evaluator { get; init; }

    /// <summary>The model that judges; null where none does, or it is not known.</summary>
    public required string? Judge { get; init; }

    /// <summary>How far the judge was held against people: <c>uncalibrated</c>, <c>calibrated: …</c>; null where no model judges.</summary>
    public required string? Calibration { get; init; }

    /// <summary>Whether nobody held the judge against people, or not in this version.</summary>
    public required bool Uncalibrated { get; init; }

    /// <summary>Which end is good; <c>none</c> for a figure for information.</summary>
    [AllowedValues("higher", "lower", "none")]
    public required string Better { get; init; }

    /// <summary>Whether nothing says which end is good, so that it is a guess.</summary>
    [JsonPropertyName("direction_assumed")]
    public required bool DirectionAssumed { get; init; }

    /// <summary>The value from which a line passes (up to which, where less is better).</summary>
    public required double? Threshold { get; init; }

    /// <summary>The least value of the scale.</summary>
    public required double? Least { get; init; }

    /// <summary>The greatest value of the scale.</summary>
    public required double? Greatest { get; init; }

    /// <summary>Lines that could have a score; with repeats, all their tries.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that have one.</summary>
    public required int Scored { get; init; }

    /// <summary>The mean over those; null without any.</summary>
    public required IntervalView? Mean { get; init; }

    /// <summary>Whether every value is 0 or 1, so that the mean is a share.</summary>
    [JsonPropertyName("is_rate")]
    public required bool IsRate { get; init; }

    /// <summary>Lines that pass; null where nothing passes or fails.</summary>
    public required int? Passed { get; init; }

    /// <summary>The share of all lines that pass.</summary>
    [JsonPropertyName("pass_rate")]
    public required IntervalView? PassRate { get; init; }

    /// <summary>Mean and interval as people read them.</summary>
    public required string Words { get; init; }

    /// <summary>Why scores are missing, the commonest first.</summary>
    public required IReadOnlyList<CauseView> Missing { get; init; }

    /// <summary>Tries of each line; 1 without repeats.</summary>
    public required int Tries { get; init; }

    /// <summary>What the repeats say, in a sentence; null without repeats.</summary>
    public required string? Repeats { get; init; }

    internal static MetricView Of(MetricSummary metric) => new()
    {
        Metric = metric.Name,
        Evaluator = metric.Facts.Evaluator,
        Judge = metric.Facts.Judge,
        Calibration = metric.Facts.Calibration,
        Uncalibrated = metric.Facts.IsUncalibrated,
        Better = metric.Facts.Card.Direction switch { Direction.HigherIsBetter => "higher", Direction.LowerIsBetter => "lower", _ => "none" },
        DirectionAssumed = metric.Facts.IsDirectionAssumed,
        Threshold = metric.Facts.Card.Threshold,
        Least = metric.Facts.Card.Scale.Low,
        Greatest = metric.Facts.Card.Scale.High,
        Lines = metric.Lines,
        Scored = metric.Scored,
        Mean = IntervalView.Of(metric.Interval),
        IsRate = metric.IsRate,
        Passed = metric.Passed,
        PassRate = IntervalView.Of(metric.PassRate),
        Words = FindingsWords.Mean(metric),
        Missing = CauseView.Of(metric.Missing),
        Tries = metric.Repeats?.Tries ?? 1,
        Repeats = metric.Repeats is null ? null : FindingsWords.Repeats(metric),
    };
}

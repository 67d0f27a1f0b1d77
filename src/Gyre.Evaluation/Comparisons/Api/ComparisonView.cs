using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Evaluations.Api;

namespace Gyre.Evaluation.Comparisons.Api;

/// <summary>Two systems compared line by line: the candidate against the baseline.</summary>
internal sealed record ComparisonView
{
    /// <summary>Name of the first.</summary>
    public required string Baseline { get; init; }

    /// <summary>Name of the second.</summary>
    public required string Candidate { get; init; }

    /// <summary>All verdicts in one sentence.</summary>
    public required string Headline { get; init; }

    /// <summary>Lines that completed in both.</summary>
    [JsonPropertyName("paired_lines")]
    public required int PairedLines { get; init; }

    /// <summary>Lines that failed in the first.</summary>
    [JsonPropertyName("baseline_failed")]
    public required int BaselineFailed { get; init; }

    /// <summary>Lines that failed in the second.</summary>
    [JsonPropertyName("candidate_failed")]
    public required int CandidateFailed { get; init; }

    /// <summary>How many comparisons share the correction for looking more than once.</summary>
    public required int Family { get; init; }

    /// <summary>What resampling was seeded with: the same seed gives the same interval.</summary>
    public required int Seed { get; init; }

    /// <summary>Columns that are left out, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>In order of appearance.</summary>
    public required IReadOnlyList<MetricComparisonView> Metrics { get; init; }

    internal static ComparisonView Of(Comparison comparison) => new()
    {
        Baseline = comparison.Baseline,
        Candidate = comparison.Candidate,
        Headline = comparison.Metrics.Count == 0 ? "" : ComparisonWords.Headline(comparison),
        PairedLines = comparison.PairedLines,
        BaselineFailed = comparison.BaselineFailed,
        CandidateFailed = comparison.CandidateFailed,
        Family = comparison.Family,
        Seed = comparison.Seed,
        Notes = [.. ComparisonWords.ColumnsOfText(comparison)],
        Metrics = [.. comparison.Metrics.Select(m => MetricComparisonView.Of(m, comparison))],
    };
}

/// <summary>One metric of two systems, on the lines where both have a value.</summary>
internal sealed record MetricComparisonView
{
    /// <summary>The column.</summary>
    public required string Metric { get; init; }

    /// <summary>What the baseline has on average.</summary>
    public required double? A { get; init; }

    /// <summary>What the candidate has on average.</summary>
    public required double? B { get; init; }

    /// <summary>Candidate minus baseline.</summary>
    public required IntervalView Difference { get; init; }

    /// <summary>On the candidate.</summary>
    [AllowedValues("better", "worse", "no difference that matters", "can't tell yet")]
    public required string Verdict { get; init; }

    /// <summary>The verdict with its figures, in a sentence or two.</summary>
    public required string Sentence { get; init; }

    /// <summary>The baseline's mean as people read it.</summary>
    [JsonPropertyName("a_words")]
    public required string AWords { get; init; }

    /// <summary>The candidate's.</summary>
    [JsonPropertyName("b_words")]
    public required string BWords { get; init; }

    /// <summary>The difference with its interval as people read it.</summary>
    [JsonPropertyName("difference_words")]
    public required string DifferenceWords { get; init; }

    /// <summary>Lines where both have a value.</summary>
    public required int Lines { get; init; }

    /// <summary>About how many more lines would settle it; null where it is settled, or no number would.</summary>
    [JsonPropertyName("more_lines")]
    public required int? MoreLines { get; init; }

    /// <summary>The chance of such a difference if neither were better.</summary>
    public required double? P { get; init; }

    /// <summary>The same after Holm's correction for all that was compared at once.</summary>
    [JsonPropertyName("p_adjusted")]
    public required double? AdjustedP { get; init; }

    /// <summary>The difference in units that compare across metrics.</summary>
    public required double? Effect { get; init; }

    /// <summary>What <see cref="Effect"/> is: <c>odds ratio</c> or <c>d_z</c>.</summary>
    [JsonPropertyName("effect_name")]
    public required string EffectName { get; init; }

    /// <summary>Lines that went up.</summary>
    public required int Up { get; init; }

    /// <summary>Lines that went down.</summary>
    public required int Down { get; init; }

    /// <summary>How the interval was found: <c>tango</c>, <c>bootstrap</c>, <c>t</c>, <c>none</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether every value is 0 or 1.</summary>
    [JsonPropertyName("is_rate")]
    public required bool IsRate { get; init; }

    /// <summary>Whether less is better.</summary>
    [JsonPropertyName("lower_is_better")]
    public required bool LowerIsBetter { get; init; }

    /// <summary>Whether nothing says which end is good.</summary>
    [JsonPropertyName("direction_assumed")]
    public required bool DirectionAssumed { get; init; }

    /// <summary>The largest difference that does not matter; null where every difference does.</summary>
    public required double? Margin { get; init; }

    /// <summary>How far its judge was held against people; null where no model judges.</summary>
    public required string? Calibration { get; init; }

    /// <summary>Whether nobody held its judge against people.</summary>
    public required bool Uncalibrated { get; init; }

    /// <summary>Lines that passed before and fail now; null where nothing passes or fails.</summary>
    public required int? Lost { get; init; }

    /// <summary>Lines that failed before and pass now.</summary>
    public required int? Won { get; init; }

    /// <summary>The same metric on the lines of each slice.</summary>
    public required IReadOnlyList<SliceView> Slices { get; init; }

    internal static MetricComparisonView Of(MetricComparison metric, Comparison of)
    {
        var (a, b) = ComparisonWords.Means(metric);
        return new MetricComparisonView
        {
            Metric = metric.Name,
            A = Answers.Finite(metric.BaselineMean),
            B = Answers.Finite(metric.CandidateMean),
            Difference = IntervalView.Of(metric.Difference),
            Verdict = VerdictWords.Of(metric.Verdict),
            Sentence = ComparisonWords.Sentence(metric, of.Baseline, of.Candidate),
            AWords = a,
            BWords = b,
            DifferenceWords = ComparisonWords.Difference(metric.Difference),
            Lines = metric.Lines,
            MoreLines = metric.MoreLines,
            P = Answers.Finite(metric.PValue),
            AdjustedP = metric.AdjustedPValue,
            Effect = metric.Effect is { } effect ? Answers.Finite(effect) : null,
            EffectName = metric.EffectName,
            Up = metric.Changed.Up,
            Down = metric.Changed.Down,
            Method = metric.Method,
            IsRate = metric.IsRate,
            LowerIsBetter = metric.LowerIsBetter,
            DirectionAssumed = metric.IsDirectionAssumed,
            Margin = metric.Margin,
            Calibration = metric.Facts?.Calibration,
            Uncalibrated = metric.Facts is { IsUncalibrated: true },
            Lost = metric.Flipped?.Lost,
            Won = metric.Flipped?.Won,
            Slices = [.. metric.Slices.Select(s => new SliceView(s.Column, s.Value, Of(s.Result, of)))],
        };
    }
}

/// <summary>A metric on the lines of one slice.</summary>
/// <param name="Column">What the lines are grouped by.</param>
/// <param name="Value">The group.</param>
/// <param name="Result">The comparison on its lines.</param>
internal sealed record SliceView(string Column, string Value, MetricComparisonView Result);

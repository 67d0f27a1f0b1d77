using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Gates.Definitions;

/// <summary>A policy file, usually <c>gate.yaml</c>.</summary>
internal sealed record GateShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("gate")]
    [AllowedValues("gate")]
    public string? Kind { get; init; }

    [Description("Name in reports; the file's name where absent.")]
    public string? Name { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("What is done when a rule can't be told yet: fail (the gate says no; where absent), warn or pass.")]
    [AllowedValues("fail", "warn", "pass")]
    public string? Inconclusive { get; init; }

    [Description("calibrated: rules on scores of a judge without a calibration can't be told. any, where absent: such scores decide and are labelled.")]
    [AllowedValues("any", "calibrated")]
    public string? Judges { get; init; }

    [Description("Column that says which lines belong together, such as a conversation or a document.")]
    public string? Cluster { get; init; }

    [Description("All of them must hold.")]
    public required IReadOnlyList<GateRuleShape> Rules { get; init; }
}

/// <summary>Rules on one metric.</summary>
internal sealed record GateRuleShape
{
    [Description("Column of scores: of an evaluator, an output of the run, or latency (seconds), cost (dollars), total_tokens, prompt_tokens, completion_tokens of its lines.")]
    public string? Metric { get; init; }

    [Description("The mean.")]
    public LimitsShape? Mean { get; init; }

    [Description("The share of lines that pass the evaluator's threshold; a line without an answer does not pass. 0 to 1.")]
    public LimitsShape? PassRate { get; init; }

    [Description("The value that half of the lines stay below.")]
    public BoundsShape? P50 { get; init; }

    [Description("The value that 95 % of the lines stay below.")]
    public BoundsShape? P95 { get; init; }

    [Description("The sum over all lines.")]
    public BoundsShape? Total { get; init; }

    [Description("The share of lines that have a score. 0 to 1.")]
    public BoundsShape? Coverage { get; init; }

    [Description("Lines that pass in the baseline and fail now.")]
    public BoundsShape? FlipsLost { get; init; }

    [Description("Lines that gave no answer; needs no metric.")]
    public BoundsShape? FailedLines { get; init; }

    [Description("Only lines with these values in these columns (inputs or outputs).")]
    public IReadOnlyDictionary<string, JsonElement>? Where { get; init; }

    [Description("Once for each value of this column.")]
    public string? Each { get; init; }

    [Description("interval, where absent: passes or fails only where the whole 95 % interval does. estimate: the figure itself decides, however few lines it is from.")]
    [AllowedValues("interval", "estimate")]
    public string? JudgeOn { get; init; }

    [Description("Lines without a score: bound, where absent, counts them as badly and as well as can be. leave_out: the metric is not meant for them.")]
    [AllowedValues("bound", "leave_out")]
    public string? Unscored { get; init; }

    [Description("Which way is better, for not_worse_by and better_by, where the metric does not say.")]
    [AllowedValues("higher", "lower")]
    public string? Better { get; init; }
}

/// <summary>Limits of a figure.</summary>
internal record BoundsShape
{
    [Description("The least it may be.")]
    public double? AtLeast { get; init; }

    [Description("The most it may be.")]
    public double? AtMost { get; init; }
}

/// <summary>Limits of a figure, also against the baseline.</summary>
internal sealed record LimitsShape : BoundsShape
{
    [Description("The largest loss against the baseline that does not matter; more than 0.")]
    public double? NotWorseBy { get; init; }

    [Description("By how much it must beat the baseline; 0 for at all.")]
    public double? BetterBy { get; init; }
}

/// <summary>The shapes of the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GateShape))]
[JsonSerializable(typeof(GateRuleShape))]
[JsonSerializable(typeof(BoundsShape))]
[JsonSerializable(typeof(LimitsShape))]
internal sealed partial class GateShapes : JsonSerializerContext;

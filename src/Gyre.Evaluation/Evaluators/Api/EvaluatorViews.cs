using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators.Api;

/// <summary>What a user must know of an evaluator before relying on it.</summary>
/// <param name="Name">As evaluations name it.</param>
/// <param name="Version">Changes whenever the same line could get another score.</param>
/// <param name="Description">What its score says.</param>
/// <param name="Judged">Whether a model judges.</param>
/// <param name="HasOwnPrompt">Whether the workspace's own prompt is used in place of the built-in one.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Metrics">What it gives, the main one first.</param>
/// <param name="Calibration">How far it was held against people; null where no model judges.</param>
/// <param name="Fault">Why the workspace's own prompt can't be used; null where it can, or there is none.</param>
internal sealed record EvaluatorView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("judged")] bool Judged,
    [property: JsonPropertyName("has_own_prompt")] bool HasOwnPrompt,
    [property: JsonPropertyName("inputs")] IReadOnlyList<EvaluatorInputView> Inputs,
    [property: JsonPropertyName("metrics")] IReadOnlyList<EvaluatorMetricView> Metrics,
    [property: JsonPropertyName("calibration")] CalibrationLabelView? Calibration,
    [property: JsonPropertyName("fault")] string? Fault)
{
    /// <exception cref="ProblemException"><c>evaluator-not-found</c>, with the nearest name.</exception>
    public static EvaluatorView Of(string name, string? workspace)
    {
        if (!EvaluatorLibrary.Names.Contains(name, StringComparer.Ordinal))
        {
            throw new ProblemException(new Problem("evaluator-not-found", $"There is no evaluator '{name}'.{NearestName.Hint(name, EvaluatorLibrary.Names)}") { Field = "name" });
        }

        var (card, fault) = CardOf(name, workspace);
        return new(
            name,
            card.Version,
            card.Description,
            card.IsJudged,
            card.Prompts.Any(p => JudgePrompt.Now(p, workspace).IsOwn),
            [.. card.Inputs.Select(i => new EvaluatorInputView(i.Name, i.IsRequired))],
            [.. card.Metrics.Select(EvaluatorMetricView.Of)],
            card.IsJudged ? CalibrationLabelView.Of(card, workspace) : null,
            fault);
    }

    // One prompt that can't be read takes no other evaluator with it.
    private static (EvaluatorCard Card, string? Fault) CardOf(string name, string? workspace)
    {
        try
        {
            return (EvaluatorLibrary.Card(name, workspace), null);
        }
        catch (ProblemException e)
        {
            return (EvaluatorLibrary.Card(name), $"{Path.GetFileName(e.Problem.File)}{(e.Problem.Line is { } line ? $", line {line}" : "")}: {e.Problem.Message}");
        }
    }
}

/// <summary>An input of an evaluator.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Required">Whether a line without it cannot be scored.</param>
internal sealed record EvaluatorInputView([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("required")] bool Required);

/// <summary>A score that an evaluator gives.</summary>
/// <param name="Name">Its column.</param>
/// <param name="Kind">What values there are.</param>
/// <param name="Low">The least; null for no bound.</param>
/// <param name="High">The greatest; null for no bound.</param>
/// <param name="Better">Which end is good.</param>
/// <param name="Threshold">From where on a line passes, inclusive; null where nothing passes or fails.</param>
internal sealed record EvaluatorMetricView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind"), AllowedValues("number", "ordinal", "truth", "label")] string Kind,
    [property: JsonPropertyName("low")] double? Low,
    [property: JsonPropertyName("high")] double? High,
    [property: JsonPropertyName("better"), AllowedValues("higher", "lower", "none")] string Better,
    [property: JsonPropertyName("threshold")] double? Threshold)
{
    public static EvaluatorMetricView Of(MetricCard m) => new(
        m.Name,
        m.Scale.Kind.ToString().ToLowerInvariant(),
        m.Scale.Low,
        m.Scale.High,
        m.Direction switch { Direction.HigherIsBetter => "higher", Direction.LowerIsBetter => "lower", _ => "none" },
        m.Threshold);
}

/// <summary>How far a judge was held against people.</summary>
/// <param name="Label">In words, as it stands beside its figures; of whichever model judges.</param>
/// <param name="IsCalibrated">Whether people were shown to agree with it in this version.</param>
/// <param name="Judge">The model that this holds for; null where it was not named, or there is no record.</param>
internal sealed record CalibrationLabelView(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("is_calibrated")] bool IsCalibrated,
    [property: JsonPropertyName("judge")] string? Judge)
{
    public static CalibrationLabelView Of(EvaluatorCard card, string? workspace)
    {
        try
        {
            var record = workspace is null ? null : CalibrationRecord.Find(workspace, card.Name);
            return new(CalibrationRecord.Label(record, card.Version, record?.Judge), record?.VouchesFor(card.Version, record.Judge) == true, record?.Judge);
        }
        catch (ProblemException e)
        {
            return new($"uncalibrated: {e.Problem.Message}", false, null);
        }
    }
}

/// <summary>An evaluator with the prompts that its judge gets.</summary>
/// <param name="Evaluator">The evaluator.</param>
/// <param name="Prompts">What a judge is told; none where no model judges.</param>
internal sealed record EvaluatorDetailView(
    [property: JsonPropertyName("evaluator")] EvaluatorView Evaluator,
    [property: JsonPropertyName("prompts")] IReadOnlyList<EvaluatorPromptView> Prompts)
{
    public static EvaluatorDetailView Of(string name, string? workspace)
    {
        var view = EvaluatorView.Of(name, workspace);
        return new(view, [.. EvaluatorLibrary.Card(name).Prompts.Select(p => (Name: p, Text: JudgePrompt.Now(p, workspace))).Select(p => new EvaluatorPromptView(p.Name, p.Text.Text, p.Text.IsOwn))]);
    }
}

/// <summary>A prompt of a judge.</summary>
/// <param name="Name">A workspace replaces it by evaluators/NAME.prompty.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsOwn">Whether it is the workspace's.</param>
internal sealed record EvaluatorPromptView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("is_own")] bool IsOwn);

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Evaluations.Api;
using Gyre.Evaluation.Gates.Outputs;

namespace Gyre.Evaluation.Gates.Api;

/// <summary>A policy file of the workspace.</summary>
/// <param name="File">Path in the workspace.</param>
/// <param name="Name">Its own name, or the file's.</param>
/// <param name="Rules">How many questions it asks, slices not counted.</param>
/// <param name="NeedsBaseline">Whether a rule compares.</param>
/// <param name="Inconclusive">What a rule that can't be told yet means: fail, warn, pass.</param>
/// <param name="Fault">Why it can't be read; null where it can.</param>
/// <param name="Text">The file.</param>
/// <param name="Last">What it said last; null where it was never asked.</param>
internal sealed record GatePolicyView(string File, string Name, int Rules, [property: JsonPropertyName("needs_baseline")] bool NeedsBaseline, string? Inconclusive, string? Fault, string Text, GateVerdictView? Last = null);

/// <summary>What is to be judged, by what.</summary>
/// <param name="Run">A run, an evaluation with one target, or <c>evaluation:target</c>.</param>
/// <param name="Against">What it is compared with, where the policy compares.</param>
/// <param name="Policy">Path of a policy file in the workspace.</param>
/// <param name="Text">A policy that is no file, in place of one.</param>
/// <param name="Keep">Whether the verdict by a policy that is a file becomes what it said last; true where absent. False to look only.</param>
internal sealed record GateRequest(string Run, string? Against = null, string? Policy = null, string? Text = null, bool Keep = true);

/// <summary>What a gate says.</summary>
internal sealed record GateView
{
    /// <summary>Of all checks together.</summary>
    [AllowedValues("pass", "fail", "inconclusive")]
    public required string Verdict { get; init; }

    /// <summary>Whether it may go out, with what the policy says of what can't be told.</summary>
    public required bool Opens { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>How much luck there is in it; null where there is none.</summary>
    public required string? Luck { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>What was judged.</summary>
    public required string Run { get; init; }

    /// <summary>What it was compared with.</summary>
    public required string? Against { get; init; }

    /// <summary>How many checks were judged by an interval.</summary>
    public required int Family { get; init; }

    /// <summary>In the order of the policy.</summary>
    public required IReadOnlyList<GateCheckView> Checks { get; init; }

    /// <summary>The same for an issue or a pull request.</summary>
    public required string Markdown { get; init; }

    /// <summary>Why the verdict could not be kept; absent where it was, and where the policy is no file.</summary>
    [JsonPropertyName("not_kept"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotKept { get; init; }

    internal static GateView Of(GateResult result) => new()
    {
        Verdict = GateSummary.Word(result.Verdict),
        Opens = result.Opens,
        Sentence = GateSummary.Sentence(result),
        Luck = GateSummary.Luck(result),
        Policy = result.Policy.Name,
        Run = result.Candidate,
        Against = result.Baseline,
        Family = result.Family,
        Checks = [.. result.Checks.Select(c => GateCheckView.Of(c, result))],
        Markdown = GateMarkdown.Text(result),
    };
}

/// <summary>What one rule found.</summary>
internal sealed record GateCheckView
{
    /// <summary>What was measured.</summary>
    public required string Name { get; init; }

    /// <summary>The column; null where it is of none.</summary>
    public required string? Metric { get; init; }

    /// <summary>What of it: pass_rate, p95 …</summary>
    public required string Measure { get; init; }

    /// <summary>What is wanted, in words.</summary>
    public required string Wanted { get; init; }

    /// <summary>at_least, at_most, not_worse_by, better_by.</summary>
    [JsonPropertyName("limit_kind")]
    public required string LimitKind { get; init; }

    /// <summary>The limit's number.</summary>
    public required double Limit { get; init; }

    /// <summary>On the rule.</summary>
    [AllowedValues("pass", "fail", "inconclusive")]
    public required string Verdict { get; init; }

    /// <summary>Whether it stands in the way.</summary>
    public required bool Blocks { get; init; }

    /// <summary>The figure with its interval.</summary>
    public required IntervalView Value { get; init; }

    /// <summary>The same as people read it.</summary>
    public required string Words { get; init; }

    /// <summary>The verdict in a sentence or two.</summary>
    public required string Sentence { get; init; }

    /// <summary>Lines it is from.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that should have had a score and have none.</summary>
    [JsonPropertyName("without_score")]
    public required int WithoutScore { get; init; }

    /// <summary>About how many more lines would settle it.</summary>
    [JsonPropertyName("more_lines")]
    public required int? MoreLines { get; init; }

    /// <summary>How far its judge was held against people; null where no model judges.</summary>
    public required string? Judge { get; init; }

    /// <summary>The lines that speak most against it.</summary>
    public required IReadOnlyList<GateEvidenceView> Evidence { get; init; }

    /// <summary>1-based line of the rule in the policy.</summary>
    [JsonPropertyName("policy_line")]
    public required int PolicyLine { get; init; }

    internal static GateCheckView Of(GateCheck check, GateResult result) => new()
    {
        Name = check.Name,
        Metric = check.Metric.Length == 0 ? null : check.Metric,
        Measure = check.Measure,
        Wanted = check.Limit,
        LimitKind = check.LimitKind,
        Limit = check.LimitValue,
        Verdict = GateSummary.Word(check.Verdict),
        Blocks = result.Blocks(check),
        Value = IntervalView.Of(check.Value),
        Words = check.Words,
        Sentence = check.Sentence,
        Lines = check.Lines,
        WithoutScore = check.Missing,
        MoreLines = check.MoreLines,
        Judge = check.Judge,
        Evidence = [.. check.Evidence.Select(e => new GateEvidenceView(e.Line, e.Value is { } v ? Answers.Finite(v) : null, e.Baseline is { } b ? Answers.Finite(b) : null))],
        PolicyLine = check.PolicyLine,
    };
}

/// <summary>A line that speaks against a rule.</summary>
/// <param name="Line">Its number in the run.</param>
/// <param name="Value">Its value; null where it has none.</param>
/// <param name="Baseline">Its value in the baseline; null where that is not compared.</param>
internal sealed record GateEvidenceView(string Line, double? Value, double? Baseline);

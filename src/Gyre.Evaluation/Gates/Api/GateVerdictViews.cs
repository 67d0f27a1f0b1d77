using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Gates.Outputs;
using Gyre.Evaluation.Gates.Verdicts;

namespace Gyre.Evaluation.Gates.Api;

/// <summary>Verdicts, the newest first.</summary>
/// <param name="Verdicts">Some of them.</param>
/// <param name="Next">What to ask for as <c>before</c> for the next ones; null where there are none.</param>
internal sealed record GateVerdictsView(IReadOnlyList<GateVerdictView> Verdicts, long? Next);

/// <summary>What a gate said once.</summary>
internal sealed record GateVerdictView
{
    /// <summary>Grows with each verdict.</summary>
    public required long Id { get; init; }

    /// <summary>Path of the policy's file in the workspace.</summary>
    public required string Policy { get; init; }

    /// <summary>What the policy called itself.</summary>
    public required string Name { get; init; }

    /// <summary>What was judged: a run, or a target as <c>evaluation:target</c>.</summary>
    public required string Run { get; init; }

    /// <summary>What it was compared with; null where it was with nothing.</summary>
    public required string? Against { get; init; }

    /// <summary>Of all checks together.</summary>
    [AllowedValues("pass", "fail", "inconclusive")]
    public required string Verdict { get; init; }

    /// <summary>Whether it could go out.</summary>
    public required bool Opens { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>About how many more lines would settle what could not be told; null where none would.</summary>
    [JsonPropertyName("more_lines")]
    public required int? MoreLines { get; init; }

    /// <summary>When it said so last.</summary>
    [JsonPropertyName("judged_at")]
    public required DateTimeOffset JudgedAt { get; init; }

    /// <summary>Whether the policy was changed since, or is gone.</summary>
    [JsonPropertyName("policy_changed")]
    public required bool PolicyChanged { get; init; }

    /// <summary>Of what was judged and compared with, what is no longer there, so that the verdict can't be looked into any more.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    internal static GateVerdictView Of(KeptVerdict kept, bool policyChanged, IReadOnlyList<string> gone) => new()
    {
        Id = kept.Id,
        Policy = kept.Policy,
        Name = kept.Name,
        Run = kept.Run,
        Against = kept.Against,
        Verdict = GateSummary.Word(kept.Verdict),
        Opens = kept.Opens,
        Sentence = kept.Sentence,
        MoreLines = kept.MoreLines,
        JudgedAt = kept.JudgedAt,
        PolicyChanged = policyChanged,
        Gone = gone,
    };
}

namespace Gyre.Evaluation.Gates.Verdicts;

/// <summary>What a gate said once, as it is kept.</summary>
internal sealed record KeptVerdict
{
    /// <summary>Grows with each verdict.</summary>
    public required long Id { get; init; }

    /// <summary>Path of the policy's file, in the workspace with slashes.</summary>
    public required string Policy { get; init; }

    /// <summary>What the policy called itself.</summary>
    public required string Name { get; init; }

    /// <summary>Of the policy's file when it judged.</summary>
    public required string Digest { get; init; }

    /// <summary>What was judged, as it was named.</summary>
    public required string Run { get; init; }

    /// <summary>What it was compared with; null where it was with nothing.</summary>
    public required string? Against { get; init; }

    /// <summary>Of all checks together.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>Whether it could go out.</summary>
    public required bool Opens { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>About how many more lines would settle what could not be told; null where none would.</summary>
    public required int? MoreLines { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset JudgedAt { get; init; }
}

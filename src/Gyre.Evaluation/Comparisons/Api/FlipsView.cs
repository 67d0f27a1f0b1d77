using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Comparisons.Api;

/// <summary>Lines that pass in one system and fail in the other.</summary>
/// <param name="Matched">How many there are, with the filters.</param>
/// <param name="From">Place of the first of <see cref="Flips"/>.</param>
/// <param name="Flips">Those lost first.</param>
/// <param name="BaselineRun">The run that the baseline's lines are of; null where its answers are in a file.</param>
/// <param name="CandidateRun">The candidate's.</param>
internal sealed record FlipsView(
    int Matched,
    int From,
    IReadOnlyList<FlipView> Flips,
    [property: JsonPropertyName("baseline_run")] string? BaselineRun,
    [property: JsonPropertyName("candidate_run")] string? CandidateRun);

/// <summary>One such line.</summary>
/// <param name="Line">Its number in both runs.</param>
/// <param name="Now">pass or fail, in the candidate.</param>
/// <param name="A">The baseline's score.</param>
/// <param name="B">The candidate's.</param>
/// <param name="Inputs">What both were asked; long texts are cut.</param>
/// <param name="BaselineAnswer">What the baseline said.</param>
/// <param name="CandidateAnswer">What the candidate said.</param>
internal sealed record FlipView(
    string Line,
    string Now,
    double? A,
    double? B,
    JsonObject Inputs,
    [property: JsonPropertyName("baseline_answer")] string? BaselineAnswer,
    [property: JsonPropertyName("candidate_answer")] string? CandidateAnswer);

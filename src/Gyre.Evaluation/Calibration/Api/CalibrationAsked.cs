using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Calibration.Api;

/// <summary>What a judge is to be held against, and where the labels are.</summary>
/// <param name="Labels">The labelled lines.</param>
/// <param name="Judge">The column of the judge's scores, nested ones as a.b.</param>
/// <param name="People">The columns of people's labels, one for each; a column that holds an object stands for all people in it.</param>
/// <param name="Passing">The label from which people call a line good; null where labels are 0 and 1.</param>
/// <param name="Slices">Columns by whose values agreement is shown once more.</param>
/// <param name="Cluster">The column that says which lines belong together; null where every line stands alone.</param>
/// <param name="Key">The column that names a line; null for its number.</param>
/// <param name="Production">Other traffic that the judge has scored; null for none.</param>
/// <param name="Evaluator">The evaluator to write it down for; where absent the run's, or the judge's column.</param>
/// <param name="Version">Its version; where absent the run's.</param>
/// <param name="JudgeModel">The model that judged, as connection/model; where absent the run's.</param>
/// <param name="Record">Whether to write the result into the workspace.</param>
internal sealed record CalibrationAsked(
    [property: JsonPropertyName("labels")] ScoredLines Labels,
    [property: JsonPropertyName("judge")] string Judge,
    [property: JsonPropertyName("people")] IReadOnlyList<string> People,
    [property: JsonPropertyName("passing")] double? Passing = null,
    [property: JsonPropertyName("slices")] IReadOnlyList<string>? Slices = null,
    [property: JsonPropertyName("cluster")] string? Cluster = null,
    [property: JsonPropertyName("key")] string? Key = null,
    [property: JsonPropertyName("production")] ScoredLines? Production = null,
    [property: JsonPropertyName("evaluator")] string? Evaluator = null,
    [property: JsonPropertyName("version")] string? Version = null,
    [property: JsonPropertyName("judge_model")] string? JudgeModel = null,
    [property: JsonPropertyName("record")] bool Record = false)
{
    public CalibrationRequest ToRequest() => new(Judge, People) { Passing = Passing, Slices = Slices ?? [], Cluster = Given(Cluster), Key = Given(Key) };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>Lines with scores: a dataset, a run with what scored it, or a file that is sent. One of them.</summary>
/// <param name="Dataset">As name@version, or name for the latest.</param>
/// <param name="Run">A run; of other traffic also evaluation:target.</param>
/// <param name="File">A file.</param>
internal sealed record ScoredLines(
    [property: JsonPropertyName("dataset")] string? Dataset = null,
    [property: JsonPropertyName("run")] string? Run = null,
    [property: JsonPropertyName("file")] SentLines? File = null);

/// <summary>A file that is sent in a request.</summary>
/// <param name="Name">Its suffix says what it is: .csv, .tsv, .json, .jsonl.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SentLines(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("text")] string Text);

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>How to part a version.</summary>
/// <param name="Parts">The datasets to make, two or more.</param>
/// <param name="Version">The latest where absent.</param>
/// <param name="Seed">Another number parts otherwise; 1 where absent.</param>
/// <param name="Group">A column whose rows of one value stay together.</param>
/// <param name="Stratify">A column whose values have the same shares in every part, to a row.</param>
internal sealed record SplitAsked(
    [property: JsonPropertyName("parts")] IReadOnlyList<SplitPart> Parts,
    [property: JsonPropertyName("version")] int? Version = null,
    [property: JsonPropertyName("seed")] int? Seed = null,
    [property: JsonPropertyName("group")] string? Group = null,
    [property: JsonPropertyName("stratify")] string? Stratify = null);

/// <summary>A part.</summary>
/// <param name="Name">The dataset to make.</param>
/// <param name="Share">Relative to the sum of all shares.</param>
internal sealed record SplitPart([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("share")] double Share);

/// <summary>How to draw rows.</summary>
/// <param name="Count">How many.</param>
/// <param name="Into">The dataset to make.</param>
/// <param name="Version">The latest where absent.</param>
/// <param name="Seed">Another number draws others; 1 where absent.</param>
/// <param name="Stratify">A column whose values keep their shares, to a row.</param>
internal sealed record SampleAsked(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("into")] string Into,
    [property: JsonPropertyName("version")] int? Version = null,
    [property: JsonPropertyName("seed")] int? Seed = null,
    [property: JsonPropertyName("stratify")] string? Stratify = null);

/// <summary>What counts as the same row.</summary>
/// <param name="By">exact: equal values; normalized: but for case, punctuation and blanks; near: but for a few letters or words. exact where absent.</param>
/// <param name="Threshold">For near: the share of runs of five characters in common, from 0.3 to 1; 0.8 where absent.</param>
/// <param name="Columns">The columns to compare; all but the key where absent.</param>
/// <param name="Into">The dataset to make; a new version of the same where absent.</param>
/// <param name="Version">The latest where absent.</param>
/// <param name="Preview">Whether to make nothing.</param>
internal sealed record DedupeAsked(
    [property: JsonPropertyName("by"), AllowedValues("exact", "normalized", "near")] string? By = null,
    [property: JsonPropertyName("threshold")] double? Threshold = null,
    [property: JsonPropertyName("columns")] IReadOnlyList<string>? Columns = null,
    [property: JsonPropertyName("into")] string? Into = null,
    [property: JsonPropertyName("version")] int? Version = null,
    [property: JsonPropertyName("preview")] bool Preview = false);

/// <summary>Rows that repeat earlier ones.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="DroppedCount">How many of them repeat one.</param>
/// <param name="Dropped">The first of those.</param>
/// <param name="Added">What was made; null where only a look was asked for.</param>
internal sealed record DedupeView(
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("dropped_count")] int DroppedCount,
    [property: JsonPropertyName("dropped")] IReadOnlyList<DroppedRowView> Dropped,
    [property: JsonPropertyName("added")] VersionAddedView? Added);

/// <summary>A row that repeats an earlier one.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Repeats">The number of the one that stays.</param>
/// <param name="Similarity">1 for the same.</param>
/// <param name="Value">The row, long values cut.</param>
/// <param name="Kept">The one that stays.</param>
internal sealed record DroppedRowView(
    [property: JsonPropertyName("row")] int Row,
    [property: JsonPropertyName("repeats")] int Repeats,
    [property: JsonPropertyName("similarity")] double Similarity,
    [property: JsonPropertyName("value")] JsonObject Value,
    [property: JsonPropertyName("kept")] JsonObject Kept);

/// <summary>What to hold rows against.</summary>
/// <param name="Version">The latest where absent.</param>
/// <param name="Schema">A JSON Schema of a row, as text; the dataset's where absent.</param>
internal sealed record ValidateAsked(
    [property: JsonPropertyName("version")] int? Version = null,
    [property: JsonPropertyName("schema")] string? Schema = null);

/// <summary>Whether rows conform.</summary>
/// <param name="Rows">How many were looked at.</param>
/// <param name="BadRows">How many have a fault.</param>
/// <param name="Faults">The first of them.</param>
internal sealed record ValidationView(
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("bad_rows")] long BadRows,
    [property: JsonPropertyName("faults")] IReadOnlyList<RowFaultView> Faults)
{
    public static ValidationView Of(RowReport report) => new(report.Rows, report.BadRows, [.. report.Faults.Select(RowFaultView.Of)]);
}

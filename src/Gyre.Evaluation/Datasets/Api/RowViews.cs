using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>Some rows of a version.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Version">The version they are of.</param>
/// <param name="Total">How many rows the version has.</param>
/// <param name="Rows">In order.</param>
/// <param name="Next">What to send as the cursor to go on; null at the end. With a filter there may be more although few or none are here.</param>
internal sealed record RowsView(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("total")] long Total,
    [property: JsonPropertyName("rows")] IReadOnlyList<RowView> Rows,
    [property: JsonPropertyName("next")] int? Next);

/// <summary>A row.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Value">By column. Whole numbers beyond 2^53 and NaN are texts.</param>
/// <param name="Cut">Columns of which only the beginning is here, as text; the row alone has all of it.</param>
internal sealed record RowView(
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("value")] JsonObject Value,
    [property: JsonPropertyName("cut")] IReadOnlyList<string> Cut);

/// <summary>What the rows of a version look like.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Version">The version.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="Columns">In the order they are met.</param>
internal sealed record ProfileView(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("columns")] IReadOnlyList<ColumnView> Columns)
{
    public static ProfileView Of(PinnedDataset pinned, DatasetProfile profile) => new(pinned.Dataset.Name, pinned.Version.Number, pinned.Version.Rows, [.. profile.Columns.Select(ColumnView.Of)]);
}

/// <summary>What the values of a column look like.</summary>
/// <param name="Name">The column's.</param>
/// <param name="Kinds">How many values are of which kind: text, whole number, number, true or false, list, object.</param>
/// <param name="Missing">Rows where it is null or absent.</param>
/// <param name="Empty">Texts without a letter.</param>
/// <param name="Low">The smallest number; null without any.</param>
/// <param name="High">The largest number.</param>
/// <param name="Shortest">Characters of the shortest text; null without any.</param>
/// <param name="Longest">Characters of the longest text.</param>
/// <param name="Examples">The first different values, cut short.</param>
internal sealed record ColumnView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kinds")] IReadOnlyDictionary<string, long> Kinds,
    [property: JsonPropertyName("missing")] long Missing,
    [property: JsonPropertyName("empty")] long Empty,
    [property: JsonPropertyName("low")] double? Low,
    [property: JsonPropertyName("high")] double? High,
    [property: JsonPropertyName("shortest")] int? Shortest,
    [property: JsonPropertyName("longest")] int? Longest,
    [property: JsonPropertyName("examples")] IReadOnlyList<string> Examples)
{
    public static ColumnView Of(ColumnProfile c) => new(c.Name, c.Kinds, c.Missing, c.Empty, c.Numbers?.Low, c.Numbers?.High, c.Lengths?.Shortest, c.Lengths?.Longest, c.FirstValues);
}

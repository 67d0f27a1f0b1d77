using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>Rows to add.</summary>
/// <param name="Rows">Each an object of columns.</param>
/// <param name="From">Where they come from, in words, for who looks at the version later: <c>the playground</c>.</param>
internal sealed record NewRows(
    [property: JsonPropertyName("rows")] IReadOnlyList<JsonObject> Rows,
    [property: JsonPropertyName("from")] string? From = null);

/// <summary>What would come of a file.</summary>
/// <param name="Rows">How many were read.</param>
/// <param name="Columns">In the order they are met.</param>
/// <param name="First">The first rows.</param>
/// <param name="BadRows">How many do not keep what the dataset promises.</param>
/// <param name="Faults">The first of what is wrong, by line; where the file could not be read to its end, why comes last.</param>
internal sealed record PreviewView(
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("columns")] IReadOnlyList<ColumnView> Columns,
    [property: JsonPropertyName("first")] IReadOnlyList<RowView> First,
    [property: JsonPropertyName("bad_rows")] long BadRows,
    [property: JsonPropertyName("faults")] IReadOnlyList<RowFaultView> Faults)
{
    public static PreviewView Of(RowsPreview p) => new(
        p.Report.Rows,
        [.. p.Profile.Columns.Select(ColumnView.Of)],
        [.. p.First.Select((row, i) => new RowView(i + 1, RowJson.Short(row, 500, out var cut), cut))],
        p.Report.BadRows,
        [.. p.Report.Faults.Select(RowFaultView.Of), .. p.Broken is { } broken ? new[] { new RowFaultView(broken.Line, null, "", broken.Message) } : []]);
}

/// <summary>What is wrong with one row.</summary>
/// <param name="Line">Of the file, from 1; null where rows have no lines.</param>
/// <param name="Row">Its number from 1; null where it could not be read.</param>
/// <param name="Field">Where in the row; empty for the row itself.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record RowFaultView(
    [property: JsonPropertyName("line")] int? Line,
    [property: JsonPropertyName("row")] long? Row,
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("message")] string Message)
{
    public static RowFaultView Of(RowFault f) => new(f.Line, f.Row, f.Field, f.Message);
}

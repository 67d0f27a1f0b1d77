using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>What differs between two versions.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="From">The older version.</param>
/// <param name="To">The newer one.</param>
/// <param name="Key">The column that rows were found by; null for their content, when no row counts as changed.</param>
/// <param name="Same">Rows that both have alike.</param>
/// <param name="Added">Rows that only the newer has.</param>
/// <param name="Removed">Rows that only the older has.</param>
/// <param name="Changed">Rows whose key both have, with another content.</param>
/// <param name="AddedColumns">Columns that only the newer has.</param>
/// <param name="RemovedColumns">Columns that only the older has.</param>
/// <param name="Rows">Some of them: changed ones, then removed, then added.</param>
/// <param name="Next">What to send as the cursor to go on; null at the end.</param>
internal sealed record DiffView(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("from")] int From,
    [property: JsonPropertyName("to")] int To,
    [property: JsonPropertyName("key")] string? Key,
    [property: JsonPropertyName("same")] long Same,
    [property: JsonPropertyName("added")] long Added,
    [property: JsonPropertyName("removed")] long Removed,
    [property: JsonPropertyName("changed")] long Changed,
    [property: JsonPropertyName("added_columns")] IReadOnlyList<string> AddedColumns,
    [property: JsonPropertyName("removed_columns")] IReadOnlyList<string> RemovedColumns,
    [property: JsonPropertyName("rows")] IReadOnlyList<DiffRowView> Rows,
    [property: JsonPropertyName("next")] int? Next);

/// <summary>A row that differs.</summary>
/// <param name="Kind">How.</param>
/// <param name="Before">Its number in the older version; null where it is not there.</param>
/// <param name="After">Its number in the newer version; null where it is not there.</param>
/// <param name="Key">The value of the key, as text; null without one.</param>
/// <param name="Cells">What differs; of a row that was added or removed all that is in it.</param>
internal sealed record DiffRowView(
    [property: JsonPropertyName("kind"), AllowedValues("changed", "removed", "added")] string Kind,
    [property: JsonPropertyName("before")] int? Before,
    [property: JsonPropertyName("after")] int? After,
    [property: JsonPropertyName("key")] string? Key,
    [property: JsonPropertyName("cells")] IReadOnlyList<DiffCellView> Cells);

/// <summary>A value that differs, as text.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Before">In the older version; null where the row has no such column.</param>
/// <param name="After">In the newer version.</param>
/// <param name="IsCut">Whether only the beginning is here.</param>
internal sealed record DiffCellView(
    [property: JsonPropertyName("column")] string Column,
    [property: JsonPropertyName("before")] string? Before,
    [property: JsonPropertyName("after")] string? After,
    [property: JsonPropertyName("is_cut")] bool IsCut)
{
    public static DiffCellView Of(ChangedCell c, int most)
    {
        var (before, after) = (c.WasThere ? Text(c.Before) : null, c.IsThere ? Text(c.After) : null);
        return new DiffCellView(c.Column, Cut(before), Cut(after), before?.Length > most || after?.Length > most);

        string? Cut(string? text) => text is null || text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private static string Text(object? value) => value as string ?? PythonJson.Write(value);
}

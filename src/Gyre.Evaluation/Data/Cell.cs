using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>A value of a row by its column; those of nested objects are named by dots, as <c>meta.id</c>.</summary>
internal static class Cell
{
    /// <summary>False where the row has no such column.</summary>
    public static bool TryFind(PythonDict row, string column, out object? value)
    {
        if (row.TryGetValue(column, out value))
        {
            return true;
        }

        var dot = column.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && row.TryGetValue(column[..dot], out var inner) && inner is PythonDict dict && TryFind(dict, column[(dot + 1)..], out value);
    }

    /// <summary>Null where the row has no such column.</summary>
    public static object? Find(PythonDict row, string column) => TryFind(row, column, out var value) ? value : null;
}

using System.Globalization;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Puts the fields of one source's rows into a table.</summary>
internal sealed class RowTarget(string file, ScoreFields wanted, ScoreTable table)
{
    private readonly Dictionary<string, ScoreColumn> columns = new(StringComparer.Ordinal);

    /// <summary>Adds a row.</summary>
    /// <param name="fields">Those it has.</param>
    /// <param name="line">1-based place in the file.</param>
    public void Add(IReadOnlyList<RowFields.Field> fields, int line)
    {
        var key = wanted.Key is null ? line.ToString(CultureInfo.InvariantCulture) : null;
        foreach (var field in fields)
        {
            key = field.IsKey ? field.Text : key;
        }

        if (key is null)
        {
            throw new ProblemException(new Problem("key-missing", $"This line has no '{wanted.Key}' to join on.") { File = file, Line = line, Field = wanted.Key });
        }

        var row = table.Row(key, line, out var isNew);
        if (!isNew && !wanted.JoinsRows)
        {
            throw new ProblemException(new Problem("key-repeated", $"'{wanted.Key}' is '{key}' here and on line {table.LineOf(row)} already. A key must name one line.") { File = file, Line = line, Field = wanted.Key });
        }

        foreach (var field in fields)
        {
            if (!field.IsKey)
            {
                Set(field, row, line);
            }
        }
    }

    private void Set(RowFields.Field field, int row, int line)
    {
        var column = field.Column ??= NewColumn(field.Path);
        if (field.WantsText)
        {
            column.SetText(row, field.Text);
        }

        if (!field.WantsNumber)
        {
            return;
        }

        if (field.Word is { } word)
        {
            column.SetWord(row, word, line);
        }
        else
        {
            column.Set(row, field.Number);
        }
    }

    // A column of an earlier source is replaced as a whole, not line by line.
    private ScoreColumn NewColumn(string path)
    {
        if (!columns.TryGetValue(path, out var column))
        {
            columns[path] = column = new ScoreColumn(wanted.Prefix + path);
            table.Replace(column);
        }

        return column;
    }
}

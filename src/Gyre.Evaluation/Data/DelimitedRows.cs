using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>CSV and TSV: the first row names the columns, every value is text, blank lines are passed over.</summary>
internal static class DelimitedRows
{
    public static async IAsyncEnumerable<PlacedRow> ReadAsync(string file, char delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = DataReader.Open(file);
        await using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => RefuseUnclosedQuote(file, record),
        });
        string[]? columns = null;
        while (await NextAsync(reader, file, cancellationToken))
        {
            if (columns is null)
            {
                columns = ColumnNames([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
            }
            else
            {
                yield return new PlacedRow(Row(file, columns, reader), file, (int)reader.LineNumber);
            }
        }
    }

    private static async ValueTask<bool> NextAsync(CsvReader reader, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw DataReader.Broken(file, (int)reader.LineNumber + 1, "there are bytes hereabouts that are no UTF-8; save the file as UTF-8.", e);
        }
    }

    private static PythonDict Row(string file, string[] columns, CsvReader reader)
    {
        if (reader.FieldCount > columns.Length)
        {
            throw DataReader.Broken(file, (int)reader.LineNumber, $"expected {columns.Length} fields, saw {reader.FieldCount}. A value with the delimiter in it must be in double quotes.");
        }

        var row = new PythonDict(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = i < reader.FieldCount ? reader.GetString(i) : "";
        }

        return row;
    }

    // Other oddities of quoting are read as pandas reads them, whose reader the original uses.
    private static void RefuseUnclosedQuote(string file, CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
        {
            throw DataReader.Broken(file, (int)record.LineNumber, "a quoted value that begins here is never closed.");
        }
    }

    // A second column of a name gets .1, .2 … as in pandas.
    private static string[] ColumnNames(string[] header)
    {
        var taken = new HashSet<string>(header, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. header.Select((name, i) =>
        {
            var column = name.Length == 0 ? $"Unnamed: {i}" : name;
            if (seen.Add(column))
            {
                return column;
            }

            var suffix = 1;
            while (!taken.Add($"{column}.{suffix}"))
            {
                suffix++;
            }

            return $"{column}.{suffix}";
        })];
    }
}

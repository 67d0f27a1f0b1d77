using System.Runtime.CompilerServices;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Reads a file of scores: JSON lines, JSON, CSV or TSV.</summary>
internal static class FileScores
{
    /// <exception cref="ProblemException"><c>file-not-found</c>, and what the rows have wrong, with file and line.</exception>
    public static async Task<ScoreTable> ReadAsync(string file, ScoreFields wanted, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new ProblemException(new Problem("file-not-found", $"There is no file '{file}'.") { File = file });
        }

        var table = new ScoreTable(Path.GetFileName(file), file);
        if (IsTable(file))
        {
            await ReadRowsAsync(file, wanted, table, cancellationToken);
        }
        else
        {
            ScoreLines.Read(file, wanted, table, cancellationToken);
        }

        return table;
    }

    /// <summary>The texts of one field on some rows, by key: read again, because keeping all of them would take the memory of the file.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TextsAsync(ScoreTable table, string field, IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var file = table.File!;
        var wanted = keys.Where(key => table.Find(key) >= 0).ToDictionary(key => table.LineOf(table.Find(key)));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = IsTable(file) ? FirstRow(file) : 1;
        await foreach (var row in IsTable(file) ? Rows(file, cancellationToken) : JsonRow(file, wanted.ContainsKey, cancellationToken))
        {
            if (wanted.TryGetValue(line, out var key) && row is not null && At(row, field) is { } text)
            {
                texts[key] = Text(text);
            }

            line++;
        }

        return texts;
    }

    /// <summary>The first of the usual names of an answer that the file's rows have; null where there is none.</summary>
    public static async Task<string?> AnswerFieldAsync(string file, CancellationToken cancellationToken)
    {
        await foreach (var row in new DataReader().ReadAsync(file, cancellationToken))
        {
            return AnswerNames.FirstOrDefault(name => At(row, name) is string);
        }

        return null;
    }

    private static readonly string[] AnswerNames = ["answer", "response", "output", "completion", "prediction", "solution", "text"];

    private static async Task ReadRowsAsync(string file, ScoreFields wanted, ScoreTable table, CancellationToken cancellationToken)
    {
        var fields = new RowFields(wanted);
        var target = new RowTarget(file, wanted, table);
        var line = FirstRow(file);
        await foreach (var row in new DataReader().ReadAsync(file, cancellationToken))
        {
            fields.Read(System.Text.Encoding.UTF8.GetBytes(PythonJson.Write(ScoreLines.Finite(row))));
            target.Add(fields.Met, line++);
        }

        table.Fields.UnionWith(fields.Paths);
    }

    private static bool IsTable(string file) => Path.GetExtension(file) is ".csv" or ".tsv" or ".json";

    // The header is the first line of a table; rows of JSON are counted.
    private static int FirstRow(string file) => Path.GetExtension(file) == ".json" ? 1 : 2;

    private static async IAsyncEnumerable<PythonDict?> Rows(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in new DataReader().ReadAsync(file, cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>One item for each line; what is not wanted is not parsed.</summary>
    private static async IAsyncEnumerable<PythonDict?> JsonRow(string file, Func<int, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 0;
        await foreach (var text in File.ReadLinesAsync(file, cancellationToken))
        {
            yield return isWanted(++line) ? PythonJson.Parse(text) as PythonDict : null;
        }
    }

    private static object? At(PythonDict row, string path)
    {
        if (row.TryGetValue(path, out var value))
        {
            return value;
        }

        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && row.TryGetValue(path[..dot], out var inner) && inner is PythonDict dict ? At(dict, path[(dot + 1)..]) : null;
    }

    private static string Text(object value) => value as string ?? PythonJson.Write(value);
}

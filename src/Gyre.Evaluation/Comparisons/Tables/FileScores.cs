using System.Runtime.CompilerServices;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Reads a file of scores: JSON lines, JSON, CSV or TSV.</summary>
internal static class FileScores
{
    /// <exception cref="ProblemException"><c>file-not-found</c>, and what the rows have wrong, with file and line.</exception>
    public static Task<ScoreTable> ReadAsync(string file, ScoreFields wanted, CancellationToken cancellationToken) => ReadAsync(file, Path.GetFileName(file), wanted, cancellationToken);

    /// <param name="file">Full path.</param>
    /// <param name="called">What it is to whoever asks.</param>
    /// <param name="wanted">Its columns that count.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ScoreTable> ReadAsync(string file, string called, ScoreFields wanted, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new ProblemException(new Problem("file-not-found", $"There is no file '{file}'.") { File = file });
        }

        var table = new ScoreTable(called, file);
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
        await foreach (var (row, line) in IsTable(file) ? Rows(file, cancellationToken) : JsonRows(file, wanted.ContainsKey, cancellationToken))
        {
            if (wanted.TryGetValue(line, out var key) && At(row, field) is { } text)
            {
                texts[key] = Text(text);
            }
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
        await foreach (var (row, line) in Rows(file, cancellationToken))
        {
            fields.Read(System.Text.Encoding.UTF8.GetBytes(PythonJson.Write(ScoreLines.Finite(row))));
            target.Add(fields.Met, line);
        }

        table.Fields.UnionWith(fields.Paths);
    }

    private static bool IsTable(string file) => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".tsv" or ".json";

    /// <summary>The rows of a table with the lines they begin on; rows of JSON are counted.</summary>
    private static async IAsyncEnumerable<(PythonDict Row, int Line)> Rows(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var placed in new DataReader().ReadPlacedAsync(file, cancellationToken))
        {
            count++;
            yield return (placed.Row, placed.Line ?? count);
        }
    }

    /// <summary>The wanted rows of JSON lines; what is not wanted is not parsed.</summary>
    private static async IAsyncEnumerable<(PythonDict Row, int Line)> JsonRows(string file, Func<int, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 0;
        await foreach (var text in File.ReadLinesAsync(file, cancellationToken))
        {
            if (isWanted(++line) && PythonJson.Parse(text) is PythonDict row)
            {
                yield return (row, line);
            }
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

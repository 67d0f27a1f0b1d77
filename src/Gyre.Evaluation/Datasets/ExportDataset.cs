using System.Text;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Writes the rows of a version to a file: .jsonl as they are kept, .json as a list, .csv and .tsv with a column for each that any row has.</summary>
/// <param name="Pinned">The version.</param>
/// <param name="To">Full path; it must not exist.</param>
public sealed record ExportDataset(PinnedDataset Pinned, string To)
{
    /// <summary>Writes it as a whole or not at all.</summary>
    /// <exception cref="ProblemException"><c>file-exists</c>, <c>export-format</c>.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        if (Path.Exists(To))
        {
            throw new ProblemException(new Problem("file-exists", "There is a file already. Choose another name, or remove it.") { File = To });
        }

        var write = Writer(Pinned, Path.GetExtension(To), cancellationToken) ?? throw new ProblemException(new Problem("export-format", $"Rows are written as .jsonl, .json, .csv or .tsv, not as '{Path.GetExtension(To)}'.") { File = To });
        Workspace.AtomicFile.Write(To, write);
    }

    /// <summary>Writes the rows as the suffix says; null for one that is not known.</summary>
    internal static Action<Stream>? Writer(PinnedDataset pinned, string suffix, CancellationToken cancellationToken)
    {
        Action<StoredRows, Stream>? write = suffix.ToLowerInvariant() switch
        {
            ".jsonl" => (_, stream) => Copy(pinned, stream),
            ".json" => (rows, stream) => WriteList(rows, stream, cancellationToken),
            ".csv" => (rows, stream) => WriteTable(rows, stream, ',', cancellationToken),
            ".tsv" => (rows, stream) => WriteTable(rows, stream, '\t', cancellationToken),
            _ => null,
        };
        return write is null ? null : stream =>
        {
            using var rows = new StoredRows(pinned.File);
            write(rows, stream);
        };
    }

    private static void Copy(PinnedDataset pinned, Stream stream)
    {
        using var kept = File.OpenRead(pinned.File);
        kept.CopyTo(stream);
    }

    private static void WriteList(StoredRows rows, Stream stream, CancellationToken cancellationToken)
    {
        foreach (var row in rows.All(cancellationToken))
        {
            stream.Write(row.Number == 1 ? "[\n"u8 : ",\n"u8);
            stream.Write(row.Bytes.Span);
        }

        stream.Write("\n]\n"u8);
    }

    private static void WriteTable(StoredRows rows, Stream stream, char separator, CancellationToken cancellationToken)
    {
        var columns = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var row in rows.All(cancellationToken))
        {
            foreach (var (key, _) in row.Parse())
            {
                columns.TryAdd(PythonText.Str(key), true);
            }
        }

        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        WriteLine(columns.Keys);
        foreach (var row in rows.All(cancellationToken))
        {
            var value = row.Parse();
            WriteLine(columns.Keys.Select(c => TextOf(value.GetValueOrDefault(c))));
        }

        void WriteLine(IEnumerable<string> cells) => text.WriteLine(string.Join(separator, cells.Select(c => Quoted(c, separator, alone: columns.Count == 1))));
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        _ => PythonJson.Write(value),
    };

    // A blank line is no row, so the only cell of one is written in quotes.
    private static string Quoted(string text, char separator, bool alone) =>
        text.AsSpan().IndexOfAny("\"\r\n") >= 0 || text.Contains(separator, StringComparison.Ordinal) || (alone && string.IsNullOrWhiteSpace(text)) || (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}

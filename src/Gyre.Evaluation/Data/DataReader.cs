using System.Runtime.CompilerServices;
using System.Text;
using Gyre.Flows;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>
/// Reads rows of data, one at a time, from a file or from all files of a folder and its subfolders (in the order of their paths).
/// The suffix decides: <c>.csv</c> and <c>.tsv</c> (all values are text), <c>.json</c> (a list of objects, or an object of columns),
/// <c>.jsonl</c>; a file with any other suffix is tried as jsonl and passed over where it is none.
/// </summary>
/// <param name="warn">Told of files that are passed over.</param>
internal sealed class DataReader(Action<string>? warn = null)
{
    internal const string InvalidUserData = "InvalidUserData";

    /// <summary>The rows, columns in the order of the file; relative paths of images are made absolute against the file's folder.</summary>
    /// <param name="path">File or folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FlowException">UserErrorException (nothing there), InvalidUserData (a broken row, named by file and line).</exception>
    public async IAsyncEnumerable<PythonDict> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var placed in ReadPlacedAsync(path, cancellationToken))
        {
            yield return placed.Row;
        }
    }

    /// <summary>The same with the place of each row.</summary>
    public async IAsyncEnumerable<PlacedRow> ReadPlacedAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in FilesOf(path))
        {
            var folder = Path.GetDirectoryName(file)!;
            await foreach (var placed in RowsOf(file, cancellationToken))
            {
                MediaPaths.MakeAbsolute(placed.Row, folder);
                yield return placed;
            }
        }
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : throw new FlowException(ErrorClasses.UserErrorException, $"data path {path} does not exist");
    }

    private IAsyncEnumerable<PlacedRow> RowsOf(string file, CancellationToken cancellationToken) => Path.GetExtension(file) switch
    {
        ".csv" => DelimitedRows.ReadAsync(file, ',', cancellationToken),
        ".tsv" => DelimitedRows.ReadAsync(file, '\t', cancellationToken),
        ".json" => JsonRows.ReadAsync(file, cancellationToken),
        ".jsonl" => JsonLines.ReadPlacedAsync(file, cancellationToken),
        ".parquet" => throw new FlowException(
            InvalidUserData,
            $"There is no reader for Parquet ('{file}'). Convert it to JSON lines, for example with Python: pandas.read_parquet('{Path.GetFileName(file)}').to_json('{Path.GetFileNameWithoutExtension(file)}.jsonl', orient='records', lines=True).")
        { File = file },
        _ => TriedAsJsonLines(file, cancellationToken),
    };

    private async IAsyncEnumerable<PlacedRow> TriedAsJsonLines(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whole or not at all, as the original: rows before the fault would be half a file.
        var rows = new List<PlacedRow>();
        try
        {
            await foreach (var row in JsonLines.ReadPlacedAsync(file, cancellationToken))
            {
                rows.Add(row);
            }
        }
        catch (FlowException)
        {
            warn?.Invoke($"File {Path.GetFileName(file)} is not of a known format (csv, tsv, json, jsonl) and is passed over.");
            yield break;
        }

        foreach (var row in rows)
        {
            yield return row;
        }
    }

    /// <summary>Opens a text file: UTF-8 with or without a byte order mark, or UTF-16 with one.</summary>
    internal static StreamReader Open(string file) =>
        new(
            new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16, Share = FileShare.ReadWrite }),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true);

    internal static FlowException Broken(string file, int line, string reason, Exception? inner = null) =>
        new(InvalidUserData, $"Fail to load invalid data: '{file}', line {line}: {reason} We support file formats: csv, tsv, json, jsonl. Please check input data.", inner)
        {
            File = file,
            Line = line,
        };
}

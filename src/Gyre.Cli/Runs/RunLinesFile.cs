using System.Text;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Cli.Runs;

/// <summary>Writes the lines of a run for other programs: <c>inputs.*</c>, <c>outputs.*</c>, <c>error</c>.</summary>
internal static class RunLinesFile
{
    /// <exception cref="ProblemException"><c>file-exists</c>.</exception>
    public static async Task<int> WriteAsync(RunDetails details, string path, CancellationToken cancellationToken)
    {
        if (Path.Exists(path))
        {
            throw new ProblemException(new Problem("file-exists", "There is a file already. Choose another name, or remove it.") { File = path });
        }

        var csv = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        string[] columns = [.. details.Columns, "error"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (csv)
        {
            await file.WriteLineAsync(string.Join(',', columns.Select(Quoted)).AsMemory(), cancellationToken);
        }

        foreach (var row in details.Rows)
        {
            // What failed has no outputs; the table's "(Failed)" would break averages.
            var cells = columns.Zip(row.Values.Append(row.Error), (column, value) => KeyValuePair.Create(column, !row.Completed && column.StartsWith("outputs.", StringComparison.Ordinal) ? null : value));
            var text = csv ? string.Join(',', cells.Select(c => Quoted(Text(c.Value)))) : PythonJson.Write(new PythonDict(cells));
            await file.WriteLineAsync(text.AsMemory(), cancellationToken);
        }

        return details.Rows.Count;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        _ => PythonJson.Write(value),
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

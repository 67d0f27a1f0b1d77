using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>A run's <c>inputs.jsonl</c>: every row mapped before the first line runs, and what a resume reads.</summary>
internal static class StoredInputs
{
    /// <summary>Maps all rows into the file, which appears only when all could be mapped.</summary>
    /// <returns>How many rows there are and what a new user should know.</returns>
    public static async Task<(int Count, IReadOnlyList<string> Warnings)> WriteAsync(
        string file, LineJoin join, ColumnMapping mapping, IReadOnlyList<FlowInput> inputs, bool byName, CancellationToken cancellationToken)
    {
        var complete = mapping.Complete(inputs);
        var temporary = file + ".new";
        var warnings = new List<string>();
        var count = 0;
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                var buffer = new ArrayBufferWriter<byte>(1 << 16);
                await foreach (var line in join.ReadAsync(cancellationToken))
                {
                    if (count++ == 0 && line.Rows.TryGetValue("data", out var first) && mapping.HiddenColumns(inputs, first).ToArray() is { Length: > 0 } hidden)
                    {
                        if (byName)
                        {
                            complete = new ColumnMapping([.. complete.Entries, .. hidden.Select(name => KeyValuePair.Create(name, (object?)$"${{data.{name}}}"))]);
                        }

                        warnings.AddRange((byName ? [] : hidden).Select(name =>
                            $"The data's column '{name}' is not read: the flow's input '{name}' has a default, and that is used where the column is not mapped. To read it: --column-mapping {name}='${{data.{name}}}'."));
                    }

                    WriteRow(buffer, complete.Apply(line));
                    if (buffer.WrittenCount > 1 << 16)
                    {
                        await FlushAsync(buffer, stream, cancellationToken);
                    }
                }

                await FlushAsync(buffer, stream, cancellationToken);
            }

            File.Move(temporary, file, overwrite: true);
            return (count, warnings);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The rows in order: line number and inputs, the number left out.</summary>
    public static async IAsyncEnumerable<(int Line, PythonDict Inputs)> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in JsonLines.ReadAsync(file, cancellationToken))
        {
            var line = Convert.ToInt32(row[ColumnMapping.LineNumber], CultureInfo.InvariantCulture);
            row.Remove(ColumnMapping.LineNumber);
            yield return (line, row);
        }
    }

    /// <summary>How many rows the file holds.</summary>
    public static int Count(string file) => File.ReadLines(file).Count();

    private static void WriteRow(ArrayBufferWriter<byte> buffer, PythonDict row)
    {
        using (var json = PythonJson.Writer(buffer))
        {
            PythonJson.Write(json, row);
        }

        buffer.Write("\n"u8);
    }

    private static async Task FlushAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}

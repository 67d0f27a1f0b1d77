using System.Text;
using System.Text.Json;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Reads a file of JSON lines into a table.</summary>
internal static class ScoreLines
{
    private const int Buffer = 1 << 18;

    /// <summary>Adds the file's rows; columns that are there already are replaced.</summary>
    /// <exception cref="ProblemException"><c>data-invalid</c>, <c>key-missing</c>, <c>key-repeated</c>, with file and line.</exception>
    public static void Read(string file, ScoreFields wanted, ScoreTable table, CancellationToken cancellationToken)
    {
        var fields = new RowFields(wanted);
        var target = new RowTarget(file, wanted, table);
        var line = 0;
        foreach (var bytes in Lines(file, cancellationToken))
        {
            line++;
            var row = line == 1 && bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            if (row.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }

            try
            {
                fields.Read(Strict(row));
            }
            catch (JsonException e)
            {
                throw new ProblemException(new Problem("data-invalid", $"This is not a JSON object: {Reason(e)}. Each line must hold one, such as {{\"id\": 1, \"correct\": true}}.") { File = file, Line = line }, e);
            }
            catch (InvalidOperationException e)
            {
                throw new ProblemException(new Problem("data-invalid", "There are bytes that are no UTF-8; save the file as UTF-8.") { File = file, Line = line }, e);
            }

            target.Add(fields.Met, line);
        }

        table.Fields.UnionWith(fields.Paths);
    }

    // Python writes NaN and Infinity, which JSON does not have: such a row is read as Python reads it, and they are no scores.
    private static ReadOnlySpan<byte> Strict(ReadOnlyMemory<byte> row)
    {
        if (row.Span.IndexOf("NaN"u8) < 0 && row.Span.IndexOf("Infinity"u8) < 0)
        {
            return row.Span;
        }

        return Encoding.UTF8.GetBytes(PythonJson.Write(Finite(PythonJson.Parse(row.Span))));
    }

    internal static object? Finite(object? value) => value switch
    {
        double number when !double.IsFinite(number) => null,
        PythonDict dict => new PythonDict(dict.Select(e => KeyValuePair.Create((string)e.Key!, Finite(e.Value)))),
        _ => value is List<object?> ? null : value,
    };

    private static string Reason(JsonException e)
    {
        var text = e.Message;
        var end = text.IndexOf(" LineNumber", StringComparison.Ordinal);
        return $"{(end < 0 ? text : text[..end]).TrimEnd('.')}{(e.BytePositionInLine is { } at ? $" (character {at + 1})" : "")}";
    }

    /// <summary>The lines of a file without their ends; each is valid until the next is asked for.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(string file, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite });
        var buffer = new byte[Buffer];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return buffer.AsMemory(start, length);
                start += length + 1;
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > 0)
        {
            yield return buffer.AsMemory(0, end);
        }
    }
}

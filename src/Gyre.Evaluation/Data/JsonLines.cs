using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>One JSON object per line; blank lines are passed over.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<PythonDict> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var placed in ReadPlacedAsync(file, cancellationToken))
        {
            yield return placed.Row;
        }
    }

    /// <summary>The same with the line of each row.</summary>
    public static async IAsyncEnumerable<PlacedRow> ReadPlacedAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = DataReader.Open(file);
        for (var line = 1; await NextAsync(text, file, line, cancellationToken) is { } json; line++)
        {
            if (!string.IsNullOrWhiteSpace(json))
            {
                yield return new PlacedRow(Row(file, line, json), file, line);
            }
        }
    }

    private static async ValueTask<string?> NextAsync(StreamReader text, string file, int line, CancellationToken cancellationToken)
    {
        try
        {
            return await text.ReadLineAsync(cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw DataReader.Broken(file, line, "there are bytes that are no UTF-8; save the file as UTF-8.", e);
        }
    }

    private static PythonDict Row(string file, int line, string json)
    {
        try
        {
            return PythonJson.Parse(json) as PythonDict
                ?? throw DataReader.Broken(file, line, "a row must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw DataReader.Broken(file, line, $"this is not valid JSON at character {(e.BytePositionInLine ?? 0) + 1}.", e);
        }
        catch (InvalidOperationException e)
        {
            throw DataReader.Broken(file, line, "a text in it ends in the middle of a character (half a surrogate pair after \\u).", e);
        }
    }
}

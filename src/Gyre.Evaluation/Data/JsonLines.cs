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
        using var text = DataReader.Open(file);
        for (var line = 1; await NextAsync(text, file, line, cancellationToken) is { } json; line++)
        {
            if (!string.IsNullOrWhiteSpace(json))
            {
                yield return Row(file, line, json);
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
    }
}

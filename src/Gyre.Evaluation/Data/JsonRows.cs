using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>A JSON file: a list of objects (read one at a time), an object of columns, or a single row.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 256 };

    public static async IAsyncEnumerable<PlacedRow> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0;
        if (await BeginsWithListAsync(file, cancellationToken))
        {
            await using var stream = File.OpenRead(file);
            await using var elements = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await TryNextAsync(elements) is { } more)
            {
                if (!more)
                {
                    yield break;
                }

                given++;
                yield return new PlacedRow(AsRow(file, given, PythonJson.Parse(elements.Current.GetRawText())), file, null);
            }
        }

        // Not a list, or with Python's NaN in it: read as a whole, which also finds the line of a fault.
        foreach (var row in (await WholeAsync(file, cancellationToken)).Skip(given))
        {
            yield return new PlacedRow(row, file, null);
        }
    }

    private static async Task<bool> BeginsWithListAsync(string file, CancellationToken cancellationToken)
    {
        using var text = DataReader.Open(file);
        var buffer = new char[256];
        var count = await text.ReadBlockAsync(buffer, cancellationToken);
        return text.CurrentEncoding is System.Text.UTF8Encoding && buffer.AsSpan(0, count).TrimStart().StartsWith('[');
    }

    /// <summary>True: there is one; false: the end; null: the strict reader cannot go on.</summary>
    private static async ValueTask<bool?> TryNextAsync(IAsyncEnumerator<JsonElement> elements)
    {
        try
        {
            return await elements.MoveNextAsync();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<PythonDict>> WholeAsync(string file, CancellationToken cancellationToken)
    {
        using var text = DataReader.Open(file);
        try
        {
            var json = await text.ReadToEndAsync(cancellationToken);
            return string.IsNullOrWhiteSpace(json) ? [] : Rows(file, PythonJson.Parse(json));
        }
        catch (JsonException e)
        {
            throw DataReader.Broken(file, (int)(e.LineNumber ?? 0) + 1, $"this is not valid JSON at character {(e.BytePositionInLine ?? 0) + 1}.", e);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw DataReader.Broken(file, 1, "there are bytes that are no UTF-8; save the file as UTF-8.", e);
        }
    }

    private static List<PythonDict> Rows(string file, object? value) => value switch
    {
        List<object?> items => [.. items.Select((item, i) => AsRow(file, i + 1, item))],
        PythonDict { Count: > 0 } columns when columns.Values.All(c => c is List<object?>) => FromLists(file, columns),
        PythonDict { Count: > 0 } columns when columns.Values.All(c => c is PythonDict) => FromDicts(columns),
        PythonDict row => [row],
        _ => throw DataReader.Broken(file, 1, "the file must hold a list of objects, or one object."),
    };

    private static PythonDict AsRow(string file, int number, object? item) =>
        item as PythonDict ?? throw DataReader.Broken(file, 1, $"item {number} of the list is no object.");

    private static List<PythonDict> FromLists(string file, PythonDict columns)
    {
        var length = ((List<object?>)columns.Values.First()!).Count;
        if (columns.Values.Any(c => ((List<object?>)c!).Count != length))
        {
            throw DataReader.Broken(file, 1, "the columns must all have the same length.");
        }

        return [.. Enumerable.Range(0, length).Select(i =>
            new PythonDict(columns.Select(c => KeyValuePair.Create((string)c.Key!, ((List<object?>)c.Value!)[i]))))];
    }

    private static List<PythonDict> FromDicts(PythonDict columns)
    {
        var labels = columns.Values.SelectMany(c => ((PythonDict)c!).Keys).Distinct();
        return [.. labels.Select(label =>
            new PythonDict(columns.Select(c => KeyValuePair.Create((string)c.Key!, ((PythonDict)c.Value!).TryGetValue(label, out var cell) ? cell : null))))];
    }
}

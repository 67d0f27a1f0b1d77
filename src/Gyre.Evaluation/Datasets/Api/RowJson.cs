using System.Numerics;
using System.Text.Json.Nodes;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>Rows as JSON that every client reads alike: what its numbers can't hold (NaN, whole numbers beyond 2^53) is written as text.</summary>
internal static class RowJson
{
    private const long Exact = 1L << 53;

    /// <summary>A whole row.</summary>
    public static JsonObject Of(PythonDict row)
    {
        var json = new JsonObject();
        foreach (var (key, value) in row)
        {
            json[PythonText.Str(key)] = Node(value);
        }

        return json;
    }

    /// <summary>A row for a table: of what is longer than that only the beginning, as text.</summary>
    /// <param name="row">The row.</param>
    /// <param name="most">Characters of a value.</param>
    /// <param name="cut">The columns whose values were cut.</param>
    public static JsonObject Short(PythonDict row, int most, out IReadOnlyList<string> cut)
    {
        var (json, shortened) = (new JsonObject(), new List<string>());
        foreach (var (key, value) in row)
        {
            var column = PythonText.Str(key);
            var text = value switch
            {
                string written => written,
                PythonDict or IReadOnlyList<object?> => PythonJson.Write(value),
                _ => "",
            };
            if (text.Length > most)
            {
                // Not in the middle of a pair of surrogates, which would be no text.
                json[column] = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
                shortened.Add(column);
            }
            else
            {
                json[column] = Node(value);
            }
        }

        cut = shortened;
        return json;
    }

    /// <summary>Any value.</summary>
    public static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        long number => number is >= -Exact and <= Exact ? JsonValue.Create(number) : JsonValue.Create(PythonJson.Write(number)),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(PythonJson.Write(number)),
        BigInteger number => JsonValue.Create(PythonJson.Write(number)),
        PythonDict dict => Of(dict),
        IReadOnlyList<object?> items => new JsonArray([.. items.Select(Node)]),
        _ => PythonText.Str(value),
    };
}

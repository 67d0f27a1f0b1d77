using System.Text.Json.Nodes;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Api;

/// <summary>Values of flows as answers of the API hold them.</summary>
internal static class Answers
{
    // Of a text in a list; the line itself has it whole.
    private const int Longest = 400;

    /// <summary>As JSON, which has no NaN and no infinity: these are null.</summary>
    public static JsonNode? Json(object? value) => value switch
    {
        null => null,
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        long whole => JsonValue.Create(whole),
        PythonDict dict => Json(dict),
        IReadOnlyList<object?> list => new JsonArray([.. list.Select(Json)]),
        _ => Parsed(value),
    };

    /// <summary>The same of a mapping.</summary>
    public static JsonObject Json(PythonDict? dict) => new((dict ?? []).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), Json(e.Value))));

    /// <summary>The same with long texts cut, and what is nested as text.</summary>
    public static JsonObject Short(PythonDict? dict, string? without = null) =>
        new((dict ?? []).Where(e => !Equals(e.Key, without)).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), Short(e.Value))));

    /// <summary>JSON has no infinity.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonNode? Short(object? value) => value switch
    {
        string text => JsonValue.Create(Cut(text)),
        PythonDict or IReadOnlyList<object?> => JsonValue.Create(Cut(PythonJson.Write(value))),
        _ => Json(value),
    };

    private static string Cut(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");

    private static JsonNode? Parsed(object value)
    {
        var written = PythonJson.Write(value);
        return written is "NaN" or "Infinity" or "-Infinity" ? null : JsonNode.Parse(written);
    }
}

using System.Numerics;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Values as JSON Schema sees them: 1 and 1.0 are the same, 1 and true are not.</summary>
internal static class JsonValue
{
    public static double? Number(object? value) => value switch
    {
        long whole => whole,
        BigInteger large => (double)large,
        double number => number,
        _ => null,
    };

    /// <summary>The standard's word for what it is.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        PythonDict => "object",
        IReadOnlyList<object?> => "array",
        double number when !(double.IsFinite(number) && number == Math.Floor(number)) => "number",
        _ => "integer",
    };

    public static bool Is(object? value, string type) => TypeOf(value) is var actual && (actual == type || (type == "number" && actual == "integer"));

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (bool x, bool y) => x == y,
        (string x, string y) => x == y,
        (PythonDict x, PythonDict y) => x.Count == y.Count && x.All(e => y.TryGetValue(e.Key, out var other) && Same(e.Value, other)),
        (IReadOnlyList<object?> x, IReadOnlyList<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (long x, long y) => x == y,
        (BigInteger x, BigInteger y) => x == y,
        _ => Number(a) is { } x && Number(b) is { } y && x.Equals(y),
    };

    /// <summary>A value as messages show it.</summary>
    public static string Shown(object? value) => PythonJson.Write(value) is { Length: > 60 } text ? text[..60] + "…" : PythonJson.Write(value);
}

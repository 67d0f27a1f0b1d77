using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>JSON in inputs.</summary>
internal static partial class JsonValues
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>An input as JSON: text is read, anything else is written first; null where the text is none.</summary>
    public static JsonDocument? Read(object? value)
    {
        try
        {
            var text = value as string ?? PythonJson.Write(value);
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? Escapes().Replace(text, Whole) : text), Deep);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// How alike two values are, from 0 to 1: objects by the mean over the fields of either, lists by the mean over the places of the longer one,
    /// texts by <see cref="Overlap.Levenshtein"/>, numbers by 1 - |a - b| / (|a| + |b|), anything else by equality.
    /// </summary>
    public static double Likeness(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => Fields(a, b),
        (JsonValueKind.Array, JsonValueKind.Array) => Places([.. a.EnumerateArray()], [.. b.EnumerateArray()]),
        (JsonValueKind.String, JsonValueKind.String) => Overlap.Levenshtein.Similarity(a.GetString()!, b.GetString()!),
        (JsonValueKind.Number, JsonValueKind.Number) => Numbers(a.GetDouble(), b.GetDouble()),
        var (x, y) => x == y ? 1 : 0,
    };

    // Half of a pair stands for no letter, as models write it where they are cut off; what reads texts would throw.
    private static string Whole(Match escape) => escape.Groups["half"].Success ? "\\ufffd" : escape.Value;

    private static double Fields(JsonElement a, JsonElement b)
    {
        // Of a name given twice the last value counts, as readers of JSON have it.
        var left = a.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        var right = b.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        var names = left.Keys.Union(right.Keys, StringComparer.Ordinal).ToList();
        return names.Count == 0 ? 1 : names.Average(n => left.TryGetValue(n, out var x) && right.TryGetValue(n, out var y) ? Likeness(x, y) : 0);
    }

    private static double Places(List<JsonElement> a, List<JsonElement> b) =>
        a.Count + b.Count == 0 ? 1 : a.Zip(b, Likeness).Sum() / Math.Max(a.Count, b.Count);

    [GeneratedRegex(@"\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(?<half>ud[89a-f][0-9a-f]{2})|.)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();

    private static double Numbers(double a, double b) => a.Equals(b) ? 1 : 1 - (Math.Abs((a / 2) - (b / 2)) / ((Math.Abs(a) / 2) + (Math.Abs(b) / 2)));
}

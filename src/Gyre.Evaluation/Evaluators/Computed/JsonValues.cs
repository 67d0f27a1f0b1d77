using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Evaluation.Evaluators.Computed.Overlap;
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

    /// <summary>An input that is a list, or the text of a JSON list as a table has it; null for anything else.</summary>
    public static IReadOnlyList<object?>? List(object? value)
    {
        if (value is not string text)
        {
            return value as IReadOnlyList<object?>;
        }

        using var json = Read(text);
        return json?.RootElement.ValueKind == JsonValueKind.Array ? PythonJson.Parse(json.RootElement.GetRawText()) as IReadOnlyList<object?> : null;
    }

    /// <summary>
    /// How alike two values are, from 0 to 1: objects by the mean over the fields of either, lists by the mean over the places of the longer one,
    /// texts by <see cref="Levenshtein"/>, numbers by 1 - |a - b| / (|a| + |b|), anything else by equality.
    /// </summary>
    public static double Likeness(JsonElement a, JsonElement b, Effort effort) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => Fields(a, b, effort),
        (JsonValueKind.Array, JsonValueKind.Array) => Places([.. a.EnumerateArray()], [.. b.EnumerateArray()], effort),
        (JsonValueKind.String, JsonValueKind.String) => Levenshtein.Similarity(a.GetString()!, b.GetString()!, effort),
        (JsonValueKind.Number, JsonValueKind.Number) => Numbers(a, b),
        var (x, y) => x == y ? 1 : 0,
    };

    // Half of a pair stands for no letter, as models write it where they are cut off; what reads texts would throw.
    private static string Whole(Match escape) => escape.Groups["half"].Success ? "\\ufffd" : escape.Value;

    private static double Fields(JsonElement a, JsonElement b, Effort effort)
    {
        // Of a name given twice the last value counts, as readers of JSON have it.
        var left = a.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        var right = b.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        var names = left.Keys.Union(right.Keys, StringComparer.Ordinal).ToList();
        return names.Count == 0 ? 1 : names.Average(n => left.TryGetValue(n, out var x) && right.TryGetValue(n, out var y) ? Likeness(x, y, effort) : 0);
    }

    private static double Places(List<JsonElement> a, List<JsonElement> b, Effort effort) =>
        a.Count + b.Count == 0 ? 1 : a.Zip(b, (x, y) => Likeness(x, y, effort)).Sum() / Math.Max(a.Count, b.Count);

    [GeneratedRegex(@"\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(?<half>ud[89a-f][0-9a-f]{2})|.)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();

    // Beside the larger one, so that neither the largest nor the smallest numbers leave the range. What is beyond it has no difference.
    private static double Numbers(JsonElement a, JsonElement b)
    {
        var (x, y) = (a.GetDouble(), b.GetDouble());
        if (!double.IsFinite(x) || !double.IsFinite(y))
        {
            return JsonElement.DeepEquals(a, b) ? 1 : 0;
        }

        var most = Math.Max(Math.Abs(x), Math.Abs(y));
        return x.Equals(y) ? 1 : 1 - (Math.Abs((x / most) - (y / most)) / (Math.Abs(x / most) + Math.Abs(y / most)));
    }
}

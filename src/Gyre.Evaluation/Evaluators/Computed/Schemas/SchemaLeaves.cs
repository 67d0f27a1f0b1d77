using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>Checks of texts, numbers and counts.</summary>
internal static class SchemaLeaves
{
    private const int MostShown = 80;

    /// <summary>Length in code points, pattern, format.</summary>
    public static SchemaFault? Text(JsonElement rule, string text, string path, Func<string, Regex> patterns)
    {
        if (Count(rule, "minLength", "maxLength", text.EnumerateRunes().Count(), path, "characters") is { } wrong)
        {
            return wrong;
        }

        if (rule.TryGetProperty("pattern", out var pattern) && !IsMatch(patterns(pattern.GetString()!), text))
        {
            return new SchemaFault(path, $"does not match {pattern.GetString()}");
        }

        return rule.TryGetProperty("format", out var format) && !SchemaFormats.Holds(format.GetString()!, text) ? new SchemaFault(path, $"is no {format.GetString()}") : null;
    }

    /// <summary>Bounds and steps.</summary>
    public static SchemaFault? Number(JsonElement rule, JsonElement value, string path)
    {
        var number = value.GetDouble();
        return Bound(rule, "minimum", b => number >= b, "is less than", value, path)
            ?? Bound(rule, "maximum", b => number <= b, "is more than", value, path)
            ?? Bound(rule, "exclusiveMinimum", b => number > b, "is not more than", value, path)
            ?? Bound(rule, "exclusiveMaximum", b => number < b, "is not less than", value, path)
            ?? (rule.TryGetProperty("multipleOf", out var step) && !IsMultiple(value, step) ? new SchemaFault(path, $"is {value}, no multiple of {step}") : null);
    }

    /// <summary>How many there must be, and may be.</summary>
    public static SchemaFault? Count(JsonElement rule, string least, string most, int count, string path, string what) =>
        rule.TryGetProperty(least, out var low) && count < low.GetDouble() ? new SchemaFault(path, $"has {count} {what}, fewer than {low}")
        : rule.TryGetProperty(most, out var high) && count > high.GetDouble() ? new SchemaFault(path, $"has {count} {what}, more than {high}")
        : null;

    /// <summary>Whether a number is whole, however it is written: 1.0 is.</summary>
    public static bool IsWhole(JsonElement number) => number.TryGetInt64(out _) || (number.TryGetDouble(out var value) && double.IsFinite(value) && Math.Floor(value).Equals(value));

    /// <summary>What a value is, for a person.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    /// <summary>A value as it is written, cut where it is long.</summary>
    public static string Shown(JsonElement value) => value.GetRawText() is var text && text.Length > MostShown ? text[..MostShown] + "…" : text;

    /// <summary>The path of a field.</summary>
    public static string At(string path, string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"{path}.{name}" : $"{path}['{name}']";

    /// <summary>Text as a value.</summary>
    public static JsonElement TextOf(string text) => JsonSerializer.SerializeToElement(text);

    private static bool IsMatch(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static SchemaFault? Bound(JsonElement rule, string keyword, Func<double, bool> holds, string says, JsonElement value, string path) =>
        rule.TryGetProperty(keyword, out var bound) && !holds(bound.GetDouble()) ? new SchemaFault(path, $"is {value}, which {says} {bound}") : null;

    private static bool IsMultiple(JsonElement value, JsonElement step)
    {
        if (value.TryGetDecimal(out var exact) && step.TryGetDecimal(out var exactStep) && exactStep != 0)
        {
            return exact % exactStep == 0;
        }

        var quotient = value.GetDouble() / step.GetDouble();
        return double.IsFinite(quotient) && Math.Floor(quotient).Equals(quotient);
    }
}

using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>What all of Gemini's shapes have in common: every field goes by a name in camel case and one in snake case, and opaque values are base64.</summary>
internal static class GeminiFields
{
    /// <summary>A field by either name; undefined where there is none.</summary>
    /// <param name="e">Any JSON.</param>
    /// <param name="name">In camel case.</param>
    public static JsonElement Either(this JsonElement e, string name) => e.Field(name) is { ValueKind: not JsonValueKind.Undefined } found ? found : e.Field(Snake(name));

    /// <summary>A text by either name.</summary>
    public static string? EitherText(this JsonElement e, string name) => e.Text(name) ?? e.Text(Snake(name));

    /// <summary>A number by either name; what is of another kind is told.</summary>
    public static double? EitherNumber(JsonElement e, string name, string path) => CallFields.Number(e, name, path) ?? CallFields.Number(e, Snake(name), path);

    /// <summary>A whole number by either name; what is of another kind is told.</summary>
    public static long? EitherWhole(JsonElement e, string name, string path) => CallFields.Whole(e, name, path) ?? CallFields.Whole(e, Snake(name), path);

    /// <summary>A set of names in both cases.</summary>
    public static IReadOnlySet<string> Both(params ReadOnlySpan<string> names)
    {
        var both = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            both.Add(name);
            both.Add(Snake(name));
        }

        return both;
    }

    /// <summary>A thought signature for a client. Official clients decode base64, so what is not Gemini's own is coded.</summary>
    public static string Signature(Opaque signature, bool redacted) => signature.Origin == Dialect.Gemini
        ? signature.Value
        : Convert.ToBase64String(Encoding.UTF8.GetBytes(signature.For(Dialect.Gemini, redacted)));

    /// <summary>A thought signature as a client gives it back.</summary>
    public static Opaque Signature(string text, out bool redacted)
    {
        redacted = false;
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var count) && Opaque.Read(Encoding.UTF8.GetString(bytes, 0, count), Dialect.Gemini, out redacted) is { Origin: not Dialect.Gemini } foreign)
        {
            return foreign;
        }

        return new Opaque(Dialect.Gemini, text);
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

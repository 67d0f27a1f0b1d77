using System.Text.Json;
using Gyre.Kernel;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects;

/// <summary>Reads the fields of a client's request: what is of a wrong kind is told by its path, and so is what no other dialect has.</summary>
internal static class CallFields
{
    /// <summary>The request's object. It needs no disposal.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } root ? root : throw new ProblemException("invalid-request", "The request's body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new ProblemException(new Problem("invalid-request", $"The request's body is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."), e);
        }
    }

    /// <summary>Refuses every field that is neither carried nor dropped by rule: nobody knows what it would change.</summary>
    /// <param name="e">An object of the request.</param>
    /// <param name="path">Its path with a dot behind, or nothing for the top.</param>
    /// <param name="dialect">Whose request it is, in words.</param>
    /// <param name="known">Fields that are carried or dropped.</param>
    public static void RefuseOthers(JsonElement e, string path, string dialect, IReadOnlySet<string> known)
    {
        foreach (var field in e.EnumerateObject())
        {
            if (field.Value.IsSome() && !known.Contains(field.Name))
            {
                throw Refused(path + field.Name, dialect);
            }
        }
    }

    /// <summary>The refusal of something only the client's own dialect has.</summary>
    public static ProblemException Refused(string field, string dialect) => new(new Problem(
        "not-carried",
        $"'{field}' of {dialect} has no counterpart in other dialects, and the model asked for is behind one. Leave it out, or use a model whose provider speaks {dialect}.")
    {
        Field = field,
    });

    public static string RequiredText(JsonElement e, string name, string path) => e.Text(name) is { Length: > 0 } text ? text : throw Untranslatable.Invalid(path + name, "a text that is not empty");

    public static IEnumerable<JsonElement> RequiredItems(JsonElement e, string name, string path) =>
        e.Field(name).ValueKind == JsonValueKind.Array ? e.Items(name) : throw Untranslatable.Invalid(path + name, "an array");

    public static bool? Flag(JsonElement e, string name, string path = "") => Optional(e, name, path, e.Flag(name), "true or false");

    public static long? Whole(JsonElement e, string name, string path = "") => Optional(e, name, path, e.Whole(name), "a whole number");

    public static double? Number(JsonElement e, string name, string path = "") => Optional(e, name, path, e.Number(name), "a number");

    public static string? Text(JsonElement e, string name, string path = "") =>
        e.Text(name) ?? (e.Field(name).IsSome() ? throw Untranslatable.Invalid(path + name, "a text") : null);

    /// <summary>A list of texts, or one text alone.</summary>
    public static IReadOnlyList<string> Texts(JsonElement e, string name) => e.Field(name) switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.String ? t.GetString()! : throw Untranslatable.Invalid(name, "a text or a list of texts"))],
        _ => throw Untranslatable.Invalid(name, "a text or a list of texts"),
    };

    private static T? Optional<T>(JsonElement e, string name, string path, T? value, string wanted)
        where T : struct => value ?? (e.Field(name).IsSome() ? throw Untranslatable.Invalid(path + name, wanted) : null);
}

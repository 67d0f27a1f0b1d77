using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's types of values, and how its messages name them.</summary>
internal static class Types
{
    /// <summary><c>type(value).__name__</c>.</summary>
    public static string Name(object? value) => value is TemplateObject other ? other.TypeName : PythonText.TypeName(value);

    /// <summary>As in "'dict object' has no attribute 'x'".</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        TemplateObject other => other.QualifiedTypeName + " object",
        _ => Name(value) + " object",
    };

    /// <summary>The text of a <c>str</c>, safe or not.</summary>
    public static bool IsText(object? value, out string text)
    {
        text = value as string ?? (value as Markup)?.Text!;
        return text is not null;
    }

    public static bool IsText(object? value) => value is string or Markup;

    public static bool IsInt(object? value) => value is long or bool or BigInteger;

    public static bool IsNumber(object? value) => value is long or double or bool or BigInteger;

    public static bool IsIterable(object? value) => value switch
    {
        string or List<object?> or PythonTuple or PythonDict => true,
        Undefined { Behavior: UndefinedBehavior.Strict } undefined => throw undefined.Error(),
        TextStream => true,
        TemplateObject other => other.Iterate() is not null,
        IPythonObject other => other.TryToPlain(out var plain) && plain is string or List<object?> or PythonTuple or PythonDict,
        _ => false,
    };

    /// <summary><c>len(value)</c>, or null where it has none.</summary>
    public static int? LengthOf(object? value) => value switch
    {
        string text => CodePoints.Length(text),
        List<object?> list => list.Count,
        PythonTuple tuple => tuple.Count,
        PythonDict dict => dict.Count,
        TemplateObject other => other.Length,
        IPythonObject other when other.TryToPlain(out var plain) && plain is not IPythonObject => LengthOf(plain),
        _ => null,
    };

    public static int Length(object? value) =>
        LengthOf(value) ?? throw PythonError.TypeError($"object of type '{Name(value)}' has no len()");
}

using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>Which values may be keys.</summary>
internal static class Hashing
{
    public static bool CanHash(object? value) => value switch
    {
        List<object?> or PythonDict or DictView { IsHashable: false } => false,
        Undefined { Behavior: UndefinedBehavior.Strict } undefined => throw undefined.Error(),
        PythonTuple tuple => tuple.All(CanHash),
        _ => true,
    };

    public static void Require(object? value)
    {
        if (!CanHash(value))
        {
            throw PythonError.TypeError($"unhashable type: '{Types.Name(Culprit(value))}'");
        }
    }

    private static object? Culprit(object? value) => value is PythonTuple tuple ? Culprit(tuple.First(item => !CanHash(item))) : value;
}

using System.Diagnostics.CodeAnalysis;

namespace Gyre.Flows.Values;

/// <summary>
/// A flow value that is not plain data: an image, a stream of text, a connection, an object that lives in a Python worker.
/// </summary>
public interface IPythonObject
{
    /// <summary>What <c>str()</c> gives.</summary>
    string Str();

    /// <summary>What <c>repr()</c> gives.</summary>
    string Repr();

    /// <summary><c>type(value).__name__</c>, as messages show it.</summary>
    string TypeName => GetType().Name;

    /// <summary>What <c>bool()</c> gives.</summary>
    bool Truth => true;

    /// <summary>Plain data that stands for it where JSON is written, or false where there is none (then its <see cref="Repr"/> is stored).</summary>
    bool TryToPlain(out object? plain)
    {
        plain = null;
        return false;
    }

    /// <summary><c>getattr(value, name)</c>.</summary>
    bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return false;
    }

    /// <summary><c>value[index]</c>.</summary>
    bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return false;
    }
}

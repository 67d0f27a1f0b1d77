using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>An object that lives in a Python worker: other Python nodes of the line get the object itself.</summary>
internal sealed class PythonHandle : IPythonObject
{
    private readonly string repr;
    private readonly string? text;
    private readonly bool truth;
    private readonly bool hasPlain;
    private readonly object? plainForm;

    internal PythonHandle(PythonLine line, PythonWorker worker, int number, HandleFacts facts)
    {
        Line = line;
        Worker = worker;
        Number = number;
        (TypeName, repr, text, truth, hasPlain, plainForm) = (facts.ClassName, facts.Repr, facts.Text, facts.Truth, facts.HasPlain, facts.Plain);
    }

    /// <inheritdoc/>
    public string TypeName { get; }

    /// <summary>Name of the node that made it.</summary>
    internal string Node { get; set; } = "";

    internal PythonLine Line { get; }

    internal PythonWorker Worker { get; }

    internal int Number { get; }

    /// <summary>Base64 of its pickle, once the line has ended and the aggregation may want it.</summary>
    internal string? Pickle { get; set; }

    /// <inheritdoc/>
    public bool Truth => truth;

    /// <inheritdoc/>
    public string Str() => text ?? repr;

    /// <inheritdoc/>
    public string Repr() => repr;

    /// <inheritdoc/>
    public bool TryToPlain(out object? plain)
    {
        plain = plainForm;
        return hasPlain;
    }

    /// <inheritdoc/>
    public bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value) =>
        Found(Line.Ask(Worker, "attr", Number, writer => writer.WriteString("name", name)), out value);

    /// <inheritdoc/>
    public bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value) =>
        Found(
            Line.Ask(Worker, "item", Number, writer =>
            {
                writer.WritePropertyName("a");
                WireWriter.Value(writer, index, Worker, Line);
            }),
            out value);

    private static bool Found(object? answer, [MaybeNullWhen(false)] out object? value)
    {
        value = answer is List<object?> { Count: 1 } list ? list[0] : null;
        return answer is List<object?>;
    }
}

/// <summary>What a worker tells of an object that stays with it.</summary>
internal readonly record struct HandleFacts(string ClassName, string Repr, string? Text, bool Truth, bool HasPlain, object? Plain);

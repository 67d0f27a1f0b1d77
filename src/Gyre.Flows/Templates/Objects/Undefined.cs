using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>What a name without a value gives; it remembers how it came about for the message.</summary>
internal sealed class Undefined(UndefinedBehavior behavior, object? name) : TemplateObject
{
    private static readonly object NoOwner = new();

    public UndefinedBehavior Behavior { get; } = behavior;

    /// <summary>The message, where it is not made of owner and name.</summary>
    public string? Hint { get; init; }

    /// <summary>The value whose attribute or item was asked for.</summary>
    public object? Owner { get; init; } = NoOwner;

    /// <summary>The class of the error.</summary>
    public string ErrorType { get; init; } = "UndefinedError";

    public override string TypeName => Behavior switch
    {
        UndefinedBehavior.Chainable => "ChainableUndefined",
        UndefinedBehavior.Debug => "DebugUndefined",
        UndefinedBehavior.Strict => "StrictUndefined",
        _ => "Undefined",
    };

    public override string QualifiedTypeName => "jinja2.runtime." + TypeName;

    public override bool Truth => Behavior == UndefinedBehavior.Strict ? throw Error() : false;

    public override int? Length => Behavior == UndefinedBehavior.Strict ? throw Error() : 0;

    public PythonError Error() => new(ErrorType, Message());

    public override string Str() => Behavior switch
    {
        UndefinedBehavior.Strict => throw Error(),
        UndefinedBehavior.Debug => "{{ " + DebugText() + " }}",
        _ => "",
    };

    public override string Repr() => "Undefined";

    public override IEnumerator<object?> Iterate() =>
        Behavior == UndefinedBehavior.Strict ? throw Error() : Enumerable.Empty<object?>().GetEnumerator();

    public override IEnumerator<object?> IterateReversed() => Iterate();

    public override object? Call(RenderContext context, CallValues arguments) => throw Error();

    public override bool TryGetAttribute(string attribute, [MaybeNullWhen(false)] out object? value) => Inner(out value);

    public override bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value) => Inner(out value);

    public override bool Equals(object? obj) =>
        Behavior == UndefinedBehavior.Strict ? throw Error()
        : obj is Undefined { Behavior: UndefinedBehavior.Strict } strict ? throw strict.Error()
        : obj is Undefined other && other.Behavior == Behavior;

    public override int GetHashCode() => Behavior == UndefinedBehavior.Strict ? throw Error() : (int)Behavior;

    private bool Inner(out object? value) => Behavior == UndefinedBehavior.Chainable ? (value = this) is not null : throw Error();

    private string Message() =>
        Hint is { Length: > 0 } hint ? hint
        : ReferenceEquals(Owner, NoOwner) ? $"{PythonText.Repr(name)} is undefined"
        : name is string ? $"{PythonText.Repr(Types.Describe(Owner))} has no attribute {PythonText.Repr(name)}"
        : $"{Types.Describe(Owner)} has no element {Printing.Repr(name)}";

    private string DebugText() =>
        Hint is { Length: > 0 } hint ? "undefined value printed: " + hint
        : ReferenceEquals(Owner, NoOwner) ? Printing.Str(name)
        : $"no such element: {Types.Describe(Owner)}[{Printing.Repr(name)}]";
}

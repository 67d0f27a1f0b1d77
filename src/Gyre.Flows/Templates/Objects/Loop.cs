using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>The <c>loop</c> variable. It looks ahead only when asked, since the items may be lazy.</summary>
internal sealed class Loop(RenderContext context, object? iterable, IEnumerator<object?> items, Func<object?, int, object?>? recurse, int depth0) : TemplateObject
{
    private static readonly object Missing = Activation.Missing;
    private static readonly Builtin CycleMethod = new("cycle", "self, *args", (_, a) => ((Loop)a[0]!).Cycle((object?[])a[1]!));
    private static readonly Builtin ChangedMethod = new("changed", "self, *value", (_, a) => ((Loop)a[0]!).Changed((object?[])a[1]!));
    private static readonly Signature CallSignature = Signature.Parse("iterable");

    private IEnumerator<object?> items = items;
    private long index0 = -1;
    private int? length;
    private object? after = Missing;
    private object? current = Missing;
    private object? before = Missing;
    private object?[]? lastChanged;

    public override string TypeName => "LoopContext";

    public override string QualifiedTypeName => "jinja2.runtime.LoopContext";

    public override bool IsCallable => true;

    public override int? Length => length ??= Count();

    public override bool Truth => Length > 0;

    public object? Current => current;

    /// <summary>Goes on to the next item.</summary>
    public bool Advance()
    {
        object? next;
        if (!ReferenceEquals(after, Missing))
        {
            next = after;
            after = Missing;
        }
        else if (items.MoveNext())
        {
            next = items.Current;
        }
        else
        {
            return false;
        }

        index0++;
        before = current;
        current = next;
        return true;
    }

    public override string Repr() => $"<LoopContext {index0 + 1}/{Length}>";

    public override object? Call(RenderContext context, CallValues arguments)
    {
        var inner = CallSignature.Bind("LoopContext.__call__", arguments)[0];
        return recurse is null
            ? throw PythonError.TypeError("The loop must have the 'recursive' marker to be called recursively.")
            : recurse(inner, depth0 + 1);
    }

    public override IEnumerator<object?> Iterate()
    {
        while (Advance())
        {
            yield return new PythonTuple(current, this);
        }
    }

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "index" => Boxed.Int(index0 + 1),
            "index0" => Boxed.Int(index0),
            "first" => Boxed.Bool(index0 == 0),
            "last" => Boxed.Bool(ReferenceEquals(Peek(), Missing)),
            "length" => Boxed.Int(Length!.Value),
            "revindex" => Boxed.Int(Length!.Value - index0),
            "revindex0" => Boxed.Int(Length!.Value - index0 - 1),
            "depth" => Boxed.Int(depth0 + 1),
            "depth0" => Boxed.Int(depth0),
            "previtem" => index0 == 0 ? context.UndefinedHint("there is no previous item") : before,
            "nextitem" => Peek() is var next && ReferenceEquals(next, Missing) ? context.UndefinedHint("there is no next item") : next,
            "cycle" => new BoundMethod(this, CycleMethod),
            "changed" => new BoundMethod(this, ChangedMethod),
            _ => Missing,
        };
        return !ReferenceEquals(value, Missing);
    }

    private object? Peek()
    {
        if (ReferenceEquals(after, Missing) && items.MoveNext())
        {
            after = items.Current;
        }

        return after;
    }

    private int Count()
    {
        if (iterable is not LazyValues && Types.LengthOf(iterable) is { } known)
        {
            return known;
        }

        List<object?> rest = [];
        while (items.MoveNext())
        {
            SizeGuard.Items(rest.Count);
            rest.Add(items.Current);
        }

        items = rest.GetEnumerator();
        return rest.Count + (int)index0 + 1 + (ReferenceEquals(after, Missing) ? 0 : 1);
    }

    private object? Cycle(object?[] values) =>
        values.Length == 0 ? throw PythonError.TypeError("no items for cycling given") : values[index0 % values.Length];

    private object Changed(object?[] values)
    {
        if (lastChanged is not null && Comparison.Equal(new PythonTuple(lastChanged), new PythonTuple(values)))
        {
            return Boxed.False;
        }

        lastChanged = values;
        return Boxed.True;
    }
}

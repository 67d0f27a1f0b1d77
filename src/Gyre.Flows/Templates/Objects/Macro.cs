using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>What a macro is made of: its parameters and its compiled body.</summary>
internal sealed record MacroShape(string? Name, string[] Parameters, bool TakesNamed, bool TakesMore, bool TakesCaller, Func<Activation, object?[], string> Run)
{
    public bool HasExplicitCaller { get; } = Parameters.Contains("caller");
}

/// <summary>A macro, or the <c>caller</c> of a call block, with the variables around its definition.</summary>
internal sealed class Macro(MacroShape shape, Activation home) : TemplateObject
{
    public override string TypeName => "Macro";

    public override string QualifiedTypeName => "jinja2.runtime.Macro";

    public override bool IsCallable => true;

    public override string Repr() => $"<Macro {(shape.Name is null ? "anonymous" : PythonText.Repr(shape.Name))}>";

    public override object? Call(RenderContext context, CallValues arguments)
    {
        var values = Bind(context, arguments);
        var line = context.Line;
        context.Enter();
        var text = shape.Run(home, values);
        context.Leave();
        context.Line = line;
        return context.Autoescape ? new Markup(text) : text;
    }

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "name" => shape.Name,
            "arguments" => new PythonTuple([.. shape.Parameters]),
            "catch_kwargs" => Boxed.Bool(shape.TakesNamed),
            "catch_varargs" => Boxed.Bool(shape.TakesMore),
            "caller" => Boxed.Bool(shape.TakesCaller),
            "explicit_caller" => Boxed.Bool(shape.HasExplicitCaller),
            _ => Activation.Missing,
        };
        return !ReferenceEquals(value, Activation.Missing);
    }

    private List<object?> BindParameters(CallValues arguments, List<KeyValuePair<string, object?>> named, out bool foundCaller)
    {
        var count = shape.Parameters.Length;
        List<object?> values = [.. arguments.Positional.Take(count)];
        foundCaller = values.Count == count && shape.HasExplicitCaller;
        for (var i = values.Count; i < count; i++)
        {
            foundCaller |= shape.Parameters[i] == "caller";
            values.Add(Take(named, shape.Parameters[i]));
        }

        return values;
    }

    private object?[] Bind(RenderContext context, CallValues arguments)
    {
        List<KeyValuePair<string, object?>> named = arguments.Named is null ? [] : [.. arguments.Named];
        var values = BindParameters(arguments, named, out var foundCaller);
        if (shape.TakesCaller && !foundCaller)
        {
            var caller = Take(named, "caller");
            values.Add(ReferenceEquals(caller, Activation.Missing) || caller is null ? context.UndefinedHint("No caller defined", "caller") : caller);
        }

        if (shape.TakesNamed)
        {
            values.Add(new PythonDict(named));
        }
        else if (named.Count > 0)
        {
            throw PythonError.TypeError(named.Exists(n => n.Key == "caller")
                ? $"macro {PythonText.Repr(shape.Name)} was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro {PythonText.Repr(shape.Name)} takes no keyword argument {PythonText.Repr(named[0].Key)}");
        }

        var count = shape.Parameters.Length;
        if (shape.TakesMore)
        {
            values.Add(new PythonTuple(arguments.Positional.Skip(count).ToArray()));
        }
        else if (arguments.Positional.Length > count)
        {
            throw PythonError.TypeError($"macro {PythonText.Repr(shape.Name)} takes not more than {count} argument(s)");
        }

        return [.. values];
    }

    private static object? Take(List<KeyValuePair<string, object?>> named, string name)
    {
        var at = named.FindIndex(n => n.Key == name);
        if (at < 0)
        {
            return Activation.Missing;
        }

        var value = named[at].Value;
        named.RemoveAt(at);
        return value;
    }
}

using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>The compiled values of a call.</summary>
internal sealed class ArgumentNodes(Node[] positional, (string Name, Node Value)[] named, Node? star, Node? doubleStar)
{
    /// <summary>Evaluates them, with a value before the first where there is a <paramref name="subject"/>.</summary>
    public CallValues Evaluate(Activation activation, bool hasSubject, object? subject, Slot? caller = null)
    {
        var offset = hasSubject ? 1 : 0;
        var values = positional.Length + offset == 0 ? [] : new object?[positional.Length + offset];
        if (hasSubject)
        {
            values[0] = subject;
        }

        for (var i = 0; i < positional.Length; i++)
        {
            values[i + offset] = positional[i].Evaluate(activation);
        }

        if (named.Length == 0 && star is null && doubleStar is null && caller is null)
        {
            return new CallValues(values);
        }

        var names = new List<KeyValuePair<string, object?>>(named.Length);
        foreach (var (name, value) in named)
        {
            names.Add(new(name, value.Evaluate(activation)));
        }

        if (caller is { } slot)
        {
            names.Add(new("caller", slot.Read(activation)));
        }

        return new CallValues(star is null ? values : [.. values, .. Spread(star.Evaluate(activation))], doubleStar is null ? names : Merge(names, doubleStar.Evaluate(activation)));
    }

    private static List<object?> Spread(object? value) => Types.IsIterable(value)
        ? Iteration.ToList(value)
        : throw PythonError.TypeError($"Value after * must be an iterable, not {Types.Name(value)}");

    private static List<KeyValuePair<string, object?>> Merge(List<KeyValuePair<string, object?>> names, object? more)
    {
        if (more is not PythonDict dict)
        {
            throw more is Undefined undefined ? undefined.Error() : PythonError.TypeError($"argument after ** must be a mapping, not {Types.Name(more)}");
        }

        foreach (var (key, value) in dict)
        {
            if (!Types.IsText(key, out var name))
            {
                throw PythonError.TypeError("keywords must be strings");
            }

            if (names.Exists(n => n.Key == name))
            {
                throw PythonError.TypeError($"got multiple values for keyword argument '{name}'");
            }

            names.Add(new(name, value));
        }

        return names;
    }
}

internal sealed class CallNode(Node target, ArgumentNodes arguments, Slot? caller) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var function = target.Evaluate(activation);
        return Calls.Call(activation.Context, function, arguments.Evaluate(activation, hasSubject: false, null, caller));
    }
}

/// <summary>A filter or a test.</summary>
internal sealed class BuiltinNode(Builtin builtin, Node operand, ArgumentNodes arguments) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var subject = operand.Evaluate(activation);
        return builtin.Call(activation.Context, arguments.Evaluate(activation, hasSubject: true, subject));
    }
}

/// <summary>A filter or test that does not exist, in a branch that may never be taken.</summary>
internal sealed class UnknownBuiltinNode(string message, Node operand, ArgumentNodes arguments) : Node
{
    public override object? Evaluate(Activation activation)
    {
        // Whatever fails in its operands fails first.
        arguments.Evaluate(activation, hasSubject: true, operand.Evaluate(activation));
        throw new PythonError("TemplateRuntimeError", message);
    }
}

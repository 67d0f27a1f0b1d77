using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>Gives the variables of a scope their first values.</summary>
internal sealed class EnterScope((int Slot, string Name)[] resolved, (int Slot, Slot Source)[] aliases, int[] undefined) : Step
{
    public bool IsEmpty => resolved.Length == 0 && aliases.Length == 0 && undefined.Length == 0;

    public override void Run(Activation activation)
    {
        foreach (var (slot, name) in resolved)
        {
            activation.Slots[slot] = activation.Context.Resolve(name);
        }

        foreach (var (slot, source) in aliases)
        {
            activation.Slots[slot] = source.Read(activation);
        }

        foreach (var slot in undefined)
        {
            activation.Slots[slot] = Activation.Missing;
        }
    }
}

/// <summary>Takes the values of a scope's variables away again.</summary>
internal sealed class LeaveScope(int[] slots) : Step
{
    public override void Run(Activation activation)
    {
        foreach (var slot in slots)
        {
            activation.Slots[slot] = Activation.Missing;
        }
    }
}

/// <summary>Where a value is put: a variable, an attribute of a namespace, or several of them.</summary>
internal abstract class Target
{
    public abstract void Store(Activation activation, object? value);
}

internal sealed class SlotTarget(int slot) : Target
{
    public override void Store(Activation activation, object? value) => activation.Slots[slot] = value;
}

internal sealed class TupleTarget(Target[] items) : Target
{
    public override void Store(Activation activation, object? value)
    {
        var values = Iteration.Unpack(value, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            items[i].Store(activation, values[i]);
        }
    }
}

internal sealed class AttributeTarget(Slot slot, string attribute) : Target
{
    public override void Store(Activation activation, object? value) => ((NamespaceObject)slot.Read(activation)!).Set(attribute, value);

    public void Check(Activation activation)
    {
        if (slot.Read(activation) is not NamespaceObject)
        {
            throw new PythonError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
        }
    }
}

internal sealed class SetStep(int line, Target target, AttributeTarget[] namespaces, Node value) : Step
{
    public override void Run(Activation activation)
    {
        activation.Context.Line = line;
        foreach (var name in namespaces)
        {
            name.Check(activation);
        }

        target.Store(activation, value.Evaluate(activation));
    }
}

/// <summary>Stores what its body writes.</summary>
internal sealed class SetBlockStep(int line, Step[] body, int captured, Target target, AttributeTarget[] namespaces, Node? filter) : Step
{
    public override void Run(Activation activation)
    {
        var context = activation.Context;
        var text = context.Capture((body, activation), static s => RunAll(s.body, s.activation));
        context.Line = line;
        activation.Slots[captured] = text;
        var value = filter is null ? text : filter.Evaluate(activation);
        foreach (var name in namespaces)
        {
            name.Check(activation);
        }

        target.Store(activation, context.Autoescape ? value as Markup ?? new Markup(Printing.Str(value)) : value);
    }
}

/// <summary>Prints what its body writes through a filter.</summary>
internal sealed class FilterBlockStep(int line, Step[] body, int captured, Step print) : Step
{
    public override void Run(Activation activation)
    {
        activation.Slots[captured] = activation.Context.Capture((body, activation), static s => RunAll(s.body, s.activation));
        activation.Context.Line = line;
        print.Run(activation);
    }
}

internal sealed class AutoescapeStep(Node enabled, Step[] body) : Step
{
    public override void Run(Activation activation)
    {
        var context = activation.Context;
        var before = context.Autoescape;
        context.Autoescape = Values.PythonText.Truth(enabled.Evaluate(activation));
        RunAll(body, activation);
        context.Autoescape = before;
    }
}

internal sealed class StoreStep(int line, Target target, Node value) : Step
{
    public override void Run(Activation activation)
    {
        activation.Context.Line = line;
        target.Store(activation, value.Evaluate(activation));
    }
}

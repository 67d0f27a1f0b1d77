using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

internal sealed class IfStep((int Line, Node Test, Step[] Body)[] branches, Step[] otherwise) : Step
{
    public override void Run(Activation activation)
    {
        foreach (var (line, test, body) in branches)
        {
            activation.Context.Line = line;
            if (PythonText.Truth(test.Evaluate(activation)))
            {
                RunAll(body, activation);
                return;
            }
        }

        RunAll(otherwise, activation);
    }
}

/// <summary>The condition of a loop, in a scope of its own: it sees the items but not the loop.</summary>
internal sealed record LoopFilter(FunctionScopeSize Size, Target Target, Node Item, Step Enter, Node Test)
{
    public IEnumerator<object?> Apply(object? items, Activation outer)
    {
        var activation = new Activation(outer.Context, Size.Count, outer);
        Enter.Run(activation);
        using var each = Iteration.Of(items);
        while (each.MoveNext())
        {
            outer.Context.Tick();
            Target.Store(activation, each.Current);
            if (PythonText.Truth(Test.Evaluate(activation)))
            {
                yield return Item.Evaluate(activation);
            }
        }
    }
}

/// <summary>What a loop does with its items, in the activation it is given.</summary>
internal sealed class LoopBody(int line, Target target, int? loopSlot, LoopFilter? filter, Step enter, Step[] body, Step leave, Step[]? otherwise)
{
    /// <param name="activation">Where its variables lie.</param>
    /// <param name="filterHome">Where the variables around the loop lie.</param>
    /// <param name="items">What to walk.</param>
    /// <param name="recurse">Renders the loop again with other items, one level deeper.</param>
    /// <param name="depth">How many levels deep this is.</param>
    public void Run(Activation activation, Activation filterHome, object? items, Func<object?, int, object?>? recurse, int depth)
    {
        var context = activation.Context;
        context.Line = line;
        if (loopSlot is { } missing)
        {
            activation.Slots[missing] = Activation.Missing;
        }

        var any = loopSlot is { } slot
            ? WithLoop(activation, filterHome, items, recurse, depth, slot)
            : Plain(activation, filterHome, items);
        leave.Run(activation);
        if (!any && otherwise is not null)
        {
            Step.RunAll(otherwise, activation);
        }
    }

    private bool Plain(Activation activation, Activation filterHome, object? items)
    {
        var any = false;
        using var each = filter is null ? Iteration.Of(items) : filter.Apply(items, filterHome);
        while (each.MoveNext())
        {
            any = true;
            Round(activation, each.Current);
        }

        return any;
    }

    private bool WithLoop(Activation activation, Activation filterHome, object? items, Func<object?, int, object?>? recurse, int depth, int slot)
    {
        var source = filter is null ? items : new LazyValues("generator", filter.Apply(items, filterHome));
        using var each = Iteration.Of(source);
        var loop = new Loop(activation.Context, source, each, recurse, depth);
        var any = false;
        while (loop.Advance())
        {
            any = true;
            activation.Slots[slot] = loop;
            Round(activation, loop.Current);
        }

        return any;
    }

    private void Round(Activation activation, object? item)
    {
        activation.Context.Tick();
        target.Store(activation, item);
        enter.Run(activation);
        Step.RunAll(body, activation);
        activation.Context.Line = line;
    }
}

internal sealed class ForStep(int line, Node iterable, LoopBody body) : Step
{
    public override void Run(Activation activation)
    {
        activation.Context.Line = line;
        body.Run(activation, activation, iterable.Evaluate(activation), null, 0);
    }
}

/// <summary>A loop that may be called again from within; every level has variables of its own.</summary>
internal sealed class RecursiveForStep(int line, Node iterable, LoopBody body, FunctionScopeSize size, EscapeMode escape) : Step
{
    public override void Run(Activation activation)
    {
        var context = activation.Context;
        context.Line = line;
        var text = Render(iterable.Evaluate(activation), 0);
        if (escape == EscapeMode.Always || (escape == EscapeMode.AsSet && context.Autoescape))
        {
            context.WriteEscaped(text);
        }
        else
        {
            context.Write(text);
        }

        object? Render(object? items, int depth)
        {
            context.Enter();
            var inner = new Activation(context, size.Count, activation);
            var rendered = context.Capture((this, inner, activation, items, depth, recurse: (Func<object?, int, object?>)Render), static s => s.Item1.Body.Run(s.inner, s.activation, s.items, s.recurse, s.depth));
            context.Leave();
            return context.Autoescape ? new Markup(rendered) : rendered;
        }
    }

    private LoopBody Body => body;
}

/// <summary>How many variables a scope has; known only when all of it is compiled.</summary>
internal sealed class FunctionScopeSize
{
    public int Count { get; set; }
}

internal sealed class MacroStep(MacroShape shape, int slot) : Step
{
    public override void Run(Activation activation) => activation.Slots[slot] = new Macro(shape, activation);
}

internal sealed class IncludeStep(int line, Node name, bool ignoreMissing, (string Name, Slot Slot)[]? visible) : Step
{
    public override void Run(Activation activation)
    {
        var context = activation.Context;
        context.Line = line;
        var template = Find(context, name.Evaluate(activation));
        if (template is null)
        {
            return;
        }

        if (visible is null)
        {
            context.Include(template, NoVariables.Instance);
            return;
        }

        Dictionary<string, object?> locals = [];
        foreach (var (variable, slot) in visible)
        {
            if (slot.Read(activation) is var value && !ReferenceEquals(value, Activation.Missing))
            {
                locals[variable] = value;
            }
        }

        context.Include(template, locals.Count == 0 ? context.Variables : new LayeredVariables(locals, context.Variables));
    }

    private JinjaTemplate? Find(RenderContext context, object? wanted)
    {
        switch (wanted)
        {
            case Undefined undefined:
                throw undefined.Error();
            case string or Markup:
                var single = Printing.Str(wanted);
                return context.Template.Load(single) ?? (ignoreMissing ? null : throw new PythonError("TemplateNotFound", single));
        }

        var names = Iteration.ToList(wanted);
        foreach (var candidate in names)
        {
            if (context.Template.Load(Types.IsText(candidate, out var text) ? text : Printing.Str(candidate)) is { } template)
            {
                return template;
            }
        }

        return ignoreMissing ? null
            : names.Count == 0 ? throw new PythonError("TemplatesNotFound", "Tried to select from an empty list of templates.")
            : throw new PythonError("TemplatesNotFound", "none of the templates given were found: " + string.Join(", ", names.Select(Printing.Str)));
    }
}

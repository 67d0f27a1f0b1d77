namespace Gyre.Flows.Templates.Rendering;

internal sealed class SequenceStep(Step[] steps) : Step
{
    public override void Run(Activation activation) => RunAll(steps, activation);
}

/// <summary>An expression that needs a scope entered first.</summary>
internal sealed class WithScope(Step enter, Node value) : Node
{
    public override object? Evaluate(Activation activation)
    {
        enter.Run(activation);
        return value.Evaluate(activation);
    }
}

/// <summary>The inside of a macro: parameters, defaults, body.</summary>
internal sealed class MacroBody(int[] slots, string[] parameters, Step enter, Node?[] defaults, Step[] body, FunctionScopeSize size)
{
    /// <summary>Runs it with one value per slot and gives the text it wrote.</summary>
    public string Run(Activation home, object?[] values)
    {
        var context = home.Context;
        var activation = new Activation(context, size.Count, home);
        for (var i = 0; i < slots.Length; i++)
        {
            activation.Slots[slots[i]] = values[i];
        }

        return context.Capture((this, activation), static s => s.Item1.Run(s.activation));
    }

    private void Run(Activation activation)
    {
        enter.Run(activation);
        for (var i = 0; i < parameters.Length; i++)
        {
            if (ReferenceEquals(activation.Slots[slots[i]], Activation.Missing))
            {
                activation.Slots[slots[i]] = defaults[i] is { } value
                    ? value.Evaluate(activation)
                    : activation.Context.UndefinedHint($"parameter {Values.PythonText.Repr(parameters[i])} was not provided", parameters[i]);
            }
        }

        Step.RunAll(body, activation);
    }
}

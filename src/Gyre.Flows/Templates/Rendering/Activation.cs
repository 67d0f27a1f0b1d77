namespace Gyre.Flows.Templates.Rendering;

/// <summary>The variables of one running template, macro or recursive loop; inner ones see those of <paramref name="parent"/>.</summary>
internal sealed class Activation(RenderContext context, int size, Activation? parent = null)
{
    /// <summary>Stands in a slot whose variable has no value.</summary>
    public static readonly object Missing = new();

    public readonly object?[] Slots = new object?[size];

    public RenderContext Context { get; } = context;

    public Activation? Parent { get; } = parent;
}

/// <summary>Where a variable lies: in this activation, or some activations further out.</summary>
internal readonly record struct Slot(int Hops, int Index)
{
    public object? Read(Activation activation) => Owner(activation).Slots[Index];

    public void Write(Activation activation, object? value) => Owner(activation).Slots[Index] = value;

    private Activation Owner(Activation activation)
    {
        for (var hops = Hops; hops > 0; hops--)
        {
            activation = activation.Parent!;
        }

        return activation;
    }
}

namespace Gyre.Flows.Templates.Rendering;

/// <summary>A compiled expression.</summary>
internal abstract class Node
{
    public abstract object? Evaluate(Activation activation);
}

/// <summary>A compiled statement.</summary>
internal abstract class Step
{
    public abstract void Run(Activation activation);

    public static void RunAll(Step[] steps, Activation activation)
    {
        foreach (var step in steps)
        {
            step.Run(activation);
        }
    }
}

using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>A piece of template with variables of its own: the template, a macro, a recursive loop, a loop's condition.</summary>
internal sealed class FunctionScope(int firstLevel, FunctionScope? outer)
{
    private readonly Dictionary<Variable, int> slots = [];

    public FunctionScopeSize Size { get; } = new();

    public int Local(Variable variable)
    {
        if (!slots.TryGetValue(variable, out var index))
        {
            index = slots[variable] = Fresh();
        }

        return index;
    }

    /// <summary>A slot for something that has no name.</summary>
    public int Fresh() => Size.Count++;

    public Slot Find(Variable variable)
    {
        var (scope, hops) = (this, 0);
        while (scope.outerScope is { } next && variable.Level < scope.level)
        {
            (scope, hops) = (next, hops + 1);
        }

        return new Slot(hops, scope.Local(variable));
    }

    private readonly int level = firstLevel;

    private readonly FunctionScope? outerScope = outer;
}

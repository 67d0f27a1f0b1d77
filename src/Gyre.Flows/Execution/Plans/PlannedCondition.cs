using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Lines;

namespace Gyre.Flows.Execution.Plans;

/// <summary>When a node runs, compiled.</summary>
internal abstract class PlannedCondition
{
    /// <summary>The nodes it looks at.</summary>
    public abstract IEnumerable<int> Nodes { get; }

    /// <summary>Whether it holds; false too where a node it must look at was bypassed.</summary>
    public abstract bool Holds(LineValues line);

    /// <summary>Compiles an activation.</summary>
    public static PlannedCondition Of(Activation activation, Dictionary<string, int> numbers) =>
        activation.Condition is { } condition
            ? Of(condition, numbers)
            : new Comparison(PlannedValue.Of(activation.When!, numbers), activation.Is);

    private static PlannedCondition Of(Condition condition, Dictionary<string, int> numbers) => condition switch
    {
        Condition.Comparison comparison => new Comparison(PlannedValue.Of(comparison.When, numbers), comparison.Is),
        Condition.All all => new All([.. all.Conditions.Select(c => Of(c, numbers))]),
        Condition.Any any => new Any([.. any.Conditions.Select(c => Of(c, numbers))]),
        Condition.Not not => new Not(Of(not.Inner, numbers)),
        _ => throw new InvalidOperationException($"{condition.GetType()} is no condition that a plan knows."),
    };

    private sealed class Comparison(PlannedValue when, object? wanted) : PlannedCondition
    {
        public override IEnumerable<int> Nodes => when.Kind == ValueKind.Node ? [when.Node] : [];

        public override bool Holds(LineValues line) => !line.IsBypassed(when) && Values.PythonEquality.AreEqual(line.Evaluate(when), wanted);
    }

    private sealed class All(PlannedCondition[] conditions) : PlannedCondition
    {
        public override IEnumerable<int> Nodes => conditions.SelectMany(c => c.Nodes);

        public override bool Holds(LineValues line) => conditions.All(c => c.Holds(line));
    }

    private sealed class Any(PlannedCondition[] conditions) : PlannedCondition
    {
        public override IEnumerable<int> Nodes => conditions.SelectMany(c => c.Nodes);

        public override bool Holds(LineValues line) => conditions.Any(c => c.Holds(line));
    }

    private sealed class Not(PlannedCondition inner) : PlannedCondition
    {
        public override IEnumerable<int> Nodes => inner.Nodes;

        public override bool Holds(LineValues line) => !inner.Holds(line);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>A random DAG: nodes give 0 or 1, depend on earlier nodes, and some are activated by them.</summary>
internal sealed record RandomGraph(IReadOnlyList<FlowNode> Nodes, int Concurrency, long Seed)
{
    public static Gen<RandomGraph> Any { get; } =
        from count in Gen.Choose(1, 9)
        from seed in Gen.Choose(0, int.MaxValue)
        from concurrency in Gen.Choose(1, 5)
        select Make(count, seed, concurrency);

    /// <summary>The result of a node: a hash of its name and inputs, so that every difference shows downstream.</summary>
    public static long Answer(string node, PythonDict inputs)
    {
        var sum = node.Aggregate(7L, (hash, c) => ((hash * 31) + c) % 1009);
        foreach (var (key, value) in inputs)
        {
            sum = ((sum * 31) + (value is null ? 5 : (long)value) + ((string)key!).Length) % 1009;
        }

        return sum % 2;
    }

    public FlowDefinition Flow => new()
    {
        File = "/nowhere/flow.dag.yaml",
        Name = "random",
        Inputs = [new FlowInput("zero", "int") { Default = 0L }, new FlowInput("one", "int") { Default = 1L }],
        Outputs = [.. Nodes.Select(n => new FlowOutput(n.Name, new NodeBinding(n.Name)))],
        Nodes = Nodes,
    };

    /// <summary>What must come out, by a sequential reading of the rules.</summary>
    public (PythonDict Output, string Statuses) Interpret()
    {
        var output = new PythonDict();
        var bypassed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Order())
        {
            if (IsBypassed(node, output, bypassed))
            {
                bypassed.Add(node.Name);
                output[node.Name] = null;
                continue;
            }

            var inputs = new PythonDict();
            foreach (var (name, binding) in node.Inputs)
            {
                inputs[name] = Value(binding, output);
            }

            output[node.Name] = Answer(node.Name, inputs);
        }

        return (output, string.Join(" ", Nodes.Select(n => n.Name).Order(StringComparer.Ordinal).Select(n => $"{n}:{(bypassed.Contains(n) ? "Bypassed" : "Completed")}")));
    }

    public override string ToString() => string.Join("\n", Nodes.Select(n =>
        $"{n.Name}({string.Join(", ", n.Inputs.Select(i => $"{i.Key}={InputBindings.Write(i.Value)}"))}){(n.Activate is { } a ? $" when {InputBindings.Write(a.When!)} is {a.Is}" : "")}"));

    private static RandomGraph Make(int count, int seed, int concurrency)
    {
        var random = new Random(seed);
        var nodes = new List<FlowNode>();
        for (var i = 0; i < count; i++)
        {
            var inputs = new OrderedDictionary<string, InputBinding>(StringComparer.Ordinal);
            for (var k = random.Next(0, 4); k > 0; k--)
            {
                inputs[$"x{k}"] = Binding(random, i);
            }

            nodes.Add(new FlowNode
            {
                Name = $"n{i}",
                Type = "python",
                Source = new ToolSource("code", "n.py", null),
                Inputs = inputs,
                Activate = random.Next(3) == 0 ? new Activation { When = Binding(random, i), Is = (long)random.Next(2) } : null,
            });
        }

        return new RandomGraph([.. nodes.OrderBy(_ => random.Next())], concurrency, seed);
    }

    private static InputBinding Binding(Random random, int before) => random.Next(before == 0 ? 3 : 7) switch
    {
        0 => new LiteralBinding((long)random.Next(2)),
        1 => new FlowInputBinding("zero"),
        2 => new FlowInputBinding("one"),
        _ => new NodeBinding($"n{random.Next(before)}"),
    };

    private static bool IsBypassed(FlowNode node, PythonDict output, HashSet<string> bypassed)
    {
        if (node.Activate is { } activate)
        {
            return activate.When is NodeBinding when && bypassed.Contains(when.Node) || !PythonEquality.AreEqual(Value(activate.When!, output), activate.Is);
        }

        var references = node.Inputs.Values.OfType<NodeBinding>().ToList();
        return references.Count > 0 && references.TrueForAll(r => bypassed.Contains(r.Node));
    }

    private static object? Value(InputBinding binding, PythonDict output) => binding switch
    {
        LiteralBinding literal => literal.Value,
        FlowInputBinding input => input.Name == "one" ? 1L : 0L,
        _ => output[((NodeBinding)binding).Node],
    };

    private IEnumerable<FlowNode> Order() => Nodes.OrderBy(n => int.Parse(n.Name[1..]));
}

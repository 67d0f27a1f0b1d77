using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations;

/// <summary>An evaluator as one evaluation uses it: under its label, with its columns and its own mapping.</summary>
internal sealed class AskedEvaluator
{
    private readonly EvaluatorSpec spec;

    /// <param name="spec">As asked for.</param>
    /// <param name="evaluator">Made from it.</param>
    public AskedEvaluator(EvaluatorSpec spec, Evaluator evaluator)
    {
        (this.spec, Evaluator) = (spec, evaluator);
        Columns = new EvaluatorColumns(spec, evaluator.Card);
    }

    /// <summary>Names its node.</summary>
    public string Label => spec.Label;

    /// <summary>What scores.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Its columns in the outputs.</summary>
    public EvaluatorColumns Columns { get; }

    /// <summary>The name under which a line has one of its inputs: its own where it is mapped by itself, else the one all share.</summary>
    public string InputName(string input) => spec.ColumnMapping.Entries.ContainsKey(input) ? $"{Label}.{input}" : input;

    /// <summary>Whether one of its inputs is mapped for it alone.</summary>
    public bool Mapped(string input, out object? source) => spec.ColumnMapping.Entries.TryGetValue(input, out source);

    /// <summary>Its inputs, by the names of its card, from those of the line.</summary>
    public PythonDict InputsOf(PythonDict line)
    {
        var inputs = new PythonDict(Evaluator.Card.Inputs.Count);
        foreach (var input in Evaluator.Card.Inputs)
        {
            if (line.TryGetValue(InputName(input.Name), out var value))
            {
                inputs[input.Name] = value;
            }
        }

        return inputs;
    }
}

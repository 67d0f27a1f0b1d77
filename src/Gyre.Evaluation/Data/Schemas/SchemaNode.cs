namespace Gyre.Evaluation.Data.Schemas;

/// <summary>One schema of a document: the checks that its keywords ask for.</summary>
internal sealed class SchemaNode
{
    // A schema that refers to itself without going deeper into the value would never end.
    private const int Deepest = 200;

    /// <summary>In the order of the keywords.</summary>
    public List<Action<object?, SchemaFaults>> Checks { get; } = [];

    /// <summary>Notes what is wrong with a value.</summary>
    public void Check(object? value, SchemaFaults faults)
    {
        if (faults.Depth++ > Deepest)
        {
            faults.Add($"cannot be checked: the schema goes more than {Deepest} levels deep here.");
        }
        else
        {
            foreach (var check in Checks)
            {
                check(value, faults);
            }
        }

        faults.Depth--;
    }

    /// <summary>Whether a value conforms.</summary>
    public bool Accepts(object? value, int depth)
    {
        var faults = new SchemaFaults { Depth = depth };
        Check(value, faults);
        return faults.Found.Count == 0;
    }
}

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>What is wrong with a value, and where the check is just now.</summary>
internal sealed class SchemaFaults
{
    private readonly List<(string Field, string Message)> found = [];
    private readonly List<string> path = [];

    public IReadOnlyList<(string Field, string Message)> Found => found;

    /// <summary>How many schemas are being checked inside each other.</summary>
    public int Depth { get; set; }

    public void Add(string message) => found.Add((string.Concat(path).TrimStart('.'), message));

    /// <summary>Checks a part of the value.</summary>
    /// <param name="step"><c>.name</c> or <c>[0]</c>.</param>
    /// <param name="value">The part.</param>
    /// <param name="schema">What it should be.</param>
    public void Inside(string step, object? value, SchemaNode schema)
    {
        path.Add(step);
        schema.Check(value, this);
        path.RemoveAt(path.Count - 1);
    }
}

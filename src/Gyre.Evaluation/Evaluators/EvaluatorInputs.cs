using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators;

/// <summary>The inputs of one line, by the names of the card.</summary>
/// <param name="values">As they came from data and outputs, unconverted.</param>
internal sealed class EvaluatorInputs(PythonDict values)
{
    /// <summary>The value of an input; null where the line has none.</summary>
    public object? this[string name] => values.TryGetValue(name, out var value) ? value : null;

    /// <summary>An input as text: text as it is, null as empty, anything else as JSON.</summary>
    public string Text(string name) => this[name] switch
    {
        null => "",
        string text => text,
        var other => PythonJson.Write(other),
    };

    /// <summary>An input that may hold one text or several (references, chunks): each as text; none where it is null.</summary>
    public IReadOnlyList<string> Texts(string name) => this[name] switch
    {
        null => [],
        IReadOnlyList<object?> list => [.. list.Select(item => item as string ?? PythonJson.Write(item))],
        _ => [Text(name)],
    };

    /// <summary>Whether an input has a value.</summary>
    public bool Has(string name) => this[name] is not null;
}

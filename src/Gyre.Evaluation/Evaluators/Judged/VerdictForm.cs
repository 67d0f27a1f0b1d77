using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>The JSON object that a judge is to answer with.</summary>
/// <param name="name">Of the schema.</param>
/// <param name="fields">JSON Schemas by field, all required, in the order in which a model should think: the reason before the verdict.</param>
/// <param name="example">The object as the model is shown it.</param>
internal abstract class VerdictForm(string name, PythonDict fields, string example)
{
    /// <summary>The form in words, for models that take no schema and for those that do.</summary>
    public virtual string Words => $"Answer with one JSON object and nothing else: {example}";

    /// <summary>Tokens that are enough for an answer.</summary>
    public long Room { get; init; } = 2_000;

    /// <summary>As a request has it.</summary>
    public PythonDict ResponseFormat => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new PythonDict { ["name"] = name, ["strict"] = true, ["schema"] = Object(fields) },
    };

    /// <summary>The schema of a closed object.</summary>
    protected static PythonDict Object(PythonDict fields) => new()
    {
        ["type"] = "object",
        ["properties"] = fields,
        ["required"] = fields.Keys.ToList(),
        ["additionalProperties"] = false,
    };

    /// <summary>The schema of a list.</summary>
    protected static PythonDict List(PythonDict items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>The schema of text.</summary>
    protected static PythonDict Text => new() { ["type"] = "string" };

    /// <summary>The schema of a whole number.</summary>
    protected static PythonDict Whole => new() { ["type"] = "integer" };

    /// <summary>The schema of one of some values.</summary>
    protected static PythonDict OneOf(string type, IEnumerable<object?> values) => new() { ["type"] = type, ["enum"] = values.ToList() };
}

/// <summary>A form with what is read from it.</summary>
internal abstract class VerdictForm<T>(string name, PythonDict fields, string example) : VerdictForm(name, fields, example)
    where T : class
{
    /// <summary>Reads an answer, leniently: fields in any case, numbers as text.</summary>
    /// <returns>What was understood, and the fault to tell the judge; both where only a part was understood.</returns>
    public abstract (T? Verdict, string? Fault) Read(VerdictFields answer);
}

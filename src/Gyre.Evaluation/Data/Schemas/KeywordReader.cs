using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>The keywords of one schema, and the checks that are made of them.</summary>
internal sealed class KeywordReader(SchemaReader reader, PythonDict schema, string pointer, SchemaNode node)
{
    public bool Has(string keyword) => schema.ContainsKey(keyword);

    public object? this[string keyword] => schema.GetValueOrDefault(keyword);

    /// <summary>Adds a check of values of one kind; others pass.</summary>
    public void Check<T>(Action<T, SchemaFaults> check) => node.Checks.Add((value, faults) =>
    {
        if (value is T of)
        {
            check(of, faults);
        }
    });

    /// <summary>Adds a check of any value.</summary>
    public void CheckAny(Action<object?, SchemaFaults> check) => node.Checks.Add(check);

    /// <summary>A number; null where the keyword is absent.</summary>
    public double? Number(string keyword) => !Has(keyword) ? null : JsonValue.Number(this[keyword]) ?? throw Wrong(keyword, "must be a number.");

    /// <summary>A count; null where the keyword is absent.</summary>
    public int? Count(string keyword) => Number(keyword) is not { } number ? null
        : number >= 0 && number <= int.MaxValue && number == Math.Floor(number) ? (int)number
        : throw Wrong(keyword, "must be a whole number, 0 or more.");

    /// <summary>A list; null where the keyword is absent.</summary>
    public IReadOnlyList<object?>? List(string keyword) => !Has(keyword) ? null : this[keyword] as List<object?> ?? throw Wrong(keyword, "must be a list.");

    /// <summary>A list of names; null where the keyword is absent.</summary>
    public IReadOnlyList<string>? Names(string keyword) =>
        List(keyword)?.Select(n => n as string ?? throw Wrong(keyword, "must be a list of names.")).ToList();

    /// <summary>A schema; null where the keyword is absent.</summary>
    public SchemaNode? Schema(string keyword) => Has(keyword) ? reader.Node(this[keyword], $"{pointer}/{keyword}") : null;

    /// <summary>A list of schemas; null where the keyword is absent.</summary>
    public IReadOnlyList<SchemaNode>? Schemas(string keyword) =>
        List(keyword)?.Select((item, i) => reader.Node(item, $"{pointer}/{keyword}/{i}")).ToList();

    /// <summary>Schemas by name; empty where the keyword is absent.</summary>
    public IReadOnlyList<(string Name, SchemaNode Schema)> NamedSchemas(string keyword) => !Has(keyword) ? []
        : this[keyword] is PythonDict dict
            ? [.. dict.Select(e => (PythonText.Str(e.Key), reader.Node(e.Value, $"{pointer}/{keyword}/{PythonText.Str(e.Key).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")))]
            : throw Wrong(keyword, "must map names to schemas.");

    public Exception Wrong(string keyword, string message) => reader.Invalid($"{pointer}/{keyword}", $"'{keyword}' {message}");
}

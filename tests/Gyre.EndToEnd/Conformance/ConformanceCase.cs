using Gyre.Flows.Values;
using Gyre.Workspace.Yaml;

namespace Gyre.EndToEnd.Conformance;

/// <summary>One rule of the specification as a flow folder, a command and what it must print.</summary>
public sealed record ConformanceCase(string Name, PythonDict Body)
{
    /// <summary>Every case of a file.</summary>
    public static IEnumerable<ConformanceCase> ReadFile(string path) =>
        ((YamlList)YamlText.ReadFile(path)).Items.Select(node => (PythonDict)Plain(node)!).Select(body => new ConformanceCase((string)body["name"]!, body));

    public PythonDict Files => (PythonDict)Body["files"]!;

    public PythonDict Expect => (PythonDict)Body["expect"]!;

    public bool NeedsPython => Body.TryGetValue("needs", out var needs) && needs is "python";

    public PythonDict? Inputs => Body.TryGetValue("inputs", out var inputs) ? (PythonDict?)inputs : null;

    public string? Flow => Body.TryGetValue("flow", out var flow) ? (string?)flow : null;

    public IEnumerable<string> Arguments => Body.TryGetValue("arguments", out var list) ? ((List<object?>)list!).Select(PythonText.Str) : [];

    public object? Wanted(string key) => Expect.TryGetValue(key, out var value) ? value : null;

    private static object? Plain(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlList list => list.Items.Select(Plain).ToList(),
        YamlMap map => new PythonDict(map.Entries.Select(e => KeyValuePair.Create(e.Name, Plain(e.Value)))),
        _ => throw new InvalidOperationException(),
    };
}

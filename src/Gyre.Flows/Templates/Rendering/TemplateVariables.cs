using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>The values a template is rendered with.</summary>
internal interface ITemplateVariables
{
    bool TryGet(string name, out object? value);
}

internal sealed class DictionaryVariables(IReadOnlyDictionary<string, object?> values) : ITemplateVariables
{
    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);
}

internal sealed class PythonDictVariables(PythonDict values) : ITemplateVariables
{
    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);
}

internal sealed class NoVariables : ITemplateVariables
{
    public static NoVariables Instance { get; } = new();

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return false;
    }
}

/// <summary>What an included template sees: the names set so far before those that were given.</summary>
internal sealed class LayeredVariables(Dictionary<string, object?> top, ITemplateVariables below) : ITemplateVariables
{
    public bool TryGet(string name, out object? value) => top.TryGetValue(name, out value) || below.TryGet(name, out value);
}

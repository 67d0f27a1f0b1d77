using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Workspace.Schemas;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>Multiplies a target by its variants, models and parameters: each combination is a target of its own.</summary>
internal static class TargetAxes
{
    /// <summary>The combinations, named by what tells them apart.</summary>
    /// <param name="target">With what all share.</param>
    /// <param name="given">The name it was given; null where it has to be found.</param>
    /// <param name="variants">Empty for the flow's defaults.</param>
    /// <param name="models">As <c>connection/model</c>; empty for the flow's own.</param>
    /// <param name="parameters">Empty for the flow's own.</param>
    /// <param name="fault">Takes what is wrong, with the field.</param>
    public static IEnumerable<EvaluationTarget> Of(
        EvaluationTarget target, string? given, IReadOnlyList<string> variants, IReadOnlyList<string> models, IReadOnlyList<PythonDict> parameters, Action<string, string> fault)
    {
        foreach (var model in models.Where(m => Split(m) is null))
        {
            fault("models", $"'{model}' must be a connection and a model, such as openai/gpt-4.1-mini.");
        }

        var name = given ?? EvaluationNames.Of(target);

        // A name somebody chose tells a single combination well enough.
        bool Says(int count) => given is null || count > 1;
        return
            from variant in variants.DefaultIfEmpty(null)
            from model in models.DefaultIfEmpty(null)
            from set in parameters.DefaultIfEmpty(null)
            select target with
            {
                Name = string.Join(", ", new[]
                {
                    target.Prompt is not null && model is not null && name == EvaluationTarget.PromptName ? null : name,
                    Says(variants.Count) ? variant?.Trim('$', '{', '}') : null,
                    Says(models.Count) ? model : null,
                    Says(parameters.Count) ? Words(set) : null,
                }.OfType<string>()),
                Variant = variant,
                Model = ModelOf(model, set),
            };
    }

    private static ModelOverride? ModelOf(string? model, PythonDict? parameters)
    {
        if (model is null && parameters is null)
        {
            return null;
        }

        var (connection, name) = model is null ? (null, null) : Split(model) ?? (null, null);
        return new ModelOverride { Connection = connection, Model = name, Parameters = parameters ?? [] };
    }

    // Names of models may hold slashes of their own.
    private static (string? Connection, string? Model)? Split(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1 ? (text[..slash], text[(slash + 1)..]) : null;

    /// <summary>The sets of request fields of a target in a file.</summary>
    public static IReadOnlyList<PythonDict> Parameters(FileFields fields)
    {
        if (fields["parameters"] is not { } node)
        {
            return [];
        }

        if (node is YamlList { Items.Count: > 0 } list && list.Items.All(i => i is YamlMap))
        {
            return [.. list.Items.Select(i => (PythonDict)i.ToValue()!)];
        }

        fields.Fault("parameters", "'parameters' must be a list of mappings, such as [{temperature: 0}, {temperature: 0.7}].");
        return [];
    }

    private static string? Words(PythonDict? set) => set is null or { Count: 0 } ? null : string.Join(" ", set.Select(p => $"{PythonText.Str(p.Key)}={PythonText.Str(p.Value)}"));
}

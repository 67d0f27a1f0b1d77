using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>What a Python tool says of itself, as <c>flow.tools.json</c> has it.</summary>
internal sealed record PythonToolMeta
{
    /// <summary>Its name: the function's, unless the decorator gives one.</summary>
    public required string Name { get; init; }

    /// <summary>The function's docstring, or what the decorator gives; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>The class, for a tool that is a method; else null.</summary>
    public string? ClassName { get; init; }

    /// <summary><c>Class.function</c>, or the function.</summary>
    public string QualifiedName => ClassName is null ? Function : $"{ClassName}.{Function}";

    /// <summary>Parameters of the function, in order.</summary>
    public IReadOnlyList<ToolParameter> Parameters { get; init; } = [];

    /// <summary>Parameters of the class's constructor, in order; a node gives them as literals.</summary>
    public IReadOnlyList<ToolParameter> Init { get; init; } = [];

    /// <summary>What the worker told; kept for <c>flow.tools.json</c>.</summary>
    internal static PythonToolMeta Of(PythonDict told) => new()
    {
        Name = (string)told["name"]!,
        Description = told["description"] as string,
        Function = (string)told["function"]!,
        ClassName = told["class_name"] as string,
        Parameters = [.. ((List<object?>)told["parameters"]!).Select(p => Parameter((PythonDict)p!))],
        Init = [.. ((List<object?>)told["init"]!).Select(p => Parameter((PythonDict)p!))],
    };

    private static ToolParameter Parameter(PythonDict told) => new((string)told["name"]!, [.. ((List<object?>)told["types"]!).Cast<string>()])
    {
        HasDefault = told.ContainsKey("has_default"),
        Default = told.TryGetValue("default", out var value) ? value : null,
        TakesRest = told.ContainsKey("rest"),
    };
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Prompts;

namespace Gyre.Flows.Tools.Packages;

/// <summary>A package tool that needs no Python: its metadata, its parameters, and what it does.</summary>
/// <param name="Id">As nodes name it.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">What it does.</param>
/// <param name="Type"><c>python</c>, or <c>custom_llm</c> where a prompt belongs to it.</param>
internal sealed record BuiltInTool(string Id, string Name, string Description, string Type)
{
    /// <summary>In order.</summary>
    public required IReadOnlyList<ToolParameter> Parameters { get; init; }

    /// <summary>Old ids that mean it too.</summary>
    public IReadOnlyList<string> Deprecated { get; init; } = [];

    /// <summary>Whether its prompt's image marks stand on lines of their own.</summary>
    public bool IsVision { get; init; }

    /// <summary>What it does with one call.</summary>
    public required Func<PackageCall, CancellationToken, ValueTask<object?>> Run { get; init; }

    /// <summary>As tool lists show it.</summary>
    public ToolMeta Meta => new(Id)
    {
        Name = Name,
        Type = Type,
        Description = Description,
        Function = Id[(Id.LastIndexOf('.') + 1)..],
        Module = Id[..Id.LastIndexOf('.')],
        DeprecatedTools = Deprecated,
        Inputs = [.. Parameters.Where(p => !p.TakesRest).Select(p => new ToolInputMeta(p.Name, p.Types) { Default = p.Default, HasDefault = p.HasDefault })],
    };
}

/// <summary>One call of a built-in package tool.</summary>
/// <param name="Call">The node's call.</param>
/// <param name="Template">The prompt of a custom_llm node, or null.</param>
/// <param name="Guarded">Which inputs may carry a user's words.</param>
/// <param name="Streams">Whether somebody waits for text piece by piece.</param>
internal sealed record PackageCall(ToolCall Call, PromptTemplate? Template, GuardedInputs Guarded, bool Streams)
{
    /// <summary>A given input, or null.</summary>
    public object? this[string name] => Call.Inputs.GetValueOrDefault(name);

    /// <summary>A given input as text, or the default.</summary>
    public string Text(string name, string otherwise = "") => this[name] is { } value ? Values.PythonText.Str(value) : otherwise;
}

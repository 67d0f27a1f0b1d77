using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>What the Python signature of a flex flow's entry says.</summary>
internal sealed record FlexSignature
{
    /// <summary>Parameters of the function or of <c>__call__</c>.</summary>
    public required IReadOnlyList<FlowInput> Inputs { get; init; }

    /// <summary>Parameters of the constructor.</summary>
    public required IReadOnlyList<FlowInput> Init { get; init; }

    /// <summary>Fields of the declared result, where it is a dataclass or typed dict.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Parameters that Python has a default for.</summary>
    public required IReadOnlySet<string> Optional { get; init; }

    /// <summary>Whether it takes any other inputs (<c>**kwargs</c>).</summary>
    public bool TakesRest { get; init; }

    /// <summary>Whether the entry is a class.</summary>
    public bool IsClass { get; init; }

    /// <summary>Whether the class has <c>__aggregate__</c>.</summary>
    public bool Aggregates { get; init; }

    /// <summary>Reads what the worker told.</summary>
    public static FlexSignature Of(PythonDict told)
    {
        var inputs = ((List<object?>)told["inputs"]!).Cast<PythonDict>().ToList();
        var init = ((List<object?>)told["init"]!).Cast<PythonDict>().ToList();
        return new FlexSignature
        {
            Inputs = [.. inputs.Where(i => !i.ContainsKey("rest")).Select(Input)],
            Init = [.. init.Where(i => !i.ContainsKey("rest")).Select(Input)],
            Outputs = [.. ((List<object?>)told["outputs"]!).Cast<string>()],
            Optional = inputs.Concat(init).Where(i => i.ContainsKey("has_default")).Select(i => (string)i["name"]!).ToHashSet(StringComparer.Ordinal),
            TakesRest = inputs.Any(i => i.ContainsKey("rest")),
            IsClass = told["is_class"] is true,
            Aggregates = told["aggregates"] is true,
        };
    }

    private static FlowInput Input(PythonDict told) => new((string)told["name"]!, (string)told["type"]!)
    {
        Default = told.TryGetValue("default", out var value) ? value : null,
        HasDefault = told.ContainsKey("has_default"),
    };
}

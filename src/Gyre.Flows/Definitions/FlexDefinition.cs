using Gyre.Flows.Values;

namespace Gyre.Flows.Definitions;

/// <summary>A <c>flow.flex.yaml</c> (or any YAML with an <c>entry</c>) as written. What it does not declare, the Python signature decides.</summary>
public sealed record FlexDefinition
{
    /// <summary>Full path of the YAML file.</summary>
    public required string File { get; init; }

    /// <summary>Full path of the folder that the entry is imported from.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary><c>name</c>, or the sanitised folder name.</summary>
    public required string Name { get; init; }

    /// <summary><c>display_name</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary>As written.</summary>
    public required string Entry { get; init; }

    /// <summary>Before the colon of the entry: <c>pkg.module</c>; empty for another language than Python.</summary>
    public required string Module { get; init; }

    /// <summary>After the colon of the entry: a function or class.</summary>
    public required string Target { get; init; }

    /// <summary><c>language</c>: python unless written.</summary>
    public string Language { get; init; } = "python";

    /// <summary>The declared inputs, or null where the section is absent.</summary>
    public IReadOnlyList<FlowInput>? Inputs { get; init; }

    /// <summary>The declared outputs, or null where the section is absent.</summary>
    public IReadOnlyList<FlowOutput>? Outputs { get; init; }

    /// <summary>The declared constructor parameters, or null where the section is absent.</summary>
    public IReadOnlyList<FlowInput>? Init { get; init; }

    /// <summary><c>sample.inputs</c>: defaults of a test.</summary>
    public PythonDict SampleInputs { get; init; } = [];

    /// <summary><c>sample.init</c>: constructor values of a test.</summary>
    public PythonDict SampleInit { get; init; } = [];

    /// <summary><c>environment_variables</c>, values already turned into text.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>environment.python_requirements_txt</c>, relative to the flow folder.</summary>
    public string? PythonRequirements { get; init; }

    /// <summary><c>additional_includes</c>, relative to the flow folder.</summary>
    public IReadOnlyList<string> AdditionalIncludes { get; init; } = [];

    /// <summary><c>code</c>: another folder to import from, relative to the file; null where not written.</summary>
    public string? Code { get; init; }
}

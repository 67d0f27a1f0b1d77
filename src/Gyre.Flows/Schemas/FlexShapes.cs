using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Workspace.Schemas;

namespace Gyre.Flows.Schemas;

/// <summary><c>flow.flex.yaml</c>.</summary>
internal sealed record FlexShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("module:function or module:Class.")]
    public required string Entry { get; init; }

    [Description("Name; the folder's where absent.")]
    public string? Name { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("Information only.")]
    public string? Type { get; init; }

    [Description("Labels of your own.")]
    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    [Description("The inputs; the Python signature's where absent.")]
    public IReadOnlyDictionary<string, InputShape>? Inputs { get; init; }

    [Description("The outputs; the Python signature's where absent.")]
    public IReadOnlyDictionary<string, OutputShape>? Outputs { get; init; }

    [Description("Parameters of the class.")]
    public IReadOnlyDictionary<string, InputShape>? Init { get; init; }

    [Description("Values for a test.")]
    [OrText]
    public FlexSampleShape? Sample { get; init; }

    [Description("python unless written.")]
    [AllowedValues("python", "csharp")]
    public string? Language { get; init; }

    [Description("Another folder to import from.")]
    public string? Code { get; init; }

    [Description("Without effect in a flex flow.")]
    public string? MessageFormat { get; init; }

    [Description("Where the Python code runs.")]
    public EnvironmentShape? Environment { get; init; }

    [Description("Variables of the process; ${connection.key} takes a connection's field.")]
    public IReadOnlyDictionary<string, JsonElement>? EnvironmentVariables { get; init; }

    [Description("Files and folders outside the flow folder that it needs, relative to it; they are there by their base name when it runs.")]
    public IReadOnlyList<string>? AdditionalIncludes { get; init; }
}

/// <summary>Values for a test of a flex flow.</summary>
internal sealed record FlexSampleShape
{
    [Description("By input.")]
    [OrText]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    [Description("By parameter of the class.")]
    [OrText]
    public IReadOnlyDictionary<string, JsonElement>? Init { get; init; }
}

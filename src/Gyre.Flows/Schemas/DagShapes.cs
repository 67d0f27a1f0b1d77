using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary><c>flow.dag.yaml</c>.</summary>
internal sealed record DagShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Identifier given by a service; ignored.")]
    public string? Id { get; init; }

    [Description("Name; the folder's where absent.")]
    public string? Name { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("Information only.")]
    [AllowedValues("standard", "evaluation", "chat")]
    public string? Type { get; init; }

    [Description("Labels of your own.")]
    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    [Description("The flow's inputs by name.")]
    public IReadOnlyDictionary<string, InputShape>? Inputs { get; init; }

    [Description("The flow's outputs by name.")]
    public IReadOnlyDictionary<string, OutputShape>? Outputs { get; init; }

    [Description("The nodes; each runs when what it refers to is there.")]
    public IReadOnlyList<NodeShape>? Nodes { get; init; }

    [Description("Other versions of nodes, by node name.")]
    public IReadOnlyDictionary<string, NodeVariantsShape>? NodeVariants { get; init; }

    [Description("Legacy: tools that nodes name by 'tool'.")]
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    [Description("Information only.")]
    [AllowedValues("python", "csharp")]
    public string? Language { get; init; }

    [Description("How images look in data.")]
    [AllowedValues("basic", "openai-vision")]
    public string? MessageFormat { get; init; }

    [Description("Where the Python code runs.")]
    public EnvironmentShape? Environment { get; init; }

    [Description("Variables of the process; ${connection.key} takes a connection's field.")]
    public IReadOnlyDictionary<string, JsonElement>? EnvironmentVariables { get; init; }

    [Description("Files and folders outside the flow folder that it needs, relative to it; they are there by their base name when it runs.")]
    public IReadOnlyList<string>? AdditionalIncludes { get; init; }
}

/// <summary>An input of a flow.</summary>
internal sealed record InputShape
{
    [Description("int, double, bool, string, list, object, image, file_path, assistant_definition, or a connection class.")]
    public required string Type { get; init; }

    [Description("Used where a line has no value.")]
    public JsonElement? Default { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("The values to choose from.")]
    public IReadOnlyList<JsonElement>? Enum { get; init; }

    [Description("Whether it takes what the user says in a chat.")]
    public bool? IsChatInput { get; init; }

    [Description("Whether it takes the conversation so far.")]
    public bool? IsChatHistory { get; init; }
}

/// <summary>An output of a flow.</summary>
internal sealed record OutputShape
{
    [Description("Information only.")]
    public string? Type { get; init; }

    [Description("${node.output}, ${node.output.part} or ${inputs.name}.")]
    public string? Reference { get; init; }

    [Description("What it is.")]
    public string? Description { get; init; }

    [Description("Left out of served answers.")]
    public bool? EvaluationOnly { get; init; }

    [Description("Whether it is the answer in a chat.")]
    public bool? IsChatOutput { get; init; }
}

/// <summary>Where Python code runs.</summary>
internal sealed record EnvironmentShape
{
    [Description("Requirements file, relative to the flow folder.")]
    public string? PythonRequirementsTxt { get; init; }

    [Description("Container image; used by builds only.")]
    public string? Image { get; init; }
}

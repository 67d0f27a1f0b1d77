using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>An assistant definition.</summary>
internal sealed record AssistantShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Name.")]
    public string? Name { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("The model.")]
    public required string Model { get; init; }

    [Description("What it is told.")]
    public string? Instructions { get; init; }

    [Description("What it may use.")]
    public IReadOnlyList<AssistantToolShape>? Tools { get; init; }

    [Description("Information only.")]
    public JsonElement? Metadata { get; init; }
}

/// <summary>A tool of an assistant.</summary>
internal sealed record AssistantToolShape
{
    [Description("Which kind.")]
    [AllowedValues("code_interpreter", "retrieval", "file_search", "function")]
    public required string Type { get; init; }

    [Description("python.")]
    [AllowedValues("python")]
    public string? ToolType { get; init; }

    [Description("Where a function comes from.")]
    public SourceShape? Source { get; init; }

    [Description("Given to the function besides what the assistant gives.")]
    public IReadOnlyDictionary<string, JsonElement>? PredefinedInputs { get; init; }

    [Description("What it does.")]
    public string? Description { get; init; }
}

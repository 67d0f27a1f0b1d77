using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>A chat group.</summary>
internal sealed record ChatGroupShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Name.")]
    public string? Name { get; init; }

    [Description("Ignored.")]
    public string? Type { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("In the order they speak; two or more.")]
    public required IReadOnlyList<ChatRoleShape> Roles { get; init; }

    [Description("How often someone speaks at the most.")]
    public int? MaxTurns { get; init; }

    [Description("Tokens at the most.")]
    public int? MaxTokens { get; init; }

    [Description("Seconds at the most.")]
    public double? MaxTime { get; init; }

    [Description("Inputs of the group.")]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    [Description("Outputs of the group.")]
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }
}

/// <summary>A speaker.</summary>
internal sealed record ChatRoleShape
{
    [Description("Its name in the conversation.")]
    public required string Role { get; init; }

    [Description("Its name for people.")]
    public string? Name { get; init; }

    [Description("The flow, relative to the file.")]
    public required string Path { get; init; }

    [Description("By flow input: ${data.column}, ${parent.conversation_history}, ${inputs.name}, or a literal.")]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    [Description("Text that ends the conversation; [STOP] unless written.")]
    public string? StopSignal { get; init; }

    [Description("Variables of its process.")]
    public IReadOnlyDictionary<string, JsonElement>? EnvironmentVariables { get; init; }

    [Description("By node.")]
    public IReadOnlyDictionary<string, JsonElement>? Connections { get; init; }

    [Description("Parameters of a flex flow's class.")]
    public IReadOnlyDictionary<string, JsonElement>? Init { get; init; }
}

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary><c>run.yaml</c>.</summary>
internal sealed record RunShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Name of the run.")]
    public string? Name { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("Labels of your own.")]
    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    [Description("More of your own.")]
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }

    [Description("The flow, relative to this file.")]
    public required string Flow { get; init; }

    [Description("The data, relative to this file: csv, tsv, json, jsonl, or a folder; or a dataset as name@version.")]
    public string? Data { get; init; }

    [Description("Name of an earlier run whose outputs are read.")]
    public string? Run { get; init; }

    [Description("By flow input: ${data.column}, ${run.outputs.name}, ${run.inputs.name}, or a literal.")]
    public IReadOnlyDictionary<string, JsonElement>? ColumnMapping { get; init; }

    [Description("${node.variant}.")]
    public string? Variant { get; init; }

    [Description("A mapping, or the path of a .env file.")]
    public JsonElement? EnvironmentVariables { get; init; }

    [Description("By node: {connection, deployment_name, model …}.")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Connections { get; init; }

    [Description("Parameters of a flex flow's class: a mapping, or a JSON file.")]
    public JsonElement? Init { get; init; }

    [Description("Cloud only; ignored.")]
    public IReadOnlyDictionary<string, JsonElement>? Resources { get; init; }

    [Description("Cloud only; ignored.")]
    public IReadOnlyDictionary<string, JsonElement>? Identity { get; init; }

    [Description("Cloud only; ignored.")]
    public string? Runtime { get; init; }

    [Description("Ignored.")]
    public string? Type { get; init; }
}

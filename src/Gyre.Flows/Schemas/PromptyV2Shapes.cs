using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>Front matter of a Prompty v2.</summary>
internal sealed record PromptyV2Shape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("prompt.")]
    public string? Kind { get; init; }

    [Description("Name.")]
    public string? Name { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("authors, tags, version.")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    [Description("A list of {name, kind, default, required, example, enumValues, description}, or a map by name.")]
    public JsonElement? Inputs { get; init; }

    [Description("The structured answer, in the same form.")]
    public JsonElement? Outputs { get; init; }

    [Description("A model id, or {id, provider, apiType, connection, options}.")]
    public JsonElement? Model { get; init; }

    [Description("A list of {name, kind, description, parameters}.")]
    public JsonElement? Tools { get; init; }

    [Description("{format: {kind: jinja2 or mustache}, parser: {kind: prompty}}.")]
    public JsonElement? Template { get; init; }

    [Description("The template, where the body has none.")]
    public string? Instructions { get; init; }

    [Description("More of it.")]
    public string? AdditionalInstructions { get; init; }

    [Description("Values for a call without inputs.")]
    public IReadOnlyDictionary<string, JsonElement>? Sample { get; init; }
}

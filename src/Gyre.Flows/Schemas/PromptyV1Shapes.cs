using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Workspace.Schemas;

namespace Gyre.Flows.Schemas;

/// <summary>Front matter of a prompty in prompt flow's dialect.</summary>
internal sealed record PromptyV1Shape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Name; the folder's where absent.")]
    public string? Name { get; init; }

    [Description("Name for people.")]
    public string? DisplayName { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("Labels of your own.")]
    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    [Description("Information only.")]
    public string? Version { get; init; }

    [Description("Information only.")]
    public IReadOnlyList<string>? Authors { get; init; }

    [Description("What is called.")]
    [OrText]
    public ModelV1Shape? Model { get; init; }

    [Description("By name: {type, default, description, is_chat_input, is_chat_history}; the sample's keys where absent.")]
    [OrText]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    [Description("A JSON answer is limited to these.")]
    [OrText]
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    [Description("Values for a call without inputs: a mapping, or file:name.json.")]
    public JsonElement? Sample { get; init; }

    [Description("Template language.")]
    [AllowedValues("jinja2")]
    public string? Template { get; init; }

    [Description("Information only.")]
    public IReadOnlyDictionary<string, JsonElement>? Environment { get; init; }

    [Description("Information only.")]
    public string? Base { get; init; }
}

/// <summary>What a prompty calls.</summary>
internal sealed record ModelV1Shape
{
    [Description("chat unless written.")]
    [AllowedValues("chat", "completion")]
    public string? Api { get; init; }

    [Description("How to reach the model.")]
    [OrText]
    public ConfigurationShape? Configuration { get; init; }

    [Description("Name of a connection.")]
    public string? Connection { get; init; }

    [Description("Request fields: temperature, max_tokens, tools, response_format, stream …")]
    [OrText]
    public IReadOnlyDictionary<string, JsonElement>? Parameters { get; init; }

    [Description("first: the text of the first choice; all: the raw answer.")]
    [AllowedValues("first", "all")]
    public string? Response { get; init; }
}

/// <summary>How to reach a model: a connection, or keys; not both.</summary>
internal sealed record ConfigurationShape
{
    [Description("Which provider.")]
    [AllowedValues("azure_openai", "openai", "azure_serverless", "azure_open_ai", "open_ai", "serverless")]
    public string? Type { get; init; }

    [Description("Information only.")]
    public string? Name { get; init; }

    [Description("Name of a connection.")]
    public string? Connection { get; init; }

    [Description("Azure deployment.")]
    public string? AzureDeployment { get; init; }

    [Description("Azure address.")]
    public string? AzureEndpoint { get; init; }

    [Description("Azure API version.")]
    public string? ApiVersion { get; init; }

    [Description("Key; write ${env:NAME}.")]
    public string? ApiKey { get; init; }

    [Description("Address.")]
    public string? ApiBase { get; init; }

    [Description("OpenAI address.")]
    public string? BaseUrl { get; init; }

    [Description("OpenAI organisation.")]
    public string? Organization { get; init; }

    [Description("OpenAI model.")]
    public string? Model { get; init; }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>A connection file.</summary>
internal sealed record ConnectionShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Unique in its store.")]
    public string? Name { get; init; }

    [Description("azure_open_ai, open_ai, serverless, cognitive_search, serp, azure_content_safety, form_recognizer, azure_ai_services, qdrant, weaviate, custom, offline, replay.")]
    public required string Type { get; init; }

    [Description("The Python module of the class.")]
    public string? Module { get; init; }

    [Description("Secret; write ${env:NAME} or <user-input>.")]
    public string? ApiKey { get; init; }

    [Description("Address.")]
    public string? ApiBase { get; init; }

    [Description("OpenAI address.")]
    public string? BaseUrl { get; init; }

    [Description("Address.")]
    public string? Endpoint { get; init; }

    [Description("Address.")]
    public string? Url { get; init; }

    [Description("azure, or the service's name.")]
    public string? ApiType { get; init; }

    [Description("Version of the service.")]
    public string? ApiVersion { get; init; }

    [Description("How to sign in.")]
    [AllowedValues("key", "meid_token")]
    public string? AuthMode { get; init; }

    [Description("Azure resource id.")]
    public string? ResourceId { get; init; }

    [Description("OpenAI organisation.")]
    public string? Organization { get; init; }

    [Description("Plain values of a custom connection.")]
    public IReadOnlyDictionary<string, JsonElement>? Configs { get; init; }

    [Description("Secret values of a custom connection.")]
    public IReadOnlyDictionary<string, JsonElement>? Secrets { get; init; }

    [Description("Strong type of a custom connection.")]
    public string? CustomType { get; init; }

    [Description("Python package of the strong type.")]
    public string? Package { get; init; }

    [Description("Its version.")]
    public string? PackageVersion { get; init; }

    [Description("Folder of recordings (replay).")]
    public string? Folder { get; init; }

    [Description("1 repeats the recorded timing (replay).")]
    public JsonElement? Speed { get; init; }

    [Description("Folder that every call is recorded in.")]
    public string? Record { get; init; }
}

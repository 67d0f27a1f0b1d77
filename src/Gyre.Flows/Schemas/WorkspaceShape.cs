using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary><c>gyre.yaml</c>.</summary>
internal sealed record WorkspaceShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("The folder's where absent.")]
    public string? Name { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("The PostgreSQL server that several nodes share for keys, budgets and usage: postgres://user:${env:NAME}@host:5432/database, or ${env:NAME}. GYRE_DATABASE goes before it; without either it is a file of the workspace's own.")]
    public string? Database { get; init; }

    [Description("By name, each as in a connection file; secrets as ${env:NAME}.")]
    public IReadOnlyDictionary<string, ConnectionShape>? Connections { get; init; }
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>A prompt of the workspace, as lists show it.</summary>
/// <param name="Name">The file's name without its suffix.</param>
/// <param name="Path">From the workspace's folder, as flows and evaluations name it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Model">As callers name it: connection/model.</param>
/// <param name="Inputs">What it must be given.</param>
/// <param name="Fault">Why it can't be read; absent where it can.</param>
internal sealed record PromptSummaryView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("inputs")] IReadOnlyList<string> Inputs,
    [property: JsonPropertyName("fault"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault = null);

/// <summary>A prompt with its messages.</summary>
/// <param name="Name">The file's name without its suffix.</param>
/// <param name="Path">From the workspace's folder.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Model">As callers name it: connection/model.</param>
/// <param name="Parameters">Request fields in OpenAI's names: temperature, tools …</param>
/// <param name="System">The system message, a template; empty where there is none.</param>
/// <param name="User">The user message, a template.</param>
/// <param name="Sample">Inputs to try it with.</param>
/// <param name="Text">The whole file.</param>
/// <param name="Etag">Of this text; what <c>If-Match</c> wants when it is saved.</param>
/// <param name="Closed">Why it has no such two messages and can only be changed as a file; absent where it has.</param>
internal sealed record PromptView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("parameters")] JsonObject Parameters,
    [property: JsonPropertyName("system")] string System,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("sample")] JsonObject Sample,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("etag")] string Etag,
    [property: JsonPropertyName("closed"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Closed = null);

/// <summary>A prompt to save.</summary>
internal sealed record PromptDraft
{
    /// <summary>What it is for; what stood there before where absent.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>As callers name it: connection/model, or a name of a model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Request fields in OpenAI's names.</summary>
    [JsonPropertyName("parameters")]
    public JsonObject? Parameters { get; init; }

    /// <summary>The system message, a Jinja template; empty for none.</summary>
    [JsonPropertyName("system")]
    public required string System { get; init; }

    /// <summary>The user message, a Jinja template.</summary>
    [JsonPropertyName("user")]
    public required string User { get; init; }

    /// <summary>Inputs to try it with.</summary>
    [JsonPropertyName("sample")]
    public IReadOnlyDictionary<string, string>? Sample { get; init; }
}

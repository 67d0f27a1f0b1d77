using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Definitions;

/// <summary>What a prompty says once its references are resolved, the same for both dialects.</summary>
public sealed record PromptySettings
{
    /// <summary>As in the front matter, or the file name.</summary>
    public required string Name { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary>What is called.</summary>
    public required PromptyModel Model { get; init; }

    /// <summary>The declared inputs, or those of the sample; <see cref="FlowInput.HasDefault"/> tells which may be left out.</summary>
    public IReadOnlyList<FlowInput> Inputs { get; init; } = [];

    /// <summary>The declared outputs; a JSON answer is limited to them.</summary>
    public IReadOnlyList<FlowOutput> Outputs { get; init; } = [];

    /// <summary>The sample inputs, used where a call gives no inputs at all; null where there is none.</summary>
    public PythonDict? Sample { get; init; }

    /// <summary><c>jinja2</c> or <c>mustache</c>.</summary>
    public string TemplateFormat { get; init; } = "jinja2";
}

/// <summary>The model that a prompty calls.</summary>
public sealed record PromptyModel
{
    /// <summary><c>chat</c>, <c>completion</c>, or what Prompty v2 has besides (<c>responses</c>, <c>embedding</c> …).</summary>
    public string Api { get; init; } = "chat";

    /// <summary>Azure deployment or model name; null where not written.</summary>
    public string? Model { get; init; }

    /// <summary>Name of a stored connection, or null where the keys are given.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>The connection made of the given keys, or of the environment where there are none; null where <see cref="ConnectionName"/> is set or nothing says which provider it is.</summary>
    public Connection? Connection { get; init; }

    /// <summary>Request fields in OpenAI's names, <c>tools</c> and <c>response_format</c> included.</summary>
    public PythonDict Parameters { get; init; } = [];

    /// <summary><c>response: all</c>: the raw answer is the result.</summary>
    public bool WholeResponse { get; init; }
}

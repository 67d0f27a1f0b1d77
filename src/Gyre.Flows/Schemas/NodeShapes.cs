using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Gyre.Flows.Schemas;

/// <summary>A node.</summary>
internal sealed record NodeShape : NodeKeys
{
    [Description("Unique in the flow.")]
    public required string Name { get; init; }
}

/// <summary>A node in a variant, which takes the name it stands under.</summary>
internal sealed record VariantNodeShape : NodeKeys
{
    [Description("Not needed: the node's name is kept.")]
    public string? Name { get; init; }
}

/// <summary>What a node may say besides its name.</summary>
internal abstract record NodeKeys
{
    [Description("What the node runs. 'flow' is Gyre's own.")]
    [AllowedValues("python", "prompt", "llm", "custom_llm", "csharp", "flow")]
    public string? Type { get; init; }

    [Description("Where its tool comes from.")]
    public SourceShape? Source { get; init; }

    [Description("By parameter: a literal, or one reference as the whole value.")]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    [Description("Name of a connection (llm).")]
    public string? Connection { get; init; }

    [Description("Ignored: the connection decides.")]
    public string? Provider { get; init; }

    [Description("chat or completion (llm).")]
    [AllowedValues("chat", "completion")]
    public string? Api { get; init; }

    [Description("Legacy: a Python module that is imported at load.")]
    public string? Module { get; init; }

    [Description("Legacy: a name in 'tools'.")]
    public string? Tool { get; init; }

    [Description("Runs once, after all lines.")]
    public bool? Aggregation { get; init; }

    [Description("The older name of aggregation.")]
    public bool? Reduce { get; init; }

    [Description("Results for the same inputs are kept. The original ignores it.")]
    public bool? EnableCache { get; init; }

    [Description("The node is one of its node_variants.")]
    public bool? UseVariants { get; init; }

    [Description("The node runs only if this holds.")]
    public ActivateShape? Activate { get; init; }

    [Description("A note.")]
    public string? Comment { get; init; }

    [Description("Gyre's own: the node runs this flow, a file or folder relative to the flow folder. The original ignores it and runs 'source'.")]
    public string? Flow { get; init; }

    [Description("Gyre's own: calls the tool again when it fails.")]
    public RetryShape? Retry { get; init; }

    [Description("Gyre's own: seconds until a call fails.")]
    public double? Timeout { get; init; }

    [Description("Gyre's own: runs the node once for each item of a list.")]
    public MapShape? Map { get; init; }
}

/// <summary>Where a tool comes from.</summary>
internal sealed record SourceShape
{
    [Description("code unless written.")]
    [AllowedValues("code", "package", "package_with_prompt")]
    public string? Type { get; init; }

    [Description("File relative to the flow folder.")]
    public string? Path { get; init; }

    [Description("Id of a package tool.")]
    public string? Tool { get; init; }
}

/// <summary>When a node runs.</summary>
internal sealed record ActivateShape
{
    [Description("A reference; the original needs it.")]
    public JsonElement? When { get; init; }

    [Description("What it must equal, without conversion.")]
    public JsonElement? Is { get; init; }

    [Description("Gyre's own: every one holds.")]
    public IReadOnlyList<ActivateShape>? All { get; init; }

    [Description("Gyre's own: one holds.")]
    public IReadOnlyList<ActivateShape>? Any { get; init; }

    [Description("Gyre's own: it does not hold.")]
    public ActivateShape? Not { get; init; }
}

/// <summary>How often a tool is called again.</summary>
internal sealed record RetryShape
{
    [Description("Calls at the most, the first included.")]
    [Range(1, 1000)]
    public required int Attempts { get; init; }

    [Description("Seconds before the second call, doubled each time; 1 unless written.")]
    public double? Delay { get; init; }
}

/// <summary>A loop over a list.</summary>
internal sealed record MapShape
{
    [Description("The list: a reference or a literal.")]
    public required JsonElement Over { get; init; }

    [Description("The input that takes each item.")]
    public required string As { get; init; }

    [Description("Items at once; 8 unless written.")]
    [Range(1, 1000)]
    public int? Concurrency { get; init; }
}

/// <summary>The versions of one node.</summary>
internal sealed record NodeVariantsShape
{
    [Description("The one that runs unless another is chosen.")]
    public string? DefaultVariantId { get; init; }

    [Description("By variant id.")]
    public required IReadOnlyDictionary<string, VariantShape> Variants { get; init; }
}

/// <summary>One version of a node.</summary>
internal sealed record VariantShape
{
    [Description("Replaces the whole node.")]
    public required VariantNodeShape Node { get; init; }

    [Description("What is different.")]
    public string? Description { get; init; }
}

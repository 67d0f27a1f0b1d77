using Gyre.Flows.Values;

namespace Gyre.Flows.Definitions;

/// <summary>A <c>flow.dag.yaml</c> as written: every node, every variant, nothing resolved. Immutable.</summary>
public sealed record FlowDefinition
{
    /// <summary>Full path of the YAML file.</summary>
    public required string File { get; init; }

    /// <summary>Full path of the flow folder; sources and includes are relative to it.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary><c>name</c>, or the sanitised folder name.</summary>
    public required string Name { get; init; }

    /// <summary><c>display_name</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>type</c>: standard, evaluation or chat; information only.</summary>
    public string? Type { get; init; }

    /// <summary><c>language</c>: python or csharp; information only.</summary>
    public string? Language { get; init; }

    /// <summary><c>message_format</c>: <c>basic</c> (default) or <c>openai-vision</c>.</summary>
    public string MessageFormat { get; init; } = "basic";

    /// <summary>In the order written.</summary>
    public IReadOnlyList<FlowInput> Inputs { get; init; } = [];

    /// <summary>In the order written.</summary>
    public IReadOnlyList<FlowOutput> Outputs { get; init; } = [];

    /// <summary>In the order written; with variants applied only after <c>FlowVariants.Apply</c>.</summary>
    public IReadOnlyList<FlowNode> Nodes { get; init; } = [];

    /// <summary><c>node_variants</c> by node name.</summary>
    public IReadOnlyDictionary<string, NodeVariants> NodeVariants { get; init; } = new Dictionary<string, NodeVariants>(StringComparer.Ordinal);

    /// <summary><c>environment_variables</c>, values already turned into text; may hold <c>${connection.key}</c>.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>environment.python_requirements_txt</c>, relative to the flow folder.</summary>
    public string? PythonRequirements { get; init; }

    /// <summary><c>additional_includes</c>, relative to the flow folder.</summary>
    public IReadOnlyList<string> AdditionalIncludes { get; init; } = [];

    /// <summary>The legacy <c>tools</c> section by name; used only by a node whose <c>tool</c> points at it.</summary>
    public IReadOnlyDictionary<string, PythonDict> LegacyTools { get; init; } = new Dictionary<string, PythonDict>(StringComparer.Ordinal);

    /// <summary>Whether it is a chat flow: one input has <c>is_chat_input</c>.</summary>
    public bool IsChat => Inputs.Any(i => i.IsChatInput);
}

/// <summary>One of a flow's <c>inputs</c>.</summary>
public sealed record FlowInput(string Name, string Type)
{
    /// <summary><c>default</c>; in a DAG it counts only where it is not null.</summary>
    public object? Default { get; init; }

    /// <summary>Whether <c>default</c> is written, even as null; then an input of a prompty or a Python function may be left out.</summary>
    public bool HasDefault { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>enum</c>.</summary>
    public IReadOnlyList<object?>? Enum { get; init; }

    /// <summary><c>is_chat_input</c>.</summary>
    public bool IsChatInput { get; init; }

    /// <summary><c>is_chat_history</c>, null where not written.</summary>
    public bool? IsChatHistory { get; init; }

    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary>One of a flow's <c>outputs</c>.</summary>
public sealed record FlowOutput(string Name, InputBinding Reference)
{
    /// <summary><c>type</c>; information only.</summary>
    public string? Type { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>evaluation_only</c>: left out of served answers.</summary>
    public bool EvaluationOnly { get; init; }

    /// <summary><c>is_chat_output</c>.</summary>
    public bool IsChatOutput { get; init; }

    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary>What a node input, an output, an <c>activate.when</c> says.</summary>
public abstract record InputBinding
{
    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary>A value written in the file; list and dict literals stay as they are, references inside them are text.</summary>
public sealed record LiteralBinding(object? Value) : InputBinding;

/// <summary><c>${inputs.name}</c> (legacy <c>${flow.name}</c>); <see cref="Name"/> is everything after the first dot, nested paths included (they are never found).</summary>
public sealed record FlowInputBinding(string Name) : InputBinding;

/// <summary><c>${node}</c> or <c>${node.output.path}</c>.</summary>
public sealed record NodeBinding(string Node) : InputBinding
{
    /// <summary>Text between the node name and the property path: <c>output</c>, or what was written in its place (an UnsupportedReference).</summary>
    public string Section { get; init; } = "output";

    /// <summary>The path after <c>output.</c>: text parts are keys or attributes, <see cref="int"/> parts are indexes.</summary>
    public IReadOnlyList<PropertyStep> Path { get; init; } = [];

    /// <summary>The path as written, for messages.</summary>
    public string Property { get; init; } = "";

    /// <summary>As written, without <c>${}</c>.</summary>
    public string Text { get; init; } = Node;
}

/// <summary>One step of a property path: a key or attribute, or a list index.</summary>
public readonly record struct PropertyStep(string? Key, int Index)
{
    /// <summary>Whether it was written as <c>['key']</c> or <c>[0]</c>: then it indexes directly and never reads an attribute.</summary>
    public bool Bracketed { get; init; }

    /// <summary>The step as messages show it.</summary>
    public override string ToString() => Key ?? Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One of a flow's <c>nodes</c>, or the node of a variant.</summary>
public sealed record FlowNode
{
    /// <summary>Unique in the flow.</summary>
    public required string Name { get; init; }

    /// <summary><c>type</c>: python, prompt, llm, custom_llm, csharp, and our <c>flow</c>; null where not written.</summary>
    public string? Type { get; init; }

    /// <summary><c>source</c>.</summary>
    public ToolSource? Source { get; init; }

    /// <summary><c>inputs</c>, in the order written.</summary>
    public IReadOnlyDictionary<string, InputBinding> Inputs { get; init; } = new OrderedDictionary<string, InputBinding>(StringComparer.Ordinal);

    /// <summary><c>connection</c>: the name of a connection.</summary>
    public string? Connection { get; init; }

    /// <summary><c>provider</c>; ignored, the connection's class decides.</summary>
    public string? Provider { get; init; }

    /// <summary><c>api</c>: chat or completion.</summary>
    public string? Api { get; init; }

    /// <summary><c>module</c>: a legacy import hint, imported at load.</summary>
    public string? Module { get; init; }

    /// <summary><c>tool</c>: legacy, a name in <see cref="FlowDefinition.LegacyTools"/>.</summary>
    public string? Tool { get; init; }

    /// <summary><c>aggregation</c>, alias <c>reduce</c>.</summary>
    public bool Aggregation { get; init; }

    /// <summary><c>enable_cache</c>.</summary>
    public bool EnableCache { get; init; }

    /// <summary><c>use_variants</c>.</summary>
    public bool UseVariants { get; init; }

    /// <summary><c>activate</c>, or null.</summary>
    public Activation? Activate { get; init; }

    /// <summary><c>comment</c>.</summary>
    public string? Comment { get; init; }

    /// <summary>Gyre's <c>retry</c>, or null. The original ignores the key.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Gyre's <c>timeout</c> in seconds, or null. The original ignores the key.</summary>
    public double? Timeout { get; init; }

    /// <summary>Gyre's <c>map</c>: run the node once for each item of a list, or null. The original ignores the key.</summary>
    public MapLoop? Map { get; init; }

    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary>Where a node's tool comes from.</summary>
/// <param name="Type"><c>code</c>, <c>package</c> or <c>package_with_prompt</c>.</param>
/// <param name="Path">File relative to the flow folder.</param>
/// <param name="Tool">Id of a package tool.</param>
public sealed record ToolSource(string Type, string? Path, string? Tool)
{
    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary><c>activate</c>: the node runs only if <see cref="When"/> equals <see cref="Is"/> by Python equality, or Gyre's <see cref="Condition"/> holds.</summary>
public sealed record Activation
{
    /// <summary>A reference or a literal; null only where <see cref="Condition"/> is given.</summary>
    public InputBinding? When { get; init; }

    /// <summary>What it is compared with, unconverted.</summary>
    public object? Is { get; init; }

    /// <summary>Gyre's <c>all</c>/<c>any</c>/<c>not</c> tree, or null.</summary>
    public Condition? Condition { get; init; }

    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

/// <summary>Gyre's conditions for <c>activate</c>.</summary>
public abstract record Condition
{
    /// <summary><c>{when, is}</c>.</summary>
    public sealed record Comparison(InputBinding When, object? Is) : Condition;

    /// <summary><c>all: […]</c> (and).</summary>
    public sealed record All(IReadOnlyList<Condition> Conditions) : Condition;

    /// <summary><c>any: […]</c> (or).</summary>
    public sealed record Any(IReadOnlyList<Condition> Conditions) : Condition;

    /// <summary><c>not: {…}</c>.</summary>
    public sealed record Not(Condition Inner) : Condition;
}

/// <summary>Gyre's retry policy of a node.</summary>
/// <param name="Attempts">How many calls at the most, the first included; at least 1.</param>
/// <param name="Delay">Seconds before the second call; doubles each time, at most 60.</param>
public sealed record RetryPolicy(int Attempts, double Delay = 1);

/// <summary>Gyre's loop over a list.</summary>
/// <param name="Over">The list.</param>
/// <param name="As">The node input that takes each item.</param>
/// <param name="Concurrency">How many items at once; default 8.</param>
public sealed record MapLoop(InputBinding Over, string As, int Concurrency = 8);

/// <summary><c>node_variants.&lt;node&gt;</c>.</summary>
/// <param name="DefaultVariantId"><c>default_variant_id</c>, null where not written.</param>
/// <param name="Variants">Whole nodes by variant id, each carrying the node's name.</param>
public sealed record NodeVariants(string? DefaultVariantId, IReadOnlyDictionary<string, FlowNode> Variants)
{
    /// <summary>1-based line in the flow file.</summary>
    public int Line { get; init; }
}

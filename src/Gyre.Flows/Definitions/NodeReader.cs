using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Reads one node, of a flow or of a variant.</summary>
internal static class NodeReader
{
    public static readonly string[] Keys =
    [
        "name", "type", "source", "inputs", "connection", "provider", "api", "module", "tool", "aggregation", "reduce", "enable_cache",
        "use_variants", "activate", "comment", "retry", "timeout", "map", "flow",
    ];

    /// <param name="fields">The node.</param>
    /// <param name="name">The node's name where a variant leaves it out.</param>
    public static FlowNode Read(YamlFields fields, string? name)
    {
        fields.WarnOfUnknown(Keys);
        var source = ReadSource(fields);
        name ??= fields.RequiredText("name");
        return new FlowNode
        {
            Name = name,
            Type = fields.Has("flow") ? NodeTypes.Flow : fields.Text("type"),
            Source = source,
            Inputs = ReadInputs(fields.Fields("inputs")),
            Connection = fields.Text("connection"),
            Provider = fields.Remark("provider"),
            Api = fields.Text("api"),
            Module = fields.Text("module"),
            Tool = fields.Text("tool"),
            Aggregation = fields.Flag("aggregation") || fields.Flag("reduce"),
            EnableCache = fields.Flag("enable_cache"),
            UseVariants = fields.Flag("use_variants"),
            Activate = fields.Has("activate") ? ReadActivation(fields, name) : null,
            Comment = fields.Remark("comment"),
            Retry = NodeExtensions.ReadRetry(fields),
            Timeout = NodeExtensions.ReadTimeout(fields),
            Map = NodeExtensions.ReadMap(fields),
            Line = fields.Line,
        };
    }

    private static ToolSource? ReadSource(YamlFields fields)
    {
        if (fields.Text("flow") is { } flow)
        {
            return new ToolSource("code", flow, null) { Line = fields.LineOf("flow") };
        }

        if (fields["source"] is null or YamlScalar { Value: null })
        {
            return null;
        }

        var source = fields.Fields("source");
        source.WarnOfUnknown(["type", "path", "tool"]);
        return new ToolSource(source.Text("type") ?? "code", source.Text("path"), source.Text("tool")) { Line = source.Line };
    }

    private static OrderedDictionary<string, InputBinding> ReadInputs(YamlFields fields)
    {
        var inputs = new OrderedDictionary<string, InputBinding>(StringComparer.Ordinal);
        foreach (var entry in fields.Entries)
        {
            inputs[entry.Name] = InputBindings.Parse(entry.Value);
        }

        return inputs;
    }

    private static Activation ReadActivation(YamlFields node, string name)
    {
        var fields = node.Fields("activate");
        fields.WarnOfUnknown(["when", "is", "all", "any", "not"]);
        var condition = NodeExtensions.ReadCondition(fields);
        if (condition is null && !(fields.Has("when") && fields.Has("is")))
        {
            node.Error(
                "activate",
                "incorrect-activate",
                $"The definition of activate config for node {name} is incorrect. Please check your flow yaml and resubmit.",
                ErrorClasses.FlowDefinitionError);
        }

        if (fields["when"] is YamlScalar { Value: null } && fields["is"] is YamlScalar { Value: null })
        {
            fields.Faults.Warning("empty-activate", $"The activate config for node {name} has empty 'when' and 'is'.", fields.PathOf("when"), fields.Line);
        }

        return new Activation
        {
            When = fields["when"] is { } when ? InputBindings.Parse(when) : null,
            Is = fields.Value("is"),
            Condition = condition,
            Line = node.LineOf("activate"),
        };
    }
}

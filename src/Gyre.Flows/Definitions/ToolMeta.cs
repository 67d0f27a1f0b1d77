using Gyre.Flows.Values;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>A tool's metadata, as package tools publish it and <c>flow.tools.json</c> holds it.</summary>
/// <param name="Id">The key it stands under: <c>package.module.function</c>.</param>
public sealed record ToolMeta(string Id)
{
    /// <summary><c>name</c>, or the id.</summary>
    public string Name { get; init; } = Id;

    /// <summary><c>type</c>: python, llm, custom_llm or prompt.</summary>
    public string Type { get; init; } = NodeTypes.Python;

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>module</c>.</summary>
    public string? Module { get; init; }

    /// <summary><c>class_name</c>, for a method of a ToolProvider.</summary>
    public string? ClassName { get; init; }

    /// <summary><c>function</c>.</summary>
    public string? Function { get; init; }

    /// <summary><c>default_prompt</c>: the template a new node begins with.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary><c>deprecated_tools</c>: ids that mean this tool too.</summary>
    public IReadOnlyList<string> DeprecatedTools { get; init; } = [];

    /// <summary>In the order written.</summary>
    public IReadOnlyList<ToolInputMeta> Inputs { get; init; } = [];

    /// <summary>Everything as written, for editors: icon, category, groups, tags …</summary>
    public PythonDict Raw { get; init; } = [];
}

/// <summary>One input in a tool's metadata.</summary>
/// <param name="Name">As nodes name it.</param>
/// <param name="Types"><c>type</c>: one or more; a literal is parsed with the first.</param>
public sealed record ToolInputMeta(string Name, IReadOnlyList<string> Types)
{
    /// <summary><c>default</c>.</summary>
    public object? Default { get; init; }

    /// <summary>Whether <c>default</c> is written.</summary>
    public bool HasDefault { get; init; }

    /// <summary><c>enum</c>.</summary>
    public IReadOnlyList<object?>? Enum { get; init; }

    /// <summary><c>custom_type</c>: strong-type connection classes.</summary>
    public IReadOnlyList<string> CustomTypes { get; init; } = [];

    /// <summary>Everything as written: enabled_by, dynamic_list, generated_by, ui_hints …</summary>
    public PythonDict Raw { get; init; } = [];
}

/// <summary>Reads tool metadata YAML: a mapping from id to tool.</summary>
internal static class ToolMetaReader
{
    internal static readonly string[] Keys =
    [
        "name", "description", "type", "module", "class_name", "function", "icon", "category", "tags", "default_prompt", "deprecated_tools", "inputs", "groups",
        "package", "package_version", "enable_kwargs", "is_builtin", "tool_state", "structure", "endpoint_name", "connection_type", "code", "source", "lkg_code", "outputs",
    ];

    internal static readonly string[] InputKeys =
    [
        "type", "default", "enum", "description", "enabled_by", "enabled_by_value", "enabled_by_type", "dynamic_list", "allow_manual_entry", "is_multi_select",
        "generated_by", "custom_type", "filter_by", "advanced", "ui_hints", "input_type", "undefined_field1", "undefined_field2",
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FlowException">ValidationException: the first fault.</exception>
    /// <exception cref="Kernel.ProblemException">The file is absent or not YAML.</exception>
    public static IReadOnlyList<ToolMeta> Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var tools = Read(YamlText.ReadFile(faults.File), faults);
        faults.ThrowFirst();
        return tools;
    }

    internal static IReadOnlyList<ToolMeta> Read(YamlNode document, Faults faults)
    {
        var top = YamlFields.Of(document, "", faults);
        return [.. top.Entries.Select(e => ReadTool(e.Name, YamlFields.Of(e.Value, e.Name, faults)))];
    }

    private static ToolMeta ReadTool(string id, YamlFields fields)
    {
        fields.WarnOfUnknown(Keys);
        return new ToolMeta(id)
        {
            Name = fields.Text("name") ?? id,
            Type = fields.Text("type") ?? NodeTypes.Python,
            Description = fields.Text("description"),
            Module = fields.RequiredText("module"),
            ClassName = fields.Text("class_name"),
            Function = fields.RequiredText("function"),
            DefaultPrompt = fields.Text("default_prompt"),
            DeprecatedTools = fields.Texts("deprecated_tools"),
            Inputs = [.. fields.Fields("inputs").Entries.Select(e => ReadInput(e.Name, fields.Fields("inputs").Fields(e.Name)))],
            Raw = fields.Raw,
        };
    }

    private static ToolInputMeta ReadInput(string name, YamlFields fields)
    {
        fields.WarnOfUnknown(InputKeys);
        if (!fields.Has("type"))
        {
            fields.Missing("type");
        }

        return new ToolInputMeta(name, OneOrMore(fields, "type"))
        {
            Default = fields.Value("default"),
            HasDefault = fields.Has("default"),
            Enum = fields.Has("enum") ? [.. fields.Items("enum").Select(item => item.Node.ToValue())] : null,
            CustomTypes = OneOrMore(fields, "custom_type"),
            Raw = fields.Raw,
        };
    }

    private static IReadOnlyList<string> OneOrMore(YamlFields fields, string key) =>
        fields[key] is YamlScalar { Value: not null } one ? [one.Text] : fields.Texts(key);
}

using Gyre.Flows.Values;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>The YAML file behind an input of type <c>assistant_definition</c>.</summary>
/// <param name="File">Full path; the paths of its tools are relative to it.</param>
/// <param name="Model"><c>model</c>.</param>
/// <param name="Instructions"><c>instructions</c>.</param>
internal sealed record AssistantDefinition(string File, string Model, string Instructions)
{
    /// <summary>In the order written.</summary>
    public IReadOnlyList<AssistantTool> Tools { get; init; } = [];

    /// <summary>The original's plain form: <c>{model, instructions, tools}</c>.</summary>
    public PythonDict ToPlain() => new()
    {
        ["model"] = Model,
        ["instructions"] = Instructions,
        ["tools"] = Tools.Select(t => (object?)t.Raw).ToList(),
    };
}

/// <summary>A tool of an assistant.</summary>
/// <param name="Type">code_interpreter, retrieval, file_search or function.</param>
internal sealed record AssistantTool(string Type)
{
    /// <summary><c>tool_type</c> of a function: python.</summary>
    public string? ToolType { get; init; }

    /// <summary><c>source</c> of a function.</summary>
    public ToolSource? Source { get; init; }

    /// <summary><c>predefined_inputs</c>: given to the function besides what the assistant gives; references are allowed.</summary>
    public IReadOnlyDictionary<string, InputBinding> PredefinedInputs { get; init; } = new Dictionary<string, InputBinding>(StringComparer.Ordinal);

    /// <summary>As written.</summary>
    public PythonDict Raw { get; init; } = [];
}

/// <summary>Reads assistant definitions.</summary>
internal static class AssistantReader
{
    private static readonly string[] Types = ["code_interpreter", "retrieval", "file_search", "function"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FlowException">InvalidAssistantTool: a tool of another type, or a function without a source; ValidationException otherwise.</exception>
    /// <exception cref="Kernel.ProblemException">The file is absent or not YAML.</exception>
    public static AssistantDefinition Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var assistant = Read(YamlText.ReadFile(faults.File), faults);
        faults.ThrowFirst();
        return assistant;
    }

    internal static AssistantDefinition Read(YamlNode document, Faults faults)
    {
        var top = YamlFields.Of(document, "", faults);
        top.WarnOfUnknown(["$schema", "model", "instructions", "tools", "name", "description", "metadata"]);
        return new AssistantDefinition(faults.File, top.Text("model") ?? "", top.Text("instructions") ?? "")
        {
            Tools = [.. top.Items("tools").Select(item => ReadTool(YamlFields.Of(item.Node, item.Path, faults)))],
        };
    }

    private static AssistantTool ReadTool(YamlFields fields)
    {
        fields.WarnOfUnknown(["type", "tool_type", "source", "predefined_inputs", "description"]);
        var type = fields.Text("type") ?? "";
        if (!Types.Contains(type, StringComparer.Ordinal))
        {
            fields.Error("type", "invalid-assistant-tool", $"Unsupported assistant tool's type '{type}'; there are {string.Join(", ", Types)}.", ErrorClasses.InvalidAssistantTool);
        }

        var predefined = new OrderedDictionary<string, InputBinding>(StringComparer.Ordinal);
        foreach (var entry in fields.Fields("predefined_inputs").Entries)
        {
            predefined[entry.Name] = InputBindings.Parse(entry.Value);
        }

        return new AssistantTool(type)
        {
            ToolType = fields.Text("tool_type"),
            Source = type == "function" ? ReadSource(fields) : null,
            PredefinedInputs = predefined,
            Raw = fields.Raw,
        };
    }

    private static ToolSource ReadSource(YamlFields fields)
    {
        if (fields.Text("tool_type") is not (null or NodeTypes.Python))
        {
            fields.Error("tool_type", "invalid-assistant-tool", $"Tool type {fields.Text("tool_type")} is not supported; only python is.", ErrorClasses.InvalidAssistantTool);
        }

        var source = fields.Fields("source");
        var missing = (source.Text("type") ?? "code") switch
        {
            "code" => source.Text("path") is null ? "path" : null,
            "package" => source.Text("tool") is null ? "tool" : null,
            _ => "type",
        };
        if (missing is not null)
        {
            fields.Error(
                "source",
                "invalid-assistant-tool",
                missing == "type" ? $"source.type is code or package, not '{source.Text("type")}'." : $"The source of an assistant's function needs '{missing}'.",
                ErrorClasses.InvalidAssistantTool);
        }

        return new ToolSource(source.Text("type") ?? "code", source.Text("path"), source.Text("tool")) { Line = source.Line };
    }
}

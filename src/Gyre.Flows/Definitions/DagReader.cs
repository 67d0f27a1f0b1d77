using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Reads <c>flow.dag.yaml</c>.</summary>
public static partial class DagReader
{
    internal static readonly string[] Keys =
    [
        "$schema", "id", "name", "display_name", "description", "type", "tags", "inputs", "outputs", "nodes", "node_variants", "tools",
        "language", "message_format", "environment", "environment_variables", "additional_includes",
    ];

    internal static readonly string[] InputKeys = ["type", "default", "description", "enum", "is_chat_input", "is_chat_history"];
    private static readonly string[] OutputKeys = ["type", "reference", "description", "evaluation_only", "is_chat_output"];

    /// <summary>Reads a file.</summary>
    /// <param name="file">Path of the YAML file, whatever it is called.</param>
    /// <exception cref="FlowException">What the original can't load either: the first fault, ValidationException or FlowDefinitionError.</exception>
    /// <exception cref="ProblemException">The file is absent or not YAML.</exception>
    public static FlowDefinition Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var flow = Read(YamlText.ReadFile(faults.File), faults);
        faults.ThrowFirst();
        return flow;
    }

    internal static FlowDefinition Read(YamlNode document, Faults faults)
    {
        var top = YamlFields.Of(document, "", faults);
        top.WarnOfUnknown(Keys);
        return new FlowDefinition
        {
            File = faults.File,
            Name = top.Text("name") ?? SafeName(Path.GetFileNameWithoutExtension(Path.GetDirectoryName(faults.File)!)),
            DisplayName = top.Remark("display_name"),
            Description = top.Remark("description"),
            Type = top.Remark("type"),
            Language = top.Remark("language"),
            MessageFormat = top.Text("message_format") ?? "basic",
            Inputs = ReadInputs(top),
            Outputs = ReadOutputs(top),
            Nodes = [.. top.Items("nodes").Select(item => NodeReader.Read(YamlFields.Of(item.Node, item.Path, faults), name: null))],
            NodeVariants = ReadVariants(top.Fields("node_variants")),
            EnvironmentVariables = EnvironmentText(top.Fields("environment_variables")),
            PythonRequirements = top.Fields("environment").Text("python_requirements_txt"),
            AdditionalIncludes = top.Texts("additional_includes"),
            LegacyTools = ReadTools(top),
        };
    }

    /// <summary>The declared inputs; flex flows declare theirs in the same form.</summary>
    internal static IReadOnlyList<FlowInput> ReadInputs(YamlFields top, string key = "inputs") =>
        Each(top.Fields(key), (name, line, fields) =>
        {
            fields.WarnOfUnknown(InputKeys);
            return new FlowInput(name, fields.RequiredText("type"))
            {
                Default = fields.Value("default"),
                HasDefault = fields.Has("default"),
                Description = fields.Remark("description"),
                Enum = fields["enum"] is YamlList values ? [.. values.Items.Select(item => item.ToValue())] : null,
                IsChatInput = fields.Flag("is_chat_input"),
                IsChatHistory = fields.OptionalFlag("is_chat_history"),
                Line = line,
            };
        });

    /// <summary>The declared outputs.</summary>
    internal static IReadOnlyList<FlowOutput> ReadOutputs(YamlFields top) =>
        Each(top.Fields("outputs"), (name, line, fields) =>
        {
            fields.WarnOfUnknown(OutputKeys);
            var reference = fields["reference"];
            return new FlowOutput(name, reference is null ? new LiteralBinding("") { Line = line } : InputBindings.Parse(reference))
            {
                Type = fields.Remark("type"),
                Description = fields.Remark("description"),
                EvaluationOnly = fields.Flag("evaluation_only"),
                IsChatOutput = fields.Flag("is_chat_output"),
                Line = line,
            };
        });

    /// <summary>Values as the process environment takes them: containers as JSON text, all else as Python prints it.</summary>
    internal static IReadOnlyDictionary<string, string> EnvironmentText(YamlFields fields)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in fields.Entries)
        {
            variables[entry.Name] = FlowEnvironment.Text(entry.Value.ToValue());
        }

        return variables;
    }

    /// <summary>The original's default name: <c>My-Flow 2</c> becomes <c>my_flow_2</c>.</summary>
    internal static string SafeName(string name)
    {
        var words = string.Join('_', NotWord().Split(name.ToLowerInvariant()).Where(word => word.Length > 0));
        return words.Length > 0 && char.IsDigit(words[0]) ? "n" + words : words;
    }

    private static List<T> Each<T>(YamlFields fields, Func<string, int, YamlFields, T> read) =>
        [.. fields.Entries.Select(e => read(e.Name, e.Key.Line, YamlFields.Of(e.Value, fields.PathOf(e.Name), fields.Faults)))];

    private static OrderedDictionary<string, NodeVariants> ReadVariants(YamlFields fields)
    {
        var nodes = new OrderedDictionary<string, NodeVariants>(StringComparer.Ordinal);
        foreach (var entry in fields.Entries)
        {
            var node = fields.Fields(entry.Name);
            node.WarnOfUnknown(["default_variant_id", "variants"]);
            var variants = new OrderedDictionary<string, FlowNode>(StringComparer.Ordinal);
            if (!node.Has("variants"))
            {
                node.Missing("variants");
            }

            foreach (var variant in node.Fields("variants").Entries)
            {
                var written = node.Fields("variants").Fields(variant.Name);
                written.WarnOfUnknown(["node", "description"]);
                if (written.Has("node"))
                {
                    variants[variant.Name] = NodeReader.Read(written.Fields("node"), entry.Name);
                }
                else
                {
                    written.Missing("node");
                }
            }

            nodes[entry.Name] = new NodeVariants(node.Text("default_variant_id"), variants) { Line = entry.Key.Line };
        }

        return nodes;
    }

    private static Dictionary<string, PythonDict> ReadTools(YamlFields top)
    {
        var tools = new Dictionary<string, PythonDict>(StringComparer.Ordinal);
        foreach (var (node, path) in top.Items("tools"))
        {
            if (node is YamlMap map && YamlFields.Of(map, path, top.Faults).Remark("name") is { } name)
            {
                tools.TryAdd(name, (PythonDict)map.ToValue()!);
            }
            else
            {
                top.Faults.Warning("nameless-tool", "A tool without a name can't be used by a node.", path, node.Line);
            }
        }

        return tools;
    }

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();
}

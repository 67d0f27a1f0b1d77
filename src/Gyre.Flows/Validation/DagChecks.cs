using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Folders;
using Gyre.Kernel;

namespace Gyre.Flows.Validation;

/// <summary>What can be wrong with a DAG beyond the shape of its file.</summary>
internal static class DagChecks
{
    private static readonly string[] InputTypes =
        ["int", "double", "bool", "string", "secret", "prompt_template", "list", "object", "file_path", "image", "assistant_definition"];

    /// <summary>Notes every fault of the flow.</summary>
    public static void Find(FlowDefinition flow, Faults faults)
    {
        CheckHead(flow, faults);
        VariantChecks.Find(flow, faults);
        foreach (var node in flow.Nodes.Where(n => !n.UseVariants).Concat(flow.NodeVariants.Values.SelectMany(v => v.Variants.Values)))
        {
            NodeChecks.Find(flow, node, faults);
        }

        GraphChecks.Find(flow, faults);
        ChatChecks.Find(flow, faults);
        foreach (var (line, field, message) in FlowWarnings.Find(flow))
        {
            faults.Warning("surprise", message, field, line);
        }
    }

    /// <summary>Notes types of inputs that are not known and defaults that do not fit them.</summary>
    public static void CheckInputs(IReadOnlyList<FlowInput> inputs, string section, Faults faults)
    {
        foreach (var input in inputs.Where(i => i.Type.Length > 0))
        {
            var field = $"{section}.{input.Name}";
            if (!InputTypes.Contains(input.Type, StringComparer.Ordinal) && !input.Type.EndsWith("Connection", StringComparison.Ordinal) && !input.Type.EndsWith("ModelConfiguration", StringComparison.Ordinal))
            {
                faults.Warning("unknown-type", $"'{input.Type}' is no type that is converted.{NearestName.Hint(input.Type, InputTypes)}", $"{field}.type", input.Line);
            }
            else if (input.Default is not null && Fault(input) is { } fault)
            {
                faults.Error("default-type", fault, $"{field}.default", input.Line);
            }
        }
    }

    private static string? Fault(FlowInput input)
    {
        try
        {
            FlowInputs.Convert([input], [], line: null);
            return null;
        }
        catch (FlowException e)
        {
            return $"The default does not fit the type '{input.Type}': {e.Message}";
        }
    }

    private static void CheckHead(FlowDefinition flow, Faults faults)
    {
        CheckInputs(flow.Inputs, "inputs", faults);
        if (flow.Nodes.Count == 0)
        {
            faults.Warning("no-nodes", "The flow has no nodes.", "nodes", 1);
        }

        if (flow.MessageFormat is not ("basic" or "openai-vision"))
        {
            faults.Error("unknown-message-format", $"message_format is 'basic' or 'openai-vision', not '{flow.MessageFormat}'.", "message_format", 1);
        }

        foreach (var include in flow.AdditionalIncludes.Where(i => AdditionalIncludes.Find(flow.Folder, i) is null))
        {
            faults.Error("missing-include", $"Unable to find additional include {include}", "additional_includes", 1);
        }

        if (flow.PythonRequirements is { } requirements && !File.Exists(Path.Combine(flow.Folder, requirements)))
        {
            faults.Warning("missing-requirements", $"There is no file '{requirements}' in the flow folder.", "environment.python_requirements_txt", 1);
        }
    }
}

using Gyre.Flows.Definitions;
using Gyre.Kernel;

namespace Gyre.Flows.Validation;

/// <summary>Whether one node says what its type needs.</summary>
internal static class NodeChecks
{
    public static void Find(FlowDefinition flow, FlowNode node, Faults faults)
    {
        if (node.Tool is { } tool)
        {
            if (!flow.LegacyTools.ContainsKey(tool))
            {
                Error("unknown-tool", $"The tools section has no '{tool}'.{NearestName.Hint(tool, flow.LegacyTools.Keys)}", "tool");
            }

            return;
        }

        if (node.Type is null)
        {
            Error("missing-field", "Missing data for required field.", "type");
            return;
        }

        if (!NodeTypes.All.Contains(node.Type, StringComparer.Ordinal))
        {
            Error("unknown-node-type", $"'{node.Type}' is no node type.{NearestName.Hint(node.Type, NodeTypes.All)} There are {string.Join(", ", NodeTypes.All)}.", "type");
            return;
        }

        CheckSource();
        CheckModel();

        void CheckSource()
        {
            switch (node.Source)
            {
                case null:
                    Error("missing-field", "Missing data for required field.", "source");
                    return;
                case { Type: not ("code" or "package" or "package_with_prompt") } source:
                    Error("unknown-source-type", $"source.type is code, package or package_with_prompt, not '{source.Type}'.", "source.type", source.Line);
                    return;
                case { Type: "package" or "package_with_prompt", Tool: null } source:
                    Error("missing-field", "Missing data for required field.", "source.tool", source.Line);
                    break;
            }

            if (node.Source is { Type: "package" })
            {
                return;
            }

            if (node.Source.Path is not { Length: > 0 } path)
            {
                Error("missing-field", "Missing data for required field.", "source.path", node.Source.Line);
                return;
            }

            if (SourceFiles.Find(flow, path) is not { } file)
            {
                Error("missing-source", $"There is no file '{path}' in the flow folder.{NearestName.Hint(path, SourceFiles.Names(flow))}", "source.path", node.Source.Line);
            }
            else if (node.Type is NodeTypes.Prompt or NodeTypes.Llm or NodeTypes.CustomLlm)
            {
                TemplateChecks.Find(file, faults);
            }
        }

        void CheckModel()
        {
            if (node.Type == NodeTypes.Prompt && node.Inputs.TryGetValue("template", out var template))
            {
                Error("reserved-input", "A prompt node can't have an input named 'template'.", "inputs.template", template.Line);
            }

            if (node.Type != NodeTypes.Llm)
            {
                return;
            }

            if (node.Connection is null && !node.Inputs.ContainsKey("connection"))
            {
                Error("missing-connection", "An llm node needs a 'connection'.", "connection");
            }

            if (node.Api is not ("chat" or "completion"))
            {
                Error("unknown-api", node.Api is null ? "An llm node needs 'api': chat or completion." : $"api is chat or completion, not '{node.Api}'.", "api");
            }
        }

        void Error(string code, string message, string field, int? line = null) => faults.Error(code, message, $"{node.Name}.{field}", line ?? node.Line);
    }
}

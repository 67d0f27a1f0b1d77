using Gyre.Flows.Definitions;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>Makes the tools of prompt nodes.</summary>
internal sealed class PromptToolSource : IToolSource
{
    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type == "prompt";

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var template = PromptTemplate.Load(node, flow.WorkingFolder);
        if (template.Variables.Contains("template", StringComparer.Ordinal) || node.Inputs.ContainsKey("template"))
        {
            throw new FlowException(
                ErrorClasses.NodeInputValidationError,
                $"Invalid inputs {{'template'}} in prompt template of node {node.Name}. These inputs are duplicated with the reserved parameters of prompt tool.")
            {
                Node = node.Name,
            };
        }

        var images = await LiteralImages.LoadAsync(node, template, flow, cancellationToken);
        return new PromptTool(template, new GuardedInputs(node, flow.Flow), images);
    }
}

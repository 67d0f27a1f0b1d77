using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Packages;

/// <summary>Makes the tools of nodes that name a built-in package tool. Ask it before the source that looks in Python packages.</summary>
internal sealed class PackageToolSource(BuiltInTools tools) : IToolSource
{
    /// <inheritdoc cref="BuiltInTools(IModelProviders, TimeProvider, PackageToolOptions?)"/>
    public PackageToolSource(IModelProviders providers, TimeProvider time)
        : this(new BuiltInTools(providers, time))
    {
    }

    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type is NodeTypes.Python or NodeTypes.CustomLlm && node.Source?.Type is "package" or "package_with_prompt" && tools.Find(node.Source?.Tool) is not null;

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var tool = tools.Find(node.Source!.Tool)!;
        var template = node.Source.Type == "package_with_prompt" ? PromptTemplate.Load(node, flow.WorkingFolder, tool.IsVision) : null;
        var names = tool.Parameters.Where(p => !p.TakesRest).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var duplicated = template?.Variables.Where(names.Contains).ToList() ?? [];
        if (duplicated.Count > 0)
        {
            throw new FlowException(
                ErrorClasses.NodeInputValidationError,
                $"Invalid inputs {{{string.Join(", ", duplicated.Select(PythonText.Repr))}}} in prompt template of node {node.Name}. These inputs are duplicated with the inputs of custom llm tool.");
        }

        var images = template is null ? null : await LiteralImages.LoadAsync(node, template, flow, cancellationToken);
        return new PackageTool(tool, template, new GuardedInputs(node, flow.Flow), images, flow.Streaming && StreamingNodes.FeedsOutputsOnly(node, flow.Flow));
    }
}

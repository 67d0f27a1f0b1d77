using Gyre.Flows.Media;
using Gyre.Flows.Tools.Prompts;

namespace Gyre.Flows.Tools.Packages;

/// <summary>A node with a built-in package tool.</summary>
internal sealed class PackageTool(BuiltInTool tool, PromptTemplate? template, GuardedInputs guarded, IReadOnlyDictionary<string, FlowImage>? images, bool streams) : Tool
{
    public override IReadOnlyList<ToolParameter> Parameters => tool.Parameters;

    public override string Function => tool.Id[(tool.Id.LastIndexOf('.') + 1)..];

    public override ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        foreach (var (name, image) in images ?? new Dictionary<string, FlowImage>(StringComparer.Ordinal))
        {
            call.Inputs[name] = image;
        }

        var unknown = tool.Parameters.Any(p => p.TakesRest) ? null : call.Inputs.Keys.OfType<string>().FirstOrDefault(name => !tool.Parameters.Any(p => p.Name == name));
        var missing = tool.Parameters.FirstOrDefault(p => !p.HasDefault && !p.TakesRest && !call.Inputs.ContainsKey(p.Name));
        return unknown is null && missing is null
            ? tool.Run(new PackageCall(call, template, guarded, streams), cancellationToken)
            : throw Python(call.Node, unknown is not null ? $"{Function}() got an unexpected keyword argument '{unknown}'" : $"{Function}() missing 1 required positional argument: '{missing!.Name}'");
    }

    private static FlowException Python(string node, string message) =>
        new(ErrorClasses.ToolExecutionError, $"Execution failure in '{node}': (TypeError) {message}") { InnerClass = "TypeError", Node = node };
}

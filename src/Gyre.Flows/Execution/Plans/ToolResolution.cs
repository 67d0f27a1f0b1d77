using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Makes the tool of each node by asking the tool sources in order; every failure becomes ResolveToolError.</summary>
internal static class ToolResolution
{
    /// <summary>The tool of one node and its inputs with literals parsed.</summary>
    /// <exception cref="FlowException">ResolveToolError around what went wrong.</exception>
    public static async ValueTask<(Tool Tool, IReadOnlyList<KeyValuePair<string, InputBinding>> Inputs)> ResolveAsync(
        FlowNode node, FlowContext flow, IReadOnlyList<IToolSource> sources, CancellationToken cancellationToken)
    {
        Tool? tool = null;
        try
        {
            CheckSource(node);
            var source = sources.FirstOrDefault(s => s.Serves(node))
                ?? throw new FlowException(ErrorClasses.NotImplementedError, $"Tool type {node.Type ?? "None"} is not supported yet.") { Kind = ErrorKind.SystemError };
            tool = await source.ResolveAsync(node, flow, cancellationToken);
            return (tool, await NodeLiterals.ParseAsync(node, tool, flow, cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (tool is not null)
            {
                await tool.DisposeAsync();
            }

            throw Wrap(node, flow, e);
        }
    }

    private static void CheckSource(FlowNode node)
    {
        if (node is { Source: null, Tool: null })
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"Node {node.Name} does not have source defined.");
        }

        var unsupported = (node.Type, node.Source?.Type) switch
        {
            ("python", { } type) when type is not ("code" or "package") => type,
            ("custom_llm", { } type) when type is not "package_with_prompt" => type,
            _ => null,
        };
        if (unsupported is not null)
        {
            throw new FlowException(ErrorClasses.NotImplementedError, $"Tool source type {unsupported} for {node.Type} tool is not supported yet.") { Kind = ErrorKind.SystemError };
        }
    }

    private static FlowException Wrap(FlowNode node, FlowContext flow, Exception e)
    {
        var cause = FlowException.Of(e);
        return new FlowException(ErrorClasses.ResolveToolError, $"Tool load failed in '{node.Name}': ({cause.ErrorClass}) {e.Message}", e)
        {
            InnerClass = cause.ErrorClass,
            Kind = cause.Kind,
            Node = node.Name,
            File = cause.File ?? flow.Flow.File,
            Line = cause.File is not null ? cause.Line : cause.Line ?? (node.Line > 0 ? node.Line : null),
            ToolDetails = cause.ToolDetails,
        };
    }
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Gyre's sub-flow nodes (<c>type: flow</c>): another flow is the tool, its inputs are the node's, its outputs make a dict.</summary>
internal sealed class FlowToolSource(SubFlows flows) : IToolSource
{
    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type == NodeTypes.Flow;

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(node.Source?.Path ?? "", flow.WorkingFolder);
        if (node.Source?.Path is null || !Path.Exists(path))
        {
            throw new FlowException(ErrorClasses.InvalidSource, $"Node source path '{node.Source?.Path}' is invalid on node '{node.Name}'.");
        }

        var file = FlowFile.Find(path);
        var target = await flows.OpenAsync(file.Path, cancellationToken);
        var inputs = target.IsCompletedSuccessfully ? (await target).Inputs : DagReader.Read(file.Path).Inputs;
        return new FlowTool(target, [.. inputs.Select(i => new ToolParameter(i.Name, [i.Type]) { HasDefault = i.Default is not null, Default = i.Default })]);
    }

    private sealed class FlowTool(Task<ExecutableFlow> target, IReadOnlyList<ToolParameter> parameters) : Tool
    {
        public override IReadOnlyList<ToolParameter> Parameters => parameters;

        // A flow that runs itself is still being opened when it asks.
        public override int? MaximumLines => target.IsCompletedSuccessfully ? target.Result.MaximumLines : null;

        public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
        {
            var depth = call.Line.Depth + 1;
            if (depth > SubFlows.DeepestNesting)
            {
                throw Failure(call, "RecursionError", $"sub-flows are nested more than {SubFlows.DeepestNesting} deep; a flow that runs itself needs an activate condition that ends it", null);
            }

            var flow = await target.WaitAsync(cancellationToken);
            var request = new LineRequest(call.Inputs, $"{call.Line.RunId}_{call.Node}", call.Line.LineNumber) { Depth = depth, Clock = call.Line.Clock };
            var result = await flow.ExecuteLineAsync(request, cancellationToken);
            foreach (var inner in result.Line.ApiCalls)
            {
                call.Record.AddChild(inner);
            }

            if (result.Line.Usage.TotalTokens is { } total)
            {
                call.Record.AddUsage(result.Line.Usage.PromptTokens ?? 0, result.Line.Usage.CompletionTokens ?? 0, total, result.Line.Usage.Costs);
            }

            return result.Line.Error is { } error
                ? throw Failure(call, error.Code == ErrorClasses.ToolExecutionError ? error.Inner ?? error.Code : error.Code, error.Message, error.ToolDetails)
                : result.Line.Output;
        }

        private static FlowException Failure(ToolCall call, string type, string message, PythonDict? details) =>
            new(ErrorClasses.ToolExecutionError, $"Execution failure in '{call.Node}': ({type}) {message}")
            {
                InnerClass = type,
                Node = call.Node,
                ToolDetails = details ?? new PythonDict { { "type", type }, { "message", message }, { "traceback", null } },
            };
    }
}

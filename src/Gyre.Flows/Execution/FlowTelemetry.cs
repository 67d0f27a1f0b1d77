using System.Diagnostics;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Execution;

/// <summary>Spans of flows and nodes, with OpenTelemetry's GenAI names; nothing is made where nobody listens.</summary>
internal static class FlowTelemetry
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "Gyre.Flows";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? StartLine(FlowPlan plan, RunIdentity identity) => Source.HasListeners() && Start($"invoke_workflow {plan.Flow.Name}", "invoke_workflow", identity) is { } activity
        ? activity.SetTag("gen_ai.workflow.name", plan.Flow.Name)
        : null;

    internal static Activity? StartNode(PlannedNode node, RunIdentity identity) => Source.HasListeners() && Start($"execute_tool {node.Name}", "execute_tool", identity) is { } activity
        ? activity.SetTag("gen_ai.tool.name", node.Name).SetTag("gen_ai.tool.type", node.Definition.Type)
        : null;

    internal static void EndNode(NodeCall call)
    {
        if (call.Activity is { } activity)
        {
            End(activity, call.Record.Status, call.Record.Error, call.Record.Usage);
        }
    }

    internal static void End(Activity activity, RunStatus status, FlowError? error, Usage usage)
    {
        activity.SetTag("gyre.status", status.ToString());
        if (usage.PromptTokens is { } input)
        {
            activity.SetTag("gen_ai.usage.input_tokens", input);
        }

        if (usage.CompletionTokens is { } output)
        {
            activity.SetTag("gen_ai.usage.output_tokens", output);
        }

        if (error is not null)
        {
            activity.SetTag("error.type", error.Inner ?? error.Code).SetStatus(ActivityStatusCode.Error, error.Message);
        }

        activity.Dispose();
    }

    private static Activity? Start(string name, string operation, RunIdentity identity)
    {
        if (Source.StartActivity(name) is not { } activity)
        {
            return null;
        }

        activity.SetTag("gen_ai.operation.name", operation).SetTag("gyre.run.id", identity.RunId);
        return identity.LineNumber is { } line ? activity.SetTag("gyre.run.line", line) : activity;
    }
}

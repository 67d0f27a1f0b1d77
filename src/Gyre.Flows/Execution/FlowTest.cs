namespace Gyre.Flows.Execution;

/// <summary>Runs a flow once, as <c>flow test</c> does: one line, then the aggregation over that single line.</summary>
public static class FlowTest
{
    /// <summary>Runs it. Nodes and errors of the aggregation stand with those of the line, metrics in the line record.</summary>
    /// <param name="flow">Any flow.</param>
    /// <param name="request">The line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<LineResult> RunAsync(ExecutableFlow flow, LineRequest request, CancellationToken cancellationToken)
    {
        var result = await flow.ExecuteLineAsync(request, cancellationToken);

        // As in the original: an aggregation that reads no node of the line is not run in a test.
        // A class gets the line's output, so its aggregation always has something to read.
        if (result.Line.Status != RunStatus.Completed || !flow.HasAggregation || (flow is DagFlow && result.AggregationInputs.Count == 0))
        {
            return flow.HasAggregation && result.Line.Status == RunStatus.Completed
                ? result with { Warnings = [.. result.Warnings, "The aggregation takes no result of a node of this line, so a test leaves it out; it runs in a batch run."] }
                : result;
        }

        var line = new AggregationLine(request.LineNumber ?? 0, result.Line.Inputs, result.Line.Output ?? [], result.AggregationInputs);
        var aggregation = await flow.AggregateAsync(new AggregationRequest(request.RunId, [line]), cancellationToken);
        result.Line.Metrics = aggregation.Metrics;
        return result with { Nodes = [.. result.Nodes, .. aggregation.Nodes] };
    }
}

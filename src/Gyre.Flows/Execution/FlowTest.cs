using Gyre.Flows.Execution.Records;

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
        if (result.Line.Status != RunStatus.Completed || !flow.HasAggregation)
        {
            return result;
        }

        var line = new AggregationLine(request.LineNumber ?? 0, result.Line.Inputs, result.Line.Output ?? [], result.AggregationInputs);
        var aggregation = await flow.AggregateAsync(new AggregationRequest(request.RunId, [line]) { OnNode = request.OnNode }, cancellationToken);
        result.Line.Metrics = aggregation.Metrics;
        return result with { Nodes = [.. result.Nodes, .. aggregation.Nodes], AggregationError = aggregation.Errors.Values.FirstOrDefault() };
    }
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Evaluations.Own;

/// <summary>One of the user's own evaluators as its run sees it: the flow, with its outputs made columns.</summary>
/// <param name="inner">The flow; disposed with this.</param>
/// <param name="columns">Names and verdicts.</param>
/// <param name="mapped">The inputs that the run maps; what is not among them has a default of its own.</param>
internal sealed class OwnFlow(ExecutableFlow inner, OwnColumns columns, IReadOnlyCollection<string> mapped) : ExecutableFlow
{
    /// <inheritdoc/>
    public override IReadOnlyList<FlowInput> Inputs => [.. inner.Inputs.Where(i => mapped.Contains(i.Name, StringComparer.Ordinal))];

    /// <summary>Only the result tells.</summary>
    public override IReadOnlyList<string> Outputs => [];

    /// <inheritdoc/>
    public override bool HasAggregation => inner.HasAggregation;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AggregationSources => inner.AggregationSources;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentVariables => inner.EnvironmentVariables;

    /// <inheritdoc/>
    public override int? MaximumLines => inner.MaximumLines;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => inner.Warnings;

    /// <inheritdoc/>
    public override async Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var result = await inner.ExecuteLineAsync(request, cancellationToken);
        if (result.Line.Output is { } output)
        {
            result.Line.Output = columns.Of(output);
        }

        return result;
    }

    /// <inheritdoc/>
    public override Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken) =>
        inner.AggregateAsync(request with { Lines = [.. request.Lines.Select(l => l with { Output = columns.Undone(l.Output) })] }, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}

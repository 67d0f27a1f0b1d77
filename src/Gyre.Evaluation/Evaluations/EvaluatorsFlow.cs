using Gyre.Evaluation.Evaluators;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations;

/// <summary>
/// Evaluators as a flow: a line is one answer, each evaluator a node of it, the outputs their columns. So an evaluation is a run
/// like any other, with its journal, its resume and its report.
/// </summary>
/// <param name="evaluators">What to score with; they are disposed with the flow.</param>
/// <param name="time">The clock.</param>
internal sealed class EvaluatorsFlow(IReadOnlyList<AskedEvaluator> evaluators, TimeProvider time) : ExecutableFlow
{
    private const string Name = "evaluators";

    /// <summary>None: what there is to read is known to the evaluation, which maps it.</summary>
    public override IReadOnlyList<FlowInput> Inputs => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => [.. evaluators.SelectMany(e => e.Columns.Names)];

    /// <inheritdoc/>
    public override bool HasAggregation => false;

    /// <inheritdoc/>
    public override async Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var line = new LineRecord
        {
            RunId = $"{request.RunId}_{request.LineNumber}",
            RootRunId = request.RunId,
            FlowId = Name,
            Index = request.LineNumber,
            Status = RunStatus.Completed,
            StartTime = time.GetUtcNow(),
            Inputs = request.Inputs,
        };
        using var timeout = new CancellationTokenSource(request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var asked = await Task.WhenAll(evaluators.Select(e => NodeAsync(e, request, both.Token)));
        cancellationToken.ThrowIfCancellationRequested();

        line.Output = [];
        foreach (var (evaluator, (node, result)) in evaluators.Zip(asked))
        {
            evaluator.Columns.Write(line.Output, result);
            line.Usage += node.Usage;
        }

        line.EndTime = time.GetUtcNow();
        return new LineResult(line, [.. asked.Select(a => a.Node)]);
    }

    /// <inheritdoc/>
    public override Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new AggregationResult([], [], new Dictionary<string, FlowError>(StringComparer.Ordinal)));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var evaluator in evaluators)
        {
            await evaluator.Evaluator.DisposeAsync();
        }
    }

    private async Task<(NodeRecord Node, Evaluated Result)> NodeAsync(AskedEvaluator asked, LineRequest request, CancellationToken cancellationToken)
    {
        var inputs = asked.InputsOf(request.Inputs);
        var node = new NodeRecord
        {
            Node = asked.Label,
            FlowRunId = request.RunId,
            RunId = $"{request.RunId}_{asked.Label}_{request.LineNumber}",
            ParentRunId = $"{request.RunId}_{request.LineNumber}",
            Index = request.LineNumber,
            Inputs = inputs,
            StartTime = time.GetUtcNow(),
        };
        var result = await ResultAsync(asked, inputs, cancellationToken);
        node.EndTime = time.GetUtcNow();
        node.Usage = result.Usage;
        node.ApiCalls = result.Calls;
        node.Output = asked.Columns.Record(result);
        if (result.Scores.FirstOrDefault(s => s.Value is null) is { } failed)
        {
            node.Status = RunStatus.Failed;
            node.Error = new FlowError("EvaluatorError", result.Unreachable, failed.Error ?? "No score.", ErrorKind.UserError) { Node = asked.Label };
        }
        else
        {
            node.Status = RunStatus.Completed;
        }

        return (node, result);
    }

    private static async ValueTask<Evaluated> ResultAsync(AskedEvaluator asked, PythonDict inputs, CancellationToken cancellationToken)
    {
        var card = asked.Evaluator.Card;
        var whole = card.TakesConversation && inputs.GetValueOrDefault(EvaluatorCard.ConversationInput) is not null;
        if (!whole && card.Inputs.Where(i => i.IsRequired && inputs.GetValueOrDefault(i.Name) is null).Select(i => $"'{i.Name}'").ToArray() is { Length: > 0 } missing)
        {
            return Evaluated.Failed(card, $"The line has no {string.Join(", ", missing)}.");
        }

        try
        {
            return await asked.Evaluator.EvaluateAsync(new EvaluatorInputs(inputs), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Evaluated.Failed(card, "It took longer than a line may.");
        }
    }
}

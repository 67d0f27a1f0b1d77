using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>A flow of one node, written as a function of a line's inputs; what it throws fails the line.</summary>
internal sealed class FakeFlow(Func<PythonDict, int, CancellationToken, Task<PythonDict>> line) : ExecutableFlow
{
    public FakeFlow(Func<PythonDict, PythonDict> line)
        : this((inputs, _, _) => Task.FromResult(line(inputs)))
    {
    }

    /// <summary>Answers each question with itself, after a moment.</summary>
    public static FakeFlow Slowly => new(async (inputs, _, stop) =>
    {
        await Task.Delay(5, stop);
        return new PythonDict { ["answer"] = inputs["question"] };
    });

    public override IReadOnlyList<FlowInput> Inputs => TheInputs;

    public IReadOnlyList<FlowInput> TheInputs { get; init; } = [new FlowInput("question", "string")];

    public override IReadOnlyList<string> Outputs => ["answer"];

    public override bool HasAggregation => Aggregate is not null;

    public override IReadOnlyList<string> AggregationSources => HasAggregation ? ["node"] : [];

    public Func<AggregationRequest, AggregationResult>? Aggregate { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Of each line.</summary>
    public Usage Usage { get; init; } = new(2, 1, 3);

    /// <summary>Records of further nodes, by line.</summary>
    public Func<int, IEnumerable<(string Node, RunStatus Status, double Seconds, string Output)>> MoreNodes { get; init; } = _ => [];

    public override async Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var start = Time.GetUtcNow();
        PythonDict? output = null;
        FlowError? error = null;
        try
        {
            output = await line(request.Inputs, request.LineNumber!.Value, cancellationToken);
        }
        catch (FlowException e)
        {
            error = FlowError.Of(e);
        }

        var status = error is null ? RunStatus.Completed : RunStatus.Failed;
        var id = $"{request.RunId}_{request.LineNumber}";
        return new LineResult(
            new LineRecord
            {
                RunId = id,
                RootRunId = request.RunId,
                FlowId = "fake",
                Index = request.LineNumber,
                Status = status,
                Inputs = request.Inputs,
                Output = output,
                Error = error,
                StartTime = start,
                EndTime = Time.GetUtcNow(),
                Usage = Usage,
            },
            [
                new NodeRecord
                {
                    Node = "node",
                    FlowRunId = request.RunId,
                    RunId = $"{request.RunId}_node_{request.LineNumber}",
                    ParentRunId = id,
                    Index = request.LineNumber,
                    Status = status,
                    Inputs = request.Inputs,
                    Output = output?["answer"],
                    Error = error,
                    StartTime = start,
                    EndTime = Time.GetUtcNow(),
                },
                .. MoreNodes(request.LineNumber!.Value).Select(more => new NodeRecord
                {
                    Node = more.Node,
                    FlowRunId = request.RunId,
                    RunId = $"{request.RunId}_{more.Node}_{request.LineNumber}",
                    ParentRunId = id,
                    Index = request.LineNumber,
                    Status = more.Status,
                    Output = more.Output,
                    StartTime = start,
                    EndTime = start.AddSeconds(more.Seconds),
                }),
            ])
        {
            AggregationInputs = output is null ? [] : new PythonDict { ["node"] = output["answer"] },
        };
    }

    public override Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Aggregate!(request));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class EvaluatorsFlowTests
{
    [Fact]
    public async Task What_one_evaluator_throws_costs_its_own_score_and_none_of_the_others()
    {
        var paid = Fake("paid", card => Evaluated.Of(Score.Of(card.Metrics[0], 0.5)) with { Usage = new Usage(10, 5, 15) });
        var broken = Fake("broken", _ => throw new InvalidOperationException("half a letter"));
        await using var flow = new EvaluatorsFlow([paid, broken], TimeProvider.System, []);

        var result = await flow.ExecuteLineAsync(new LineRequest(new PythonDict { ["response"] = "x" }, "run", 0), TestContext.Current.CancellationToken);

        Assert.Equal((RunStatus.Completed, 15L), (result.Line.Status, result.Line.Usage.TotalTokens));
        Assert.Equal((0.5, null, "It could not score this line: half a letter"), (result.Line.Output!["paid"], result.Line.Output["broken"], result.Line.Output["broken_reason"]));
        Assert.Equal([RunStatus.Completed, RunStatus.Failed], result.Nodes.Select(n => n.Status));
    }

    private static AskedEvaluator Fake(string name, Func<EvaluatorCard, Evaluated> score) => new(new EvaluatorSpec(name), new FakeEvaluator(name, score));

    private sealed class FakeEvaluator(string name, Func<EvaluatorCard, Evaluated> score) : Evaluator
    {
        public override EvaluatorCard Card { get; } = new(name, "1", "A fake.")
        {
            Inputs = [new EvaluatorInput("response")],
            Metrics = [new MetricCard(name, Scale.Unit, Direction.HigherIsBetter)],
        };

        public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken) => ValueTask.FromResult(score(Card));
    }
}

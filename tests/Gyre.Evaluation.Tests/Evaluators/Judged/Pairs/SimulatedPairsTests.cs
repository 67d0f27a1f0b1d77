using System.Globalization;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Models.Simulated;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluators.Judged.Pairs;

/// <summary>A judge of known accuracy and bias, asked as any judge is: what is measured of it is what it was told to be.</summary>
public sealed class SimulatedPairsTests
{
    private const int Pairs = 300;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.85, 0.1)]
    [InlineData(0.6, 0.3)]
    public async Task The_figures_measured_recover_the_simulated_ones(double accuracy, double bias)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.At("right.jsonl"), Enumerable.Range(0, Pairs).Select(i =>
            $$"""{"query": "{{RightAnswers.HashOf(Query(i))}}", "better": "{{RightAnswers.HashOf(Good(i))}}", "worse": "{{RightAnswers.HashOf(Bad(i))}}"}"""));
        var options = new SimulationOptions { RightAnswers = RightAnswers.Read(folder.At("right.jsonl")), JudgeAccuracy = accuracy, JudgePositionBias = bias, Seed = 11 };
        var services = new EvaluatorServices(new FlowServices { Connections = ConnectionSources.Of([new Connection { Name = "sim", Type = "OpenAIConnection" }]), Models = new Simulated(new SimulatedProvider(options)) }) { Judge = "sim/simulated-judge" };
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec("pairwise"), services);

        var (consistent, right) = (0, 0);
        for (var i = 0; i < Pairs; i++)
        {
            // The better one is the response on even lines, the baseline on odd ones.
            var (response, baseline) = i % 2 == 0 ? (Good(i), Bad(i)) : (Bad(i), Good(i));
            var scores = (await evaluator.EvaluateAsync(ScriptedJudge.Inputs(("query", Query(i)), ("response", response), ("baseline", baseline)), Stop)).Scores;
            consistent += scores[2].Value == 1 ? 1 : 0;
            right += scores[2].Value == 1 && scores[0].Value == (i % 2 == 0 ? 1 : 0) ? 1 : 0;
        }

        Holds(Proportion.Wilson(consistent, Pairs), 1 - bias);
        Holds(Proportion.Wilson(right, consistent), accuracy);
    }

    private static void Holds(Interval interval, double truth) => Assert.InRange(truth, interval.Low, interval.High);

    private static string Query(int i) => "question " + i.ToString(CultureInfo.InvariantCulture);

    private static string Good(int i) => $"good {i}";

    private static string Bad(int i) => $"bad {i}, with <first-12ab>\na mark of its own\n</first-12ab>";

    private sealed class Simulated(SimulatedProvider provider) : IModelProviders
    {
        public PriceBook? Prices => null;

        public IModelProvider For(Connection connection) => provider;
    }
}

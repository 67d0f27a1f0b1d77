using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Computed.Retrieval;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed.Retrieval;

public sealed class DocumentRetrievalTests
{
    private static readonly Arbitrary<int[]> Labels = Gen.Choose(0, 4).ArrayOf(6).ToArbitrary();

    // The worked example of Wikipedia's "Discounted cumulative gain": gains 3, 2, 3, 0, 1, 2, and two more documents of 3 and 2.
    [Fact]
    public void Ndcg_is_that_of_the_textbook_example()
    {
        var labels = new Dictionary<string, double>(StringComparer.Ordinal) { ["1"] = 3, ["2"] = 2, ["3"] = 3, ["4"] = 0, ["5"] = 1, ["6"] = 2, ["7"] = 3, ["8"] = 2 };
        Assert.Equal(0.785, new Ranking(["1", "2", "3", "4", "5", "6"], labels).Ndcg(6), 3);
    }

    // Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 8.4: the mean of the precisions at each relevant document.
    [Fact]
    public void Average_precision_and_the_rest_count_by_rank()
    {
        var ranking = new Ranking(["a", "x", "b", "y"], new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 1, ["b"] = 1, ["c"] = 1, ["x"] = 0 });
        Assert.Equal((1 + (2 / 3.0)) / 3, ranking.AveragePrecision(), 12);
        Assert.Equal((1, 1 / 3.0, 0.5, 1), (ranking.ReciprocalRank(), ranking.Recall(2), ranking.Precision(2), ranking.Hit(1)));
        Assert.Equal(1, ranking.Holes);
    }

    // By the definitions: XDCG (25·4 + 0.6·25·0 + 0.36·25·2) / 1.96, fidelity (31 + 0 + 7) / (31 + 15 + 7).
    [Fact]
    public void Xdcg_and_fidelity_weigh_as_azure_does()
    {
        var ranking = new Ranking(["a", "b", "c"], new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 4, ["b"] = 0, ["c"] = 2, ["d"] = 3 });
        Assert.Equal(118 / 1.96, ranking.Xdcg(3), 12);
        Assert.Equal(38 / 53.0, ranking.Fidelity(), 12);
    }

    [Fact]
    public async Task Documents_are_ranked_by_their_own_scores()
    {
        var scores = await Scores(
            new List<object?> { Document("a", "query_relevance_label", 1L), Document("b", "query_relevance_label", 0L) },
            new List<object?> { Document("b", "relevance_score", 0.2), Document("a", "relevance_score", 0.9) });
        Assert.Equal((1, true), (scores["ndcg@3"].Value, scores["ndcg@3"].Passed));
        Assert.Equal((1, 0), (scores["mrr"].Value, scores["holes_ratio"].Value));
    }

    [Fact]
    public async Task Plain_identifiers_are_ranked_as_they_stand()
    {
        var scores = await Scores(new List<object?> { "a" }, new List<object?> { "z", "a" });
        Assert.Equal((0.5, 1, 0.5), (scores["mrr"].Value, scores["recall@3"].Value, scores["holes_ratio"].Value));
    }

    [Fact]
    public async Task The_first_and_the_best_label_are_figures_of_azure_s()
    {
        var scores = await Scores(
            new List<object?> { Document("a", "query_relevance_label", 1L), Document("b", "query_relevance_label", 4L), Document("c", "query_relevance_label", 3L) },
            new List<object?> { "z", "a", "c", "b" });
        Assert.Equal((0, 3, 4, 3), (scores["top1_relevance"].Value, scores["top3_max_relevance"].Value, scores["total_retrieved_documents"].Value, scores["total_ground_truth_documents"].Value));
    }

    [Fact]
    public async Task Without_labels_nothing_can_be_told_and_an_empty_result_scores_0()
    {
        Assert.All((await Scores(new List<object?>(), new List<object?> { "a" })).Values, s => Assert.StartsWith("'retrieval_ground_truth' must be a list", s.Error, StringComparison.Ordinal));
        Assert.All((await Scores(new List<object?> { "a" }, "a")).Values, s => Assert.StartsWith("'retrieved_documents' must be a list", s.Error, StringComparison.Ordinal));
        Assert.All((await Scores(new List<object?> { "a" }, new List<object?>())).Values, s => Assert.Equal(s.Metric == "total_ground_truth_documents" ? 1 : 0, s.Value));
    }

    [Fact]
    public void The_ideal_order_is_best_and_no_figure_leaves_its_scale() =>
        Prop.ForAll(Labels, labels =>
        {
            var judged = labels.Select((l, i) => ($"d{i}", (double)l)).ToDictionary(StringComparer.Ordinal);
            var (given, ideal) = (new Ranking([.. judged.Keys], judged), new Ranking([.. judged.OrderByDescending(l => l.Value).Select(l => l.Key)], judged));
            double[] figures = [given.Ndcg(3), given.Fidelity(), given.Recall(3), given.Precision(3), given.ReciprocalRank(), given.AveragePrecision(), given.Xdcg(3) / 100];
            var any = labels.Any(l => l > 0);
            return figures.All(f => f is >= 0 and <= 1) && (!any || (Math.Abs(ideal.Ndcg(3) - 1) < 1e-12 && ideal.AveragePrecision().Equals(1.0))) && given.Xdcg(3) <= ideal.Xdcg(3) + 1e-9;
        }).QuickCheckThrowOnFailure();

    private static PythonDict Document(string id, string field, object value) => new([new("document_id", id), new(field, value)]);

    private static async Task<Dictionary<string, Score>> Scores(object judged, object retrieved)
    {
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec("document_retrieval"), null!);
        var inputs = new EvaluatorInputs(new PythonDict([new("retrieval_ground_truth", judged), new("retrieved_documents", retrieved)]));
        return (await evaluator.EvaluateAsync(inputs, TestContext.Current.CancellationToken)).Scores.ToDictionary(s => s.Metric, StringComparer.Ordinal);
    }
}

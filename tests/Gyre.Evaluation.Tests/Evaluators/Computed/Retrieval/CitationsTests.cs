using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Computed.Retrieval;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed.Retrieval;

public sealed class CitationsTests
{
    [Theory]
    [InlineData("Tides rise[1] and fall [2, 3].", "1 2 3")]
    [InlineData("See [doc1][doc2] and [Doc1].", "doc1 doc2")]
    [InlineData("As told [care.md]; [guide/tent.md].", "care.md guide/tent.md")]
    [InlineData("A [link](https://example.org), ![picture](a.png), [x] done, [ ] open, [an aside here].", "")]
    public void Citations_stand_in_square_brackets(string text, string expected) => Assert.Equal(expected, string.Join(' ', CitedSources.Of(text)));

    [Fact]
    public async Task Precision_and_recall_are_of_sources_each_counted_once()
    {
        Assert.Equal([2 * 0.5 * (1 / 3.0) / (0.5 + (1 / 3.0)), 0.5, 1 / 3.0], await Values("Yes [1]. Indeed [1] [9].", new List<object?> { 1L, 2L, "[3]" }));
        Assert.Equal([0, 0, 0], await Values("Yes.", new List<object?> { "1" }));
        Assert.Equal([0, 0, 0], await Values("Yes [1].", new List<object?>()));
        Assert.Equal([1, 1, 1], await Values("Yes.", new List<object?>()));
    }

    [Fact]
    public async Task Sources_may_be_listed_instead_of_cited()
    {
        Assert.Equal([1, 1, 1], await Values("Yes.", "[\"a.md\", \"b.md\"]", new List<object?> { new PythonDict([new("source", "b.md")]), "A.md" }));
        Assert.Equal([1, 1, 1], await Values("Yes [a.md].", "a.md"));
        Assert.Equal([1, 1, 1], await Values("Yes [1][2].", "[1], [2]"));
        Assert.Equal([0, 0, 0], await Values("Yes [a.md].", "a.md", "[]"));
    }

    private static async Task<IEnumerable<double>> Values(string response, object expected, object? citations = null)
    {
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec("citations"), null!);
        var inputs = new EvaluatorInputs(new PythonDict([new("response", response), new("expected_citations", expected), new("citations", citations)]));
        return (await evaluator.EvaluateAsync(inputs, TestContext.Current.CancellationToken)).Scores.Select(s => s.Value.GetValueOrDefault(double.NaN));
    }
}

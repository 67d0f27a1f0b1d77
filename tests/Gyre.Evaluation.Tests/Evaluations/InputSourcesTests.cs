using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Tests.Evaluations;

/// <summary>Where evaluators' inputs are found.</summary>
public sealed class InputSourcesTests
{
    [Theory]
    [InlineData("label", "text ground_truth", "${run.outputs.label}", "${data.ground_truth}")]
    [InlineData("label", "text label", "${run.outputs.label}", "${data.label}")]
    [InlineData("expected", "text reference", "${run.outputs.expected}", "${data.reference}")]
    [InlineData("truth", "text prediction truth", "${run.outputs.truth}", "${data.truth}")]
    [InlineData("answer reference", "expected", "${run.outputs.answer}", "${data.expected}")]
    [InlineData("answer ground_truth", "expected", "${run.outputs.answer}", "${run.outputs.ground_truth}")]
    [InlineData("answer", "response ground_truth", "${run.outputs.answer}", "${data.ground_truth}")]
    [InlineData("", "answer label", "${data.answer}", "${data.label}")]
    public void What_was_answered_is_never_what_it_is_held_against(string outputs, string columns, string response, string truth)
    {
        var mapping = Find("exact_match", outputs, columns).Entries;
        Assert.Equal((response, truth), (mapping["response"], mapping["ground_truth"]));
    }

    [Theory]
    [InlineData("label", "text")]
    [InlineData("ground_truth", "text")]
    [InlineData("answer reference", "text")]
    public void An_answer_without_anything_to_hold_it_against_is_told(string outputs, string columns)
    {
        var e = Assert.Throws<ProblemException>(() => Find("exact_match", outputs, columns));
        Assert.Contains("Evaluator 'exact_match' needs 'ground_truth', and nothing is called so.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer prompt", "query", "${data.query}")]
    [InlineData("answer input", "question", "${data.question}")]
    [InlineData("answer query", "question", "${run.outputs.query}")]
    [InlineData("answer question", "id", "${run.outputs.question}")]
    [InlineData("query", "question", "${data.question}")]
    public void What_was_asked_is_the_data_s_unless_an_output_has_the_very_name(string outputs, string columns, string query) =>
        Assert.Equal(query, Find("relevance", outputs, columns).Entries["query"]);

    [Theory]
    [InlineData("answer documents", "context", "${run.outputs.documents}")]
    [InlineData("answer", "question context", "${data.context}")]
    public void What_was_read_is_what_the_target_found(string outputs, string columns, string context) =>
        Assert.Equal(context, Find("groundedness", outputs, columns).Entries["context"]);

    [Fact]
    public void One_source_for_both_is_refused_even_where_it_is_mapped_so()
    {
        var given = new ColumnMapping([new("response", "${run.outputs.a}"), new("ground_truth", "${run.outputs.a}")]);
        var e = Assert.Throws<ProblemException>(() => InputSources.Find([Asked("exact_match")], given, ["a"], ["text"]));
        Assert.Equal("evaluation-input", e.Problem.Code);
        Assert.Contains("would hold ${run.outputs.a} against itself: both 'response' and 'ground_truth'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluator_of_one_s_own_reads_the_expected_label_from_the_data_beside_the_answer()
    {
        var mapping = InputSources.Find(new OwnEvaluator("accuracy", "/accuracy.py"), [new FlowInput("prediction", "string"), new FlowInput("label", "string")], false, ColumnMapping.Empty, ["label"], ["text", "label"]);
        Assert.Equal(("${run.outputs.label}", "${data.label}"), (mapping.Entries["prediction"], mapping.Entries["label"]));
        Assert.Equal("${run.outputs.label}", InputSources.Find(new OwnEvaluator("length", "/length.py"), [new FlowInput("label", "string")], false, ColumnMapping.Empty, ["label"], ["text"]).Entries["label"]);
    }

    private static ColumnMapping Find(string evaluator, string outputs, string columns) => InputSources.Find([Asked(evaluator)], ColumnMapping.Empty, Names(outputs), Names(columns));

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static AskedEvaluator Asked(string name)
    {
        var spec = new EvaluatorSpec(name);
        return new AskedEvaluator(spec, EvaluatorLibrary.Create(spec, new EvaluatorServices(new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() }) { Judge = "judge/model" }));
    }
}

using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class EvaluationDefinitionTests
{
    [Fact]
    public void A_file_is_read_with_its_paths_made_full()
    {
        using var folder = new TemporaryFolder();
        var definition = Read(folder, """
            name: release
            data: ../questions.jsonl
            targets:
            - flow: ../flows/support
            - run: last-week
            - answers: answers.jsonl
            evaluators:
            - f1_score
            - name: rouge_score
              as: rouge2
              settings: {type: rouge2}
              threshold: 0.4
            - path: ../flows/grade
              lower_is_better: [length]
            column_mapping: {response: '${run.outputs.answer}'}
            judge: openai/gpt-4.1
            repeats: 3
            max_cost: 2.5
            """);

        Assert.Equal(folder.At("questions.jsonl"), definition.Data);
        Assert.Equal(["support", "last-week", "answers"], definition.Targets.Select(t => t.Name));
        Assert.Equal(folder.At("flows", "support"), definition.Targets[0].Flow);
        Assert.Equal(["f1_score", "rouge2"], definition.Evaluators.Select(e => e.Label));
        Assert.Equal("rouge2", definition.Evaluators[1].Settings["type"]);
        Assert.Equal(0.4, definition.Evaluators[1].Threshold);
        Assert.Equal(("grade", folder.At("flows", "grade")), (definition.Flows[0].Name, definition.Flows[0].Path));
        Assert.Equal("${run.outputs.answer}", definition.ColumnMapping.Entries["response"]);
        Assert.Equal(("openai/gpt-4.1", 3, NanoDollars.Of(2.5m)), (definition.Judge, definition.Repeats, definition.MaxCost));
    }

    [Fact]
    public void Variants_models_and_parameters_are_multiplied_out()
    {
        using var folder = new TemporaryFolder();
        var definition = Read(folder, """
            targets:
            - flow: support
              variants: ['${answer.short}', '${answer.long}']
              models: [openai/gpt-4.1-mini, hub/meta/llama-4]
              parameters: [{temperature: 0}, {temperature: 0.7}]
            evaluators: [exact_match]
            """);

        Assert.Equal(8, definition.Targets.Count);
        var last = definition.Targets[^1];
        Assert.Equal("support, answer.long, hub/meta/llama-4, temperature=0.7", last.Name);
        Assert.Equal(("${answer.long}", "hub", "meta/llama-4"), (last.Variant, last.Model!.Connection, last.Model.Model));
        Assert.Equal(0.7, last.Model.Parameters["temperature"]);
    }

    [Fact]
    public void A_name_that_was_given_is_enough_for_one_combination()
    {
        using var folder = new TemporaryFolder();
        var definition = Read(folder, """
            targets:
            - {name: brief, flow: support, variants: ['${answer.short}'], models: [openai/gpt-4.1, openai/gpt-4.1-mini]}
            - {name: long, flow: support, variants: ['${answer.long}']}
            - {flow: support, variants: ['${answer.long}']}
            evaluators: [exact_match]
            """);

        Assert.Equal(["brief, openai/gpt-4.1", "brief, openai/gpt-4.1-mini", "long", "support, answer.long"], definition.Targets.Select(t => t.Name));
    }

    [Fact]
    public void What_the_targets_are_compared_by_is_said_in_the_file()
    {
        using var folder = new TemporaryFolder();
        var definition = Read(folder, """
            targets: [{name: a, answers: a.jsonl}, {name: b, answers: b.jsonl}]
            evaluators: [f1_score]
            comparison: {baseline: b, slices: [topic], cluster: conversation, margin: 1, margins: {f1_score: 0.03}}
            """).Comparison;

        Assert.Equal(("b", "conversation", 1.0, 0.03), (definition.Baseline, definition.Cluster, definition.Margin, definition.Margins["f1_score"]));
        Assert.Equal(["topic"], definition.Slices);
        var read = definition.With(new ComparisonChoice { Baseline = "a", Margins = new Dictionary<string, double> { ["bleu_score"] = 0.1 } });
        Assert.Equal(("a", "conversation", 2), (read.Baseline, read.Cluster, read.Margins.Count));
    }

    [Theory]
    [InlineData("{baseline: c}", "There is no target 'c'.")]
    [InlineData("{margins: {f1_score: 0}}", "'margins' must map metrics to numbers above 0")]
    [InlineData("{margin: -1}", "'margin' must be a number")]
    [InlineData("{slice: [topic]}", "Did you mean 'slices'?")]
    public void A_comparison_that_cannot_be_meant_is_refused(string comparison, string says)
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<ProblemException>(() => Read(folder, $"targets: [{{name: a, answers: a.jsonl}}]\nevaluators: [f1_score]\ncomparison: {comparison}\n"));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Equal(3, e.Problem.Line);
    }

    [Fact]
    public void A_prompt_is_called_by_its_models()
    {
        using var folder = new TemporaryFolder();
        var definition = Read(folder, """
            targets:
            - prompt: "Answer in a word: {{question}}"
              models: [offline/quote, openai/gpt-4.1]
            evaluators: [exact_match]
            """);

        Assert.Equal(["offline/quote", "openai/gpt-4.1"], definition.Targets.Select(t => t.Name));
    }

    [Fact]
    public void Every_fault_is_told_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<ProblemException>(() => Read(folder, """
            targets:
            - flow: a
              run: b
            - prompt: "{{x}}"
            evaluators:
            - name: f1_score
              treshold: 0.4
            repeats: 0
            """));

        Assert.Equal("evaluation-invalid", e.Problem.Code);
        Assert.Equal((folder.At("evaluations", "e.yaml"), 2), (e.Problem.File, e.Problem.Line));
        Assert.Contains("exactly one of flow, prompt, run, answers", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 4: A prompt written here needs 'models'", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 7: The key 'treshold' is not known. Did you mean 'threshold'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 8: 'repeats' must be a whole number from 1 to 100.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluators_of_one_name_must_be_told_apart()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<ProblemException>(() => Read(folder, """
            targets: [{run: a}]
            evaluators: [f1_score, f1_score]
            """));

        Assert.Contains("'f1_score' is there twice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_win_over_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("evaluations/e.yaml", """
            data: ../questions.jsonl
            targets: [{run: a}]
            evaluators: [exact_match]
            column_mapping: {response: '${run.outputs.x}', query: '${data.q}'}
            """);

        var definition = EvaluationDefinition.Create(
            file,
            new EvaluationFlags
            {
                Data = "other.jsonl",
                Flows = ["flows/support"],
                Evaluators = ["f1_score", "./grade.prompty"],
                ColumnMapping = [KeyValuePair.Create("response", "${run.outputs.y}")],
                MaxCost = 1,
            },
            folder.Path);

        Assert.Equal(folder.At("other.jsonl"), definition.Data);
        Assert.Equal(["support"], definition.Targets.Select(t => t.Name));
        Assert.Equal("f1_score", Assert.Single(definition.Evaluators).Name);
        Assert.Equal("grade", Assert.Single(definition.Flows).Name);
        Assert.Equal(("${run.outputs.y}", "${data.q}"), (definition.ColumnMapping.Entries["response"], definition.ColumnMapping.Entries["query"]));
        Assert.Equal(NanoDollars.Of(1), definition.MaxCost);
    }

    private static EvaluationDefinition Read(TemporaryFolder folder, string yaml) =>
        EvaluationDefinition.Create(folder.Write("evaluations/e.yaml", yaml), new EvaluationFlags(), folder.Path);
}

using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluators.Grounding;

public sealed class OfflineGroundednessTests
{
    private static readonly List<object?> Chunks =
    [
        new PythonDict([new("title", "Care"), new("text", "Wash it by hand in cold water.")]),
        new PythonDict([new("content", "The tent weighs 2.4 kg. The warranty covers faults of material.")]),
    ];

    [Fact]
    public async Task A_supported_response_passes_and_has_no_evidence_against_it()
    {
        var score = await Evaluate("The tent weighs 2.4 kg. Wash it by hand.", Chunks);
        Assert.Equal((1, true), (score.Value, score.Passed));
        Assert.Equal("The context supports all 2 sentences.", score.Reason);
        Assert.Empty(score.Evidence);
    }

    [Fact]
    public async Task An_unsupported_sentence_is_named_with_its_place_and_the_closest_of_the_context()
    {
        const string Response = "Wash it by hand. The warranty lasts a lifetime everywhere in Europe.";
        var score = await Evaluate(Response, Chunks);
        Assert.Equal("The context supports 1 of 2 sentences. Least supported: “The warranty lasts a lifetime everywhere in Europe.”", score.Reason);
        Assert.Equal([new Evidence("response", 17, 51, "unsupported"), new Evidence("context[1]", 24, 39, "closest")], score.Evidence);
    }

    [Fact]
    public async Task The_opposite_of_the_context_is_called_a_contradiction()
    {
        var score = await Evaluate("The warranty does not cover faults of material.", Chunks);
        Assert.Equal(("contradicted", false), (score.Evidence[0].Says, score.Passed));
        Assert.EndsWith("It may say the opposite of: “The warranty does not cover faults of material.”", score.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_the_context_lacks_is_pointed_at_in_a_supported_sentence()
    {
        var score = await Evaluate("The tent weighs 2.4 kg and the warranty covers faults of material, says Meyer.", Chunks);
        Assert.Equal(new Evidence("response", 72, 5, "not in the context"), Assert.Single(score.Evidence));
        Assert.Equal("The context supports it. Not found in it: Meyer.", score.Reason);
    }

    [Fact]
    public async Task A_long_sentence_is_quoted_in_part_and_no_character_is_cut_in_two()
    {
        var score = await Evaluate($"Zebras {string.Concat(Enumerable.Repeat("𝒳", 200))}", Chunks);
        Assert.EndsWith($"“Zebras {string.Concat(Enumerable.Repeat("𝒳", 56))} …”", score.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_may_be_text_or_a_list_of_texts()
    {
        Assert.Equal(1, (await Evaluate("Wash it by hand.", "Wash it by hand in cold water.")).Value);
        Assert.Equal(1, (await Evaluate("Wash it by hand.", new List<object?> { "Nothing.", "Wash it by hand in cold water." })).Value);
    }

    [Fact]
    public async Task An_empty_context_supports_nothing_and_the_reason_says_so()
    {
        var score = await Evaluate("It weighs two kilograms.", new List<object?>());
        Assert.Equal((0, false, "The context is empty, so it supports nothing."), (score.Value, score.Passed, score.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" … ")]
    public async Task A_response_without_a_word_has_no_score_and_an_error(string response)
    {
        var score = await Evaluate(response, "Wash it by hand.");
        Assert.Null(score.Value);
        Assert.Null(score.Passed);
        Assert.Equal("The response has no word, so nothing can be supported or not.", score.Error);
    }

    [Fact]
    public async Task A_context_of_another_form_is_an_error_that_says_which_forms_there_are()
    {
        foreach (var context in new object?[] { null, 5L, new List<object?> { 5L }, new PythonDict([new("body", "x")]) })
        {
            Assert.Equal("The context must be text, a list of texts, or a list of objects with a text under 'text' or 'content'.", (await Evaluate("It is.", context)).Error);
        }
    }

    [Fact]
    public async Task Another_threshold_decides_what_passes()
    {
        var evaluator = new OfflineGroundedness(new EvaluatorSpec("offline_groundedness") { Threshold = 0.99 });
        var inputs = new EvaluatorInputs(new PythonDict([new("response", "Wash it by hand, please."), new("context", "Wash it by hand.")]));
        Assert.False(Assert.Single((await evaluator.EvaluateAsync(inputs, TestContext.Current.CancellationToken)).Scores).Passed);
    }

    [Fact]
    public void Settings_that_it_does_not_have_are_refused() =>
        Assert.Equal("evaluator-setting", Assert.Throws<ProblemException>(() => new OfflineGroundedness(new EvaluatorSpec("offline_groundedness") { Settings = new PythonDict([new("model", "x")]) })).Problem.Code);

    private static async Task<Score> Evaluate(string response, object? context)
    {
        var inputs = new EvaluatorInputs(new PythonDict([new("response", response), new("context", context)]));
        return Assert.Single((await new OfflineGroundedness(new EvaluatorSpec("offline_groundedness")).EvaluateAsync(inputs, TestContext.Current.CancellationToken)).Scores);
    }
}

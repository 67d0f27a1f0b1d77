using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Computed;
using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

public sealed class ChecksTests
{
    private static readonly object?[] Leaves = [null, true, 1L, -2.5, "text", ""];

    [Theory]
    [InlineData("contains", "The Answer is 42", "42", 1)]
    [InlineData("contains", "The Answer is 42", "answer", 0)]
    [InlineData("not_contains", "The Answer is 42", "43", 1)]
    [InlineData("not_contains", "The Answer is 42", "42", 0)]
    [InlineData("starts_with", "Yes, it is.", "Yes", 1)]
    [InlineData("starts_with", "Oh Yes", "Yes", 0)]
    public async Task Texts_are_looked_for_in_the_response(string name, string response, string text, double expected)
    {
        Assert.Equal(expected, (await Evaluate(name, [], response, text)).Value);
        Assert.Equal(expected, (await Evaluate(name, Settings("text", text), response)).Value);
    }

    [Fact]
    public async Task One_of_several_texts_is_enough_unless_all_are_asked_for()
    {
        var texts = new List<object?> { "red", "blue" };
        Assert.Equal(1, (await Evaluate("contains", [], "It is blue.", texts)).Value);
        Assert.Equal(0, (await Evaluate("contains", Settings("all", true), "It is blue.", texts)).Value);
        Assert.Equal(0, (await Evaluate("not_contains", [], "It is blue.", texts)).Value);
    }

    [Fact]
    public async Task An_empty_expected_text_is_no_answer_to_look_for() =>
        Assert.Equal("'ground_truth' is empty, so there is nothing to look for.", (await Evaluate("contains", [], "anything", "")).Error);

    [Fact]
    public async Task A_pattern_is_found_or_must_not_be()
    {
        Assert.Equal(1, (await Evaluate("regex_match", Settings("pattern", @"^\d{4}-\d\d$"), "2024-05")).Value);
        Assert.Equal(0, (await Evaluate("regex_match", new PythonDict([new("pattern", "sorry"), new("not", true), new("ignore_case", true)]), "Sorry!")).Value);
    }

    [Fact]
    public async Task A_pattern_that_runs_away_gives_no_score()
    {
        var score = await Evaluate("regex_match", Settings("pattern", "^(a+)+$"), new string('a', 40) + "!");
        Assert.Null(score.Value);
        Assert.StartsWith("The pattern took longer than a second", score.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regex_match", "pattern", "(", "setting 'pattern': It is not a regular expression")]
    [InlineData("regex_match", "patern", "x", "Did you mean 'pattern'?")]
    [InlineData("contains", "text", "", "none of them empty")]
    [InlineData("numeric_match", "absolute", -1.0, "It must not be negative.")]
    [InlineData("rouge_score", "rouge_type", "rouge9", "It must be one of rouge1,")]
    public void A_wrong_setting_is_told(string name, string key, object value, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProblemException>(() => EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = Settings(key, value) }, null!)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("So 6 x 7 = 42.", "42", 1)]
    [InlineData("It costs $1,234.50", "1234.5", 1)]
    [InlineData("Between 3-4", "4", 1)]
    [InlineData("It is -3 °C", "-3", 1)]
    [InlineData("It is 3 °C", "-3", 0)]
    [InlineData("None at all", "0", 0)]
    [InlineData("1e3", "1000", 1)]
    public async Task The_last_number_is_compared(string response, string truth, double expected) =>
        Assert.Equal(expected, (await Evaluate("numeric_match", [], response, truth)).Value);

    [Fact]
    public async Task Numbers_may_differ_by_the_tolerance()
    {
        Assert.Equal(1, (await Evaluate("numeric_match", Settings("absolute", 0.5), "10.5", 10L)).Value);
        Assert.Equal(0, (await Evaluate("numeric_match", Settings("absolute", 0.4), "10.5", 10L)).Value);
        Assert.Equal(1, (await Evaluate("numeric_match", Settings("relative", 0.05), "10.5", 10L)).Value);
        Assert.Equal(0, (await Evaluate("numeric_match", Settings("find", "whole"), "about 10", 10L)).Value);
        Assert.Equal("'ground_truth' has no number.", (await Evaluate("numeric_match", [], "10", "ten")).Error);
    }

    [Theory]
    [InlineData("{\"a\": [1, 2]}", 1)]
    [InlineData("```json\n{}\n```", 0)]
    [InlineData("{\"a\": 1,}", 0)]
    [InlineData("", 0)]
    public async Task Json_is_valid_or_not(string response, double expected) =>
        Assert.Equal(expected, (await Evaluate("json_valid", [], response)).Value);

    [Theory]
    [InlineData("""{"a": 1, "b": "x"}""", """{"b": "x", "a": 1.0}""", 1)]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", 0.5)]
    [InlineData("[1, 2]", "[1, 2, 3, 4]", 0.5)]
    [InlineData("""{"a": "kitten"}""", """{"a": "kittens"}""", 6 / 7.0)]
    [InlineData("1", "3", 0.5)]
    [InlineData("\"1\"", "1", 0)]
    [InlineData("no json", "{}", 0)]
    [InlineData("1e999", "5", 0)]
    [InlineData("1e999", "1e998", 0)]
    [InlineData("1e999", "1e999", 1)]
    [InlineData("1e308", "-1e308", 0)]
    [InlineData("5e-324", "0", 0)]
    [InlineData("0", "-0.0", 1)]
    public async Task Json_is_compared_field_by_field(string response, string truth, double expected) =>
        Assert.Equal(expected, (await Evaluate("json_similarity", [], response, truth)).Value.GetValueOrDefault(), 12);

    [Fact]
    public void Json_is_wholly_like_itself_and_likeness_is_symmetric()
    {
        var leaf = Gen.Elements(Leaves);
        var list = leaf.ListOf(3).Select(l => (object?)l.ToList());
        var value = Gen.OneOf(leaf, list, Gen.Zip(leaf, list).Select(p => (object?)new PythonDict([new("a", p.Item1), new("b", p.Item2)])));
        Prop.ForAll(Gen.Zip(value, value).ToArbitrary(), pair =>
        {
            using var a = JsonValues.Read(PythonJson.Write(pair.Item1))!;
            using var b = JsonValues.Read(PythonJson.Write(pair.Item2))!;
            var (there, back) = (JsonValues.Likeness(a.RootElement, b.RootElement, new Effort(CancellationToken.None)), JsonValues.Likeness(b.RootElement, a.RootElement, new Effort(CancellationToken.None)));
            return there is >= 0 and <= 1 && Math.Abs(there - back) < 1e-12 && Math.Abs(JsonValues.Likeness(a.RootElement, a.RootElement, new Effort(CancellationToken.None)) - 1) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task What_was_measured_passes_up_to_its_threshold_and_what_was_not_is_null()
    {
        await using var latency = EvaluatorLibrary.Create(new EvaluatorSpec("latency") { Threshold = 2 }, null!);
        Assert.True((await Score(latency, new PythonDict([new("latency", 2.0)]))).Passed);
        Assert.False((await Score(latency, new PythonDict([new("latency", 2.1)]))).Passed);
        Assert.Null((await Score(latency, new PythonDict([new("latency", "soon")]))).Value);
        await using var cost = EvaluatorLibrary.Create(new EvaluatorSpec("cost"), null!);
        Assert.Equal("'cost' is not a number of zero or more.", (await Score(cost, [])).Error);
    }

    [Fact]
    public async Task Words_are_counted()
    {
        Assert.Equal(3, (await Evaluate("word_count", [], " one two\nthree ")).Value);
        Assert.Null((await Evaluate("word_count", [], "")).Passed);
    }

    private static PythonDict Settings(string key, object? value) => new([new(key, value)]);

    private static async Task<Score> Evaluate(string name, PythonDict settings, string response, object? truth = null)
    {
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = settings }, null!);
        return await Score(evaluator, new PythonDict([new("response", response), new("ground_truth", truth)]));
    }

    private static async Task<Score> Score(Evaluator evaluator, PythonDict inputs) =>
        (await evaluator.EvaluateAsync(new EvaluatorInputs(inputs), TestContext.Current.CancellationToken)).Scores[0];
}

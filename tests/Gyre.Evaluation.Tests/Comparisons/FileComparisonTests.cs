using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class FileComparisonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Lines_are_joined_on_the_key_in_any_order()
    {
        Write("a.jsonl", Enumerable.Range(0, 40).Select(i => $$"""{"id": {{i}}, "correct": {{(i % 2 == 0 ? "true" : "false")}}}"""));
        Write("b.jsonl", Enumerable.Range(0, 40).Reverse().Select(i => $$"""{"correct": {{(i % 2 == 0 || i < 20 ? 1 : 0)}}, "id": "{{i}}"}"""));

        var metric = await OneAsync();

        Assert.Equal((40, 0.5, 0.75, 10, 0), (metric.Lines, metric.BaselineMean, metric.CandidateMean, metric.Changed.Up, metric.Changed.Down));
        Assert.Equal(Verdict.Better, metric.Verdict);
        Assert.Equal("tango", metric.Method);
    }

    [Fact]
    public async Task Nested_columns_are_reached_by_dots_and_tables_are_read_too()
    {
        Write("a.jsonl", Enumerable.Range(0, 30).Select(i => $$"""{"meta": {"id": {{i}}}, "scores": {"f1": {{i % 3}}, "note": "x"} }"""));
        Write("b.csv", Enumerable.Range(0, 30).Select(i => $"{i},{(i % 3) + 1}").Prepend("meta.id,scores.f1"));

        var metric = await OneAsync("b.csv", "meta.id", new ComparisonOptions());

        Assert.Equal(("scores.f1", 30, 1.0), (metric.Name, metric.Lines, metric.Difference.Estimate));
    }

    [Fact]
    public async Task What_is_missing_on_either_side_is_counted_and_what_it_could_do_is_said()
    {
        Write("a.jsonl", Enumerable.Range(0, 50).Select(i => $$"""{"id": {{i}}, "correct": {{(i < 3 ? "null" : "true")}}}"""));
        Write("b.jsonl", Enumerable.Range(0, 55).Where(i => i != 9).Select(i => $$"""{"id": {{i}}, "correct": {{(i is 2 or 30 ? "NaN" : "true")}}}"""));

        var metric = await OneAsync();

        Assert.Equal(45, metric.Lines);
        Assert.Equal(new Coverage(1, 5) { BaselineNulls = 2, CandidateNulls = 1, BothNulls = 1 }, metric.Coverage);

        // Line 2 has no score in either. Lines 9 and 30 can only lose, 0, 1 and 50 to 54 only gain.
        Assert.Equal(-2.0 / 54, metric.Sensitivity!.Value.Worst, 9);
        Assert.Equal(7.0 / 54, metric.Sensitivity!.Value.Best, 9);
        Assert.Contains("1 line has no score in either. 9 lines with a score on one side only are left out", ComparisonWords.Sentence(metric, "A", "B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_the_margin_is_no_difference_that_matters_even_where_it_is_real()
    {
        Write("a.jsonl", Enumerable.Range(0, 400).Select(i => $$"""{"id": {{i}}, "score": {{i % 10}}}"""));
        Write("b.jsonl", Enumerable.Range(0, 400).Select(i => $$"""{"id": {{i}}, "score": {{(i % 10) + 0.05 + (i % 2 * 0.01)}}}"""));

        Assert.Equal(Verdict.Better, (await OneAsync()).Verdict);
        Assert.Equal(Verdict.NoDifference, (await OneAsync(options: new ComparisonOptions { Margin = 0.1 })).Verdict);
        Assert.Equal(Verdict.NoDifference, (await OneAsync(options: new ComparisonOptions { Margin = 0.01, Margins = new Dictionary<string, double> { ["score"] = 0.1 } })).Verdict);
        Assert.Equal(Verdict.Better, (await OneAsync(options: new ComparisonOptions { Margin = 0.01 })).Verdict);
    }

    [Fact]
    public async Task Equal_answers_on_every_line_are_settled_by_a_margin_or_by_more_lines()
    {
        Write("a.jsonl", Enumerable.Range(0, 50).Select(i => $$"""{"id": {{i}}, "correct": true}"""));
        Write("b.jsonl", Enumerable.Range(0, 50).Select(i => $$"""{"id": {{i}}, "correct": true}"""));

        var without = await OneAsync();
        var narrow = await OneAsync(options: new ComparisonOptions { Margin = 0.02 });

        Assert.Equal((Verdict.CannotTell, 1.0), (without.Verdict, without.PValue));
        Assert.Null(without.MoreLines);
        Assert.Contains("--margin", ComparisonWords.Sentence(without, "A", "B"), StringComparison.Ordinal);
        Assert.Equal(Verdict.CannotTell, narrow.Verdict);
        Assert.InRange(narrow.MoreLines!.Value, 100, 500);
        Assert.Equal(Verdict.NoDifference, (await OneAsync(options: new ComparisonOptions { Margin = 0.1 })).Verdict);
    }

    [Fact]
    public async Task Slices_are_measured_alike_and_share_the_correction()
    {
        Write("a.jsonl", Enumerable.Range(0, 90).Select(i => $$"""{"id": {{i}}, "correct": false, "topic": "{{"xyz"[i % 3]}}", "note": "n"}"""));
        Write("b.jsonl", Enumerable.Range(0, 90).Select(i => $$"""{"id": {{i}}, "correct": {{(i % 3 == 0 ? "true" : "false")}}, "topic": "{{"xyz"[i % 3]}}"}"""));

        var metric = await OneAsync(options: new ComparisonOptions { Slices = ["topic"], Metrics = ["correct"] });

        Assert.Equal(4, metric.Family);
        Assert.Equal(["x", "y", "z"], metric.Slices.Select(s => s.Value));
        Assert.Equal([Verdict.Better, Verdict.CannotTell, Verdict.CannotTell], metric.Slices.Select(s => s.Result.Verdict));
        Assert.Equal(4 * metric.PValue, metric.AdjustedPValue!.Value, 12);
    }

    [Fact]
    public async Task Lines_of_one_conversation_count_as_one_piece_of_evidence()
    {
        Write("a.jsonl", Enumerable.Range(0, 60).Select(i => $$"""{"id": {{i}}, "talk": "t{{i / 15}}", "correct": {{(i / 15 == 0 ? 1 : 0)}}}"""));
        Write("b.jsonl", Enumerable.Range(0, 60).Select(i => $$"""{"id": {{i}}, "talk": "t{{i / 15}}", "correct": 1}"""));
        var alone = await OneAsync(options: new ComparisonOptions { Metrics = ["correct"] });
        var together = await OneAsync(options: new ComparisonOptions { Metrics = ["correct"], Cluster = "talk" });

        Assert.Equal(Verdict.Better, alone.Verdict);
        Assert.Equal(Verdict.CannotTell, together.Verdict);
        Assert.Equal(alone.Difference.Estimate, together.Difference.Estimate, 12);
        Assert.True(together.Difference.High - together.Difference.Low > 2 * (alone.Difference.High - alone.Difference.Low));
    }

    [Theory]
    [InlineData("""{"id": 1, "correct": true}""" + "\n{\"id\": 2, \"correct\": tru}", "data-invalid", 2)]
    [InlineData("""{"id": 1, "correct": true}""" + "\n[1, 2]", "data-invalid", 2)]
    [InlineData("""{"id": 1, "correct": true}""" + "\n\n{\"correct\": true}", "key-missing", 3)]
    [InlineData("""{"id": 1, "correct": true}""" + "\n{\"id\": null, \"correct\": true}", "key-missing", 2)]
    [InlineData("""{"id": 1, "correct": true}""" + "\n{\"id\": 1, \"correct\": false}", "key-repeated", 2)]
    [InlineData("""{"id": 1, "correct": true}""" + "\n{\"id\": 2, \"correct\": \"maybe\"}", "column-of-text", 2)]
    [InlineData("""{"id": 9, "correct": true}""", "no-common-lines", null)]
    [InlineData("""{"id": 1, "right": true}""", "column-missing", null)]
    [InlineData("""{"id": 1, "correct": null}""", "column-empty", null)]
    public async Task A_file_that_cannot_be_compared_is_named_with_the_line(string text, string code, int? line)
    {
        folder.Write("a.jsonl", text);
        Write("b.jsonl", ["""{"id": 1, "correct": true}""", """{"id": 2, "correct": true}"""]);

        var problem = (await Assert.ThrowsAsync<ProblemException>(() => OneAsync(options: new ComparisonOptions { Metrics = ["correct"] }))).Problem;

        Assert.Equal((code, line), (problem.Code, problem.Line));
        Assert.Equal(line is null && code == "no-common-lines" ? null : folder.At("a.jsonl"), problem.File);
    }

    [Fact]
    public async Task Too_few_lines_say_nothing()
    {
        Write("a.jsonl", Enumerable.Range(0, 1).Select(i => $$"""{"id": {{i}}, "score": 1}"""));
        Write("b.jsonl", Enumerable.Range(0, 1).Select(i => $$"""{"id": {{i}}, "score": 2}"""));

        var metric = await OneAsync();

        Assert.Equal((Verdict.CannotTell, false), (metric.Verdict, metric.Difference.IsBounded));
        Assert.Null(metric.AdjustedPValue);
        Assert.Equal(5, metric.MoreLines);
    }

    [Fact]
    public async Task Both_answers_stand_beside_a_flip_whatever_the_order_and_the_format()
    {
        Write("a.jsonl", Enumerable.Range(0, 30).Select(i => $$"""{"id": {{i}}, "correct": {{(i == 17 ? 0 : 1)}}, "answer": "a{{i}}"}"""));
        Write("b.csv", Enumerable.Range(0, 30).Reverse().Select(i => $"{i},{(i == 3 ? 0 : 1)},b{i}").Prepend("id,correct,answer"));

        Assert.Equal([new Flip("3", false, "a3", "b3"), new Flip("17", true, "a17", "b17")], (await OneAsync("b.csv")).Flips);
    }

    // Real paired outcomes: the four systems of Cobbe et al. (2021) on the same problems of GSM8K. Verification beats fine-tuning at both sizes and
    // 175 billion parameters beat 6 billion at both methods; 6 billion with verification are slightly ahead of 175 billion fine-tuned (section 4.2).
    [Theory]
    [InlineData("6b_finetuning", "6b_verification", Verdict.Better)]
    [InlineData("6b_finetuning", "175b_finetuning", Verdict.Better)]
    [InlineData("6b_finetuning", "175b_verification", Verdict.Better)]
    [InlineData("175b_finetuning", "6b_verification", Verdict.Better)]
    [InlineData("6b_verification", "175b_verification", Verdict.Better)]
    [InlineData("175b_finetuning", "175b_verification", Verdict.Better)]
    [InlineData("175b_verification", "6b_finetuning", Verdict.Worse)]
    public async Task The_models_of_gsm8k_come_out_in_their_known_order(string first, string second, Verdict verdict)
    {
        var data = RepositoryFiles.SharedData("gsm8k", "model_solutions.jsonl");
        Assert.SkipUnless(data is not null, "The shared data is not here.");
        foreach (var (name, model) in new[] { ("a.jsonl", first), ("b.jsonl", second) })
        {
            Write(name, File.ReadLines(data).Select(line =>
            {
                using var json = System.Text.Json.JsonDocument.Parse(line);
                return $$"""{"question": {{json.RootElement.GetProperty("question").GetRawText()}}, "correct": {{json.RootElement.GetProperty(model).GetProperty("is_correct").GetRawText()}}}""";
            }));
        }

        Assert.Equal(verdict, (await OneAsync(key: "question")).Verdict);
    }

    private void Write(string name, IEnumerable<string> lines) => folder.Write(name, string.Concat(lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l}\n"))));

    private async Task<MetricComparison> OneAsync(string b = "b.jsonl", string key = "id", ComparisonOptions? options = null) =>
        Assert.Single((await FileComparison.CompareAsync(folder.At("a.jsonl"), folder.At(b), key, options ?? new ComparisonOptions(), TestContext.Current.CancellationToken)).Metrics);
}

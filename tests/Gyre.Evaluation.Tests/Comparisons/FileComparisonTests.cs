using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
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
        Assert.Null(metric.MoreLines);
        Assert.Contains("One line says nothing of others.", ComparisonWords.Sentence(metric, "A", "B"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nan")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("n/a")]
    [InlineData("inf")]
    public async Task A_cell_without_a_value_is_no_text(string cell)
    {
        foreach (var file in new[] { "a.csv", "b.csv" })
        {
            Write(file, Enumerable.Range(0, 20).Select(i => $"{i},{(i == 4 ? cell : i % 3)},{(i == 5 ? cell : "x")}").Prepend("id,score,topic"));
        }

        var metric = Assert.Single((await CompareAsync("a.csv", "b.csv", new ComparisonOptions { Slices = ["topic"] })).Metrics);

        Assert.Equal((19, 1), (metric.Lines, metric.Coverage.BothNulls));
        Assert.Equal(string.IsNullOrWhiteSpace(cell) ? "(none)" : cell, metric.Slices[1].Value);
    }

    [Fact]
    public async Task A_column_that_is_left_out_because_of_a_word_is_named()
    {
        Write("a.jsonl", Enumerable.Range(0, 20).Select(i => $$"""{"id": {{i}}, "f1": 1, "score": {{i}}, "note": "{{i}} x"}"""));
        Write("b.csv", Enumerable.Range(0, 20).Select(i => $"{i},{i % 2},{(i == 7 ? "maybe" : i)},x").Prepend("id,f1,score,note"));

        var comparison = await CompareAsync("a.jsonl", "b.csv");

        Assert.Equal("f1", Assert.Single(comparison.Metrics).Name);
        Assert.Equal(new ColumnOfText("score", "maybe", "b.csv", 9), Assert.Single(comparison.ColumnsOfText));
        Assert.Equal("'score' is left out: it holds text ('maybe', b.csv line 9).", Assert.Single(ComparisonWords.ColumnsOfText(comparison)));
    }

    [Fact]
    public async Task A_fault_after_a_cell_of_several_lines_is_told_where_it_is_and_the_suffix_may_be_in_capitals()
    {
        Write("a.CSV", ["id,score,answer", "1,0.5,\"two", "lines\"", "2,0.5,x", "2,0.6,y"]);
        Write("b.jsonl", ["""{"id": 1, "score": 1}"""]);

        var problem = (await Assert.ThrowsAsync<ProblemException>(() => CompareAsync("a.CSV", "b.jsonl"))).Problem;

        Assert.Equal(("key-repeated", 5), (problem.Code, problem.Line));
        Assert.Contains("on line 4 already", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_one_file_alone_has_counts_in_its_slice()
    {
        Write("a.jsonl", Enumerable.Range(0, 40).Select(i => $$"""{"id": {{i}}, "correct": 1, "topic": "{{"xy"[i % 2]}}"}"""));
        Write("b.jsonl", Enumerable.Range(0, 40).Where(i => i is not (1 or 3 or 5)).Select(i => $$"""{"id": {{i}}, "correct": 1, "topic": "{{"xy"[i % 2]}}"}""").Append("""{"id": 99, "correct": 1, "topic": "z"}"""));

        var slices = (await OneAsync(options: new ComparisonOptions { Metrics = ["correct"], Slices = ["topic"] })).Slices;

        Assert.Equal(["x", "y", "z"], slices.Select(s => s.Value));
        Assert.Equal([new Coverage(0, 0), new Coverage(3, 0), new Coverage(0, 1)], slices.Select(s => s.Result.Coverage));
        Assert.Equal((-3.0 / 20, 0.0), slices[1].Result.Sensitivity);
        Assert.Null(slices[0].Result.Sensitivity);
    }

    [Fact]
    public async Task Lines_that_are_all_alike_are_no_proof_of_sameness_without_a_scale()
    {
        Write("a.jsonl", Enumerable.Range(0, 200).Select(i => $$"""{"id": {{i}}, "grade": 5}"""));
        Write("b.jsonl", Enumerable.Range(0, 200).Select(i => $$"""{"id": {{i}}, "grade": 5}"""));
        ComparisonOptions Options(double margin, Scale? scale) => new()
        {
            Margin = margin,
            Facts = scale is null ? new Dictionary<string, MetricFacts>() : new() { ["grade"] = new MetricFacts(new MetricCard("grade", scale, Direction.HigherIsBetter), "mine") },
        };

        var unknown = await OneAsync(options: Options(1, null));
        Assert.Equal((Verdict.CannotTell, null, false), (unknown.Verdict, unknown.MoreLines, unknown.Difference.IsBounded));
        Assert.Contains("how far scores can differ is not known", ComparisonWords.Sentence(unknown, "A", "B"), StringComparison.Ordinal);

        // None of 200 lines changed: up to z² / (200 + z²) = 0.0188 of them may, by up to 4 points.
        var known = await OneAsync(options: Options(0.08, Scale.FivePoints));
        Assert.Equal((Verdict.NoDifference, 0.0754), (known.Verdict, Math.Round(known.Difference.High, 4)));
        Assert.Equal(Verdict.CannotTell, (await OneAsync(options: Options(0.07, Scale.FivePoints))).Verdict);

        Write("a.jsonl", Enumerable.Range(0, 2).Select(i => $$"""{"id": {{i}}, "grade": 5}"""));
        Write("b.jsonl", Enumerable.Range(0, 2).Select(i => $$"""{"id": {{i}}, "grade": 5}"""));
        Assert.Equal(Verdict.CannotTell, (await OneAsync(options: Options(100, Scale.FivePoints))).Verdict);
    }

    [Fact]
    public async Task A_scale_of_five_points_is_no_rate_because_all_lines_have_one_point()
    {
        Write("a.jsonl", Enumerable.Range(0, 20).Select(i => $$"""{"id": {{i}}, "grade": 1}"""));
        Write("b.jsonl", Enumerable.Range(0, 20).Select(i => $$"""{"id": {{i}}, "grade": 1}"""));

        var metric = await OneAsync(options: new ComparisonOptions { Facts = new Dictionary<string, MetricFacts> { ["grade"] = new(new MetricCard("grade", Scale.FivePoints, Direction.HigherIsBetter), "mine") } });

        Assert.False(metric.IsRate);
        Assert.Null(metric.Flipped);
    }

    [Fact]
    public async Task Lines_that_all_changed_alike_have_an_interval_all_the_same()
    {
        Write("a.jsonl", Enumerable.Range(0, 60).Select(i => $$"""{"id": {{i}}, "score": {{i % 4}}}"""));
        Write("b.jsonl", Enumerable.Range(0, 60).Select(i => $$"""{"id": {{i}}, "score": {{(i % 4) + 1}}}"""));

        var metric = await OneAsync();

        Assert.Equal((Verdict.Better, 1.0), (metric.Verdict, metric.Difference.High));
        Assert.InRange(metric.Difference.Low, 0.85, 0.99);
    }

    [Theory]
    [InlineData("error_rate", true, false)]
    [InlineData("errorRate", true, false)]
    [InlineData("toxicity", true, false)]
    [InlineData("edit_distance", true, false)]
    [InlineData("scores.f1", false, false)]
    [InlineData("score", false, false)]
    [InlineData("error_free", false, true)]
    [InlineData("verbosity", false, true)]
    public async Task Which_end_is_good_is_said_where_it_is_not_known(string name, bool isLower, bool isAssumed)
    {
        Write("a.csv", Enumerable.Range(0, 60).Select(i => $"{i},{i % 5}").Prepend($"id,{name}"));
        Write("b.csv", Enumerable.Range(0, 60).Select(i => $"{i},{(i % 5) + 1 + (i % 2)}").Prepend($"id,{name}"));

        var metric = Assert.Single((await CompareAsync("a.csv", "b.csv")).Metrics);

        Assert.Equal((isLower, isAssumed, isLower ? Verdict.Worse : Verdict.Better), (metric.LowerIsBetter, metric.IsDirectionAssumed, metric.Verdict));
        var sentence = ComparisonWords.Sentence(metric, "A", "B");
        Assert.Equal(isLower, sentence.StartsWith($"{name} (less is better): ", StringComparison.Ordinal));
        Assert.Equal(isAssumed, sentence.Contains("That more is better is assumed; nothing says so.", StringComparison.Ordinal));
        Assert.Equal(isLower ? $"{name} (less is better)" : isAssumed ? $"{name} (more is better: assumed)" : name, ComparisonWords.Name(metric));
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

    private Task<Comparison> CompareAsync(string a, string b, ComparisonOptions? options = null) =>
        FileComparison.CompareAsync(folder.At(a), folder.At(b), "id", options ?? new ComparisonOptions(), TestContext.Current.CancellationToken);

    private async Task<MetricComparison> OneAsync(string b = "b.jsonl", string key = "id", ComparisonOptions? options = null) =>
        Assert.Single((await FileComparison.CompareAsync(folder.At("a.jsonl"), folder.At(b), key, options ?? new ComparisonOptions(), TestContext.Current.CancellationToken)).Metrics);
}

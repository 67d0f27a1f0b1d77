using System.Globalization;
using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Statistics;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Calibration;

public sealed class CalibrateJudgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Truth_values_are_held_against_each_other_by_kappa_with_the_human_ceiling_beside()
    {
        // The judge errs on every tenth line, the second person on every twentieth.
        Write("labels.jsonl", 200, i => $$"""{"judge": {{Truth(i % 2 == 0 ^ i % 10 == 0)}}, "ann": {{Truth(i % 2 == 0)}}, "ben": {{Truth(i % 2 == 0 ^ i % 20 == 5)}}}""");

        var result = await OnFileAsync(new CalibrationRequest("judge", ["ann", "ben"]));

        Assert.Equal((2, 200, 0), (result.Raters, result.Lines, result.Nulls));
        Assert.Equal(["Cohen's kappa", "agreement", "Krippendorff's alpha, with the judge as one more"], result.Figures.Select(f => f.Name));
        var agreement = result.Figures[1];
        Assert.Equal(((0.9 + 0.85) / 2, 0.95), (agreement.Judge.Estimate, agreement.People!.Value.Estimate));
        Assert.True(result.Figures[0].Judge.IsBounded && result.Figures[0].Judge.Estimate < result.Figures[0].People!.Value.Estimate);
        Assert.Equal(400, result.Confusion!.Counts.Sum(row => row.Sum()));
    }

    [Fact]
    public async Task Points_of_a_scale_are_weighed_and_the_farthest_lines_are_named()
    {
        Write("labels.jsonl", 120, i => $$"""{"id": "q{{i}}", "judge": {{(i == 7 ? 1 : 1 + (i % 5))}}, "person": {{(i == 7 ? 5 : 1 + (i % 5))}}, "topic": "{{"ab"[i % 2]}}"}""");

        var result = await OnFileAsync(new CalibrationRequest("judge", ["person"]) { Key = "id", Slices = ["topic"], Passing = 3 });

        Assert.Equal("kappa, quadratic weights", result.Figures[0].Name);
        Assert.Null(result.Figures[0].People);
        Assert.Equal(new Disagreement("q7", 1, 5), Assert.Single(result.Worst));
        Assert.Equal(["a", "b"], result.Slices.Select(s => s.Value).Order(StringComparer.Ordinal));
        Assert.Equal(2.5, result.Threshold!.Value);
        Assert.InRange(result.Threshold.Area.Estimate, 0.95, 1);
    }

    [Fact]
    public async Task A_judge_that_could_not_tell_is_counted_apart()
    {
        Write("labels.jsonl", 50, i => $$"""{"judge": {{(i < 6 ? "null" : Truth(i % 2 == 0))}}, "person": {{(i > 44 ? "null" : Truth(i % 3 != 0))}}}""");

        var result = await OnFileAsync(new CalibrationRequest("judge", ["person"]));

        Assert.Equal((39, 6), (result.Lines, result.Nulls));
    }

    [Fact]
    public async Task What_a_kind_judge_says_of_production_is_corrected()
    {
        // Of ten good lines it passes all, of ten bad lines three; in production half of the lines are good.
        Write("labels.jsonl", 400, i => $$"""{"judge": {{Truth(i % 20 < 13)}}, "person": {{Truth(i % 20 < 10)}}}""");
        Write("traffic.jsonl", 2_000, i => $$"""{"judge": {{Truth(i % 20 < 13)}}}""");

        var production = (await OnFileAsync(new CalibrationRequest("judge", ["person"]), "traffic.jsonl")).Production!;

        Assert.Equal((0.65, 0.65), (production.Mean, production.Rate));
        Assert.Equal(0.5, production.CorrectedRate!.Value.Estimate, 9);
        Assert.True(production.CorrectedRate.Value.Contains(0.5) && !production.CorrectedRate.Value.Contains(0.65));
        Assert.True(production.CorrectedMean.Contains(0.5) && !production.CorrectedMean.Contains(0.65));
    }

    [Fact]
    public async Task Too_few_labels_are_refused()
    {
        Write("labels.jsonl", 3, i => $$"""{"judge": 1, "person": {{i}}}""");

        Assert.Equal("too-few-labels", (await Assert.ThrowsAsync<ProblemException>(() => OnFileAsync(new CalibrationRequest("judge", ["person"])))).Problem.Code);
    }

    [Fact]
    public async Task Raters_in_an_object_are_all_taken_and_one_of_them_reaches_what_is_published()
    {
        var data = RepositoryFiles.SharedData("mtrag-human-eval", "evaluations.jsonl");
        Assert.SkipUnless(data is not null, "The shared data is not here.");

        var result = await CalibrateJudge.OnFileAsync(data, null, new CalibrationRequest("automatic.rl_f", ["human.faithfulness"]), TestContext.Current.CancellationToken);

        Assert.Equal(321, result.Lines);
        Assert.Equal("Spearman", result.Figures[0].Name);
        Assert.InRange(result.Figures[0].People!.Value.Estimate, 0.4, 0.6);
        Assert.True(result.Figures[0].Judge.IsBounded);
    }

    [Fact]
    public void A_record_is_read_as_it_was_written_and_labels_the_judge()
    {
        var record = new CalibrationRecord("groundedness", "1-a7", new DateOnly(2026, 11, 21), 120, 2, "kappa, quadratic weights", new Interval(0.61, 0.5, 0.7), new Interval(0.7, double.NegativeInfinity, double.PositiveInfinity)) { Threshold = 3.5 };

        record.Save(folder.Path);

        Assert.Equal(record, CalibrationRecord.Find(folder.Path, "groundedness"));
        Assert.Null(CalibrationRecord.Find(folder.Path, "fluency"));
        Assert.Equal("calibrated: kappa, quadratic weights 0.61 on 120 lines", CalibrationRecord.Label(record, "1-a7", null));
        Assert.Equal("uncalibrated since version 1-a7", CalibrationRecord.Label(record, "2", null));
        Assert.Equal("uncalibrated", CalibrationRecord.Label(null, "2", null));
    }

    private static string Truth(bool value) => value ? "true" : "false";

    private void Write(string name, int lines, Func<int, string> line) =>
        folder.Write(name, string.Concat(Enumerable.Range(0, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"{line(i)}\n"))));

    private Task<CalibrationResult> OnFileAsync(CalibrationRequest request, string? production = null) =>
        CalibrateJudge.OnFileAsync(folder.At("labels.jsonl"), production is null ? null : folder.At(production), request, TestContext.Current.CancellationToken);
}

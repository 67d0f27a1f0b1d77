using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Gyre.Server.Tests;

/// <summary>Evaluators, and judges held against people, over <c>/api/v1</c>.</summary>
public sealed class CalibrationRoutesTests
{
    [Fact]
    public async Task A_judge_is_held_against_people_and_written_down_only_where_that_is_asked_for()
    {
        await using var api = await ApiClient.StartAsync();
        var asked = new { labels = new { file = new { name = "labelled.csv", text = Labelled() } }, judge = "groundedness", people = new[] { "ann", "ben" }, slices = new[] { "language" }, record = false };

        var (status, result) = await api.PostAsync("calibrations", asked);

        Assert.Equal((HttpStatusCode.OK, 2, 60), (status, result.GetProperty("raters").GetInt32(), result.GetProperty("lines").GetInt32()));
        var main = result.GetProperty("agreement")[0];
        Assert.Equal("kappa, quadratic weights", main.GetProperty("name").GetString());
        Assert.InRange(main.GetProperty("judge").GetProperty("low").GetDouble(), 0, main.GetProperty("judge").GetProperty("estimate").GetDouble());
        Assert.Equal(["de", "en"], result.GetProperty("slices").EnumerateArray().Select(s => s.GetProperty("value").GetString()!).Order());
        var worst = result.GetProperty("worst_lines")[0];
        Assert.Equal(worst.GetProperty("judge").GetDouble(), double.Parse(worst.GetProperty("row").GetProperty("groundedness").GetString()!, CultureInfo.InvariantCulture));
        Assert.Empty((await api.GetAsync("calibrations")).GetProperty("records").EnumerateArray());
        Assert.False(Directory.Exists(api.Workspace.At("calibrations")));

        var (_, recorded) = await api.PostAsync("calibrations", asked with { record = true });

        Assert.Equal("calibrations/groundedness.yaml", recorded.GetProperty("record").GetProperty("file").GetString());
        var record = Assert.Single((await api.GetAsync("calibrations")).GetProperty("records").EnumerateArray());
        Assert.Equal(("groundedness", 60), (record.GetProperty("evaluator").GetString(), record.GetProperty("lines").GetInt32()));

        // It names no version, so it vouches for none.
        Assert.Equal("uncalibrated since version unknown", record.GetProperty("label").GetString());
        Assert.Empty(Directory.EnumerateDirectories(api.Workspace.At(".gyre", "cache", "uploads")));
    }

    [Fact]
    public async Task Labels_of_a_dataset_count_as_those_of_a_file_and_with_its_version_the_judge_is_calibrated()
    {
        await using var api = await ApiClient.StartAsync();
        await api.SendAsync("datasets?name=labelled&file=labelled.csv", Labelled());
        var version = (await api.GetAsync("evaluators/groundedness")).GetProperty("evaluator").GetProperty("version").GetString();

        var (status, result) = await api.PostAsync("calibrations", new { labels = new { dataset = "labelled" }, judge = "groundedness", people = new[] { "ann" }, version, judge_model = "openai/gpt", record = true });

        Assert.Equal((HttpStatusCode.OK, true), (status, result.GetProperty("record").GetProperty("is_calibrated").GetBoolean()));
        var evaluator = (await api.GetAsync("evaluators")).EnumerateArray().Single(e => e.GetProperty("name").GetString() == "groundedness");
        Assert.Equal((true, "openai/gpt"), (evaluator.GetProperty("calibration").GetProperty("is_calibrated").GetBoolean(), evaluator.GetProperty("calibration").GetProperty("judge").GetString()));
    }

    [Fact]
    public async Task An_evaluation_that_was_open_before_says_so_once_its_judge_is_calibrated()
    {
        await using var api = await ApiClient.StartAsync();
        await api.SendAsync("datasets?name=labelled&file=labelled.csv", Labelled());
        api.Workspace.Write("gyre.yaml", "connections: { judge: { type: simulated, answer_tokens: 5, seed: 1 } }");
        api.Workspace.Write("answers.jsonl", "{\"question\": \"q\", \"answer\": \"a\", \"context\": \"c\"}\n");
        var (made, evaluation) = await api.PostAsync("evaluations", new { name = "judged", data = "answers.jsonl", targets = new[] { new { name = "t", answers = "answers.jsonl" } }, evaluators = new[] { "groundedness" }, judge = "judge/any" });
        Assert.True(made == HttpStatusCode.Created, evaluation.GetRawText());
        await api.TextAsync("evaluations/judged/events");
        var version = (await api.GetAsync("evaluators/groundedness")).GetProperty("evaluator").GetProperty("version").GetString();
        Assert.Contains("\"uncalibrated\":true", await api.TextAsync("evaluations/judged"), StringComparison.Ordinal);

        await api.PostAsync("calibrations", new { labels = new { dataset = "labelled" }, judge = "groundedness", people = new[] { "ann" }, version, judge_model = "judge/any", record = true });

        Assert.DoesNotContain("\"uncalibrated\":true", await api.TextAsync("evaluations/judged"), StringComparison.Ordinal);
        File.Delete(api.Workspace.At("calibrations", "groundedness.yaml"));
        Assert.Contains("\"uncalibrated\":true", await api.TextAsync("evaluations/judged"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told_with_what_was_meant_and_no_place_of_this_machine()
    {
        await using var api = await ApiClient.StartAsync();
        await api.SendAsync("datasets?name=labelled&file=labelled.csv", Labelled());

        var (status, problem) = await api.PostAsync("calibrations", new { labels = new { dataset = "labelled" }, judge = "groundednes", people = new[] { "ann" } });
        var (unclear, which) = await api.PostAsync("calibrations", new { labels = new { dataset = "labelled", run = "r" }, judge = "groundedness", people = new[] { "ann" } });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (status, unclear));
        Assert.StartsWith("labelled@1 has no column 'groundednes'. Did you mean", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(api.Workspace.Path, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("labels", which.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Every_evaluator_has_a_card_and_a_judge_shows_its_prompt()
    {
        await using var api = await ApiClient.StartAsync();
        api.Workspace.Write("evaluators/relevance.prompty", "---\nname: mine\n---\nsystem:\nNo place for what is judged.\n");

        var all = (await api.GetAsync("evaluators")).EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!);

        Assert.True(all.Count > 40);
        Assert.Equal(JsonValueKind.Null, all["f1_score"].GetProperty("calibration").ValueKind);
        Assert.Equal("uncalibrated", all["groundedness"].GetProperty("calibration").GetProperty("label").GetString());
        Assert.StartsWith("relevance.prompty", all["relevance"].GetProperty("fault").GetString(), StringComparison.Ordinal);
        var prompt = Assert.Single((await api.GetAsync("evaluators/groundedness")).GetProperty("prompts").EnumerateArray(), p => p.GetProperty("name").GetString() == "groundedness");
        Assert.Contains("{{context}}", prompt.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(prompt.GetProperty("is_own").GetBoolean());
    }

    // A judge that is now and then a point off.
    private static string Labelled()
    {
        var (text, random) = (new StringBuilder("groundedness,ann,ben,language\n"), new Random(5));
        for (var i = 0; i < 60; i++)
        {
            var truth = random.Next(1, 6);
            int Near() => Math.Clamp(truth + (random.Next(3) == 0 ? random.Next(-1, 2) : 0), 1, 5);
            text.Append(CultureInfo.InvariantCulture, $"{Near()},{Near()},{Near()},{(i % 3 == 0 ? "de" : "en")}\n");
        }

        return text.ToString();
    }
}

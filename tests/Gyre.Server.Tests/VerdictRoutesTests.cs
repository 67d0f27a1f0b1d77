using System.Net;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Comparisons, flips and gates over <c>/api/v1</c>, over one evaluation that nobody changes.</summary>
public sealed class VerdictRoutesTests : IAsyncLifetime
{
    private const string Both = "baseline=handbook:half&candidate=handbook:whole";

    private VerdictWorkspace? started;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private VerdictWorkspace Workspace => started!;

    public async ValueTask InitializeAsync()
    {
        started = await VerdictWorkspace.StartAsync();
        await Workspace.EvaluateAsync("handbook");
    }

    [Fact]
    public async Task A_comparison_says_what_the_command_line_says()
    {
        var shown = await Workspace.GetAsync($"comparisons?{Both}&margin=f1_score%3D0.03&slice=topic");
        var (_, told) = await Workspace.GyreAsync("eval", "compare", "handbook:half", "handbook:whole", "--margin", "f1_score=0.03", "--slice", "topic");

        foreach (var metric in shown.GetProperty("metrics").EnumerateArray())
        {
            var said = told.GetProperty(metric.GetProperty("metric").GetString()!);
            Assert.Equal(said.GetProperty("difference").GetDouble(), metric.GetProperty("difference").GetProperty("estimate").GetDouble());
            Assert.Equal(said.GetProperty("interval")[0].GetDouble(), metric.GetProperty("difference").GetProperty("low").GetDouble());
            Assert.Equal(said.GetProperty("interval")[1].GetDouble(), metric.GetProperty("difference").GetProperty("high").GetDouble());
            Assert.Equal(said.GetProperty("verdict").GetString(), metric.GetProperty("verdict").GetString());
            Assert.Equal(Number(said.GetProperty("p_adjusted")), Number(metric.GetProperty("p_adjusted")));
            Assert.Equal(said.GetProperty("lines").GetInt32(), metric.GetProperty("lines").GetInt32());
            Assert.Equal(2, metric.GetProperty("slices").GetArrayLength());
        }
    }

    [Fact]
    public async Task Flips_come_in_pages_that_leave_none_out_and_are_those_of_the_command_line()
    {
        var whole = await Workspace.GetAsync($"comparisons/flips?{Both}&metric=f1_score&limit=100");
        var pages = new List<string?>();
        for (var from = 0; from < 24; from += 10)
        {
            pages.AddRange(Lines(await Workspace.GetAsync($"comparisons/flips?{Both}&metric=f1_score&from={from}&limit=10")));
        }

        var (_, told) = await Workspace.GyreAsync("eval", "compare", "handbook:half", "handbook:whole");
        Assert.Equal(told.GetProperty("f1_score").GetProperty("flips").GetProperty("won").GetInt32(), whole.GetProperty("matched").GetInt32());
        Assert.Equal(Lines(whole), pages);
        Assert.All(whole.GetProperty("flips").EnumerateArray(), flip => Assert.NotEqual(flip.GetProperty("baseline_answer").GetString(), flip.GetProperty("candidate_answer").GetString()));
        Assert.Equal(8, (await Workspace.GetAsync($"comparisons/flips?{Both}&metric=f1_score&where=topic%3Dsize")).GetProperty("matched").GetInt32());
        Assert.Equal(0, (await Workspace.GetAsync($"comparisons/flips?{Both}&metric=f1_score&way=lost")).GetProperty("matched").GetInt32());
    }

    [Theory]
    [InlineData("comparisons?candidate=handbook:whole", HttpStatusCode.BadRequest, "baseline-missing", "baseline")]
    [InlineData("comparisons?baseline=handbook:half&candidate=handbook:whale", HttpStatusCode.NotFound, "target-not-found", "target")]
    [InlineData("comparisons?baseline=nothing&candidate=handbook:whole", HttpStatusCode.NotFound, "run-not-found", "name")]
    [InlineData($"comparisons?{Both}&margin=-1", HttpStatusCode.BadRequest, "margin-invalid", "margin")]
    [InlineData($"comparisons/flips?{Both}&metric=f1_score&way=up", HttpStatusCode.BadRequest, "filter-invalid", "way")]
    [InlineData($"comparisons/flips?{Both}&metric=f1_score&where=topic", HttpStatusCode.BadRequest, "filter-invalid", "where")]
    [InlineData("evaluations/handbook?baseline=none", HttpStatusCode.NotFound, "target-not-found", "baseline")]
    public async Task What_is_asked_wrongly_is_told_with_the_field(string path, HttpStatusCode status, string code, string field)
    {
        var problem = await Workspace.GetAsync(path, status);

        Assert.Equal((code, field), (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_gate_says_what_the_command_line_says_and_both_are_kept()
    {
        var asked = new { policy = VerdictWorkspace.Policy, run = "handbook:whole", against = "handbook:half" };
        var shown = await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, asked);
        var (code, told) = await Workspace.GyreAsync("eval", "gate", "--run", "handbook:half", "--against", "handbook:whole", "--policy", VerdictWorkspace.Policy);
        var (_, same) = await Workspace.GyreAsync("eval", "gate", "--run", "handbook:whole", "--against", "handbook:half", "--policy", VerdictWorkspace.Policy);

        Assert.Equal(("fail", false), (shown.GetProperty("verdict").GetString(), shown.GetProperty("opens").GetBoolean()));
        Assert.Equal(same.GetProperty("verdict").GetString(), shown.GetProperty("verdict").GetString());
        foreach (var (check, other) in shown.GetProperty("checks").EnumerateArray().Zip(same.GetProperty("checks").EnumerateArray()))
        {
            Assert.Equal(other.GetProperty("sentence").GetString(), check.GetProperty("sentence").GetString());
            Assert.Equal(Number(other.GetProperty("value")), Number(check.GetProperty("value").GetProperty("estimate")));
            Assert.Equal(Number(other.GetProperty("interval")[1]), Number(check.GetProperty("value").GetProperty("high")));
        }

        Assert.Equal(3, code);
        Assert.Equal("fail", told.GetProperty("verdict").GetString());
        var kept = (await Workspace.GetAsync($"gates/verdicts?policy={VerdictWorkspace.Policy}")).GetProperty("verdicts").EnumerateArray().ToArray();
        Assert.Equal(["handbook:whole", "handbook:half", "handbook:whole"], kept.Select(v => v.GetProperty("run").GetString()));
        var page = await Workspace.GetAsync("gates/verdicts?limit=2");
        Assert.Equal(kept[1].GetProperty("id").GetInt64(), page.GetProperty("next").GetInt64());
        Assert.Single((await Workspace.GetAsync($"gates/verdicts?before={page.GetProperty("next")}")).GetProperty("verdicts").EnumerateArray());
    }

    [Fact]
    public async Task The_list_of_gates_has_the_last_verdict_its_time_and_whether_it_still_means_what_is_there()
    {
        var asked = new { policy = VerdictWorkspace.Policy, run = "handbook:whole", against = "handbook:half" };
        Assert.Equal(JsonValueKind.Null, (await LastAsync()).ValueKind);
        var before = DateTimeOffset.UtcNow;
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, asked);
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, asked);

        var last = await LastAsync();
        Assert.Equal(("fail", false, false), (last.GetProperty("verdict").GetString(), last.GetProperty("opens").GetBoolean(), last.GetProperty("policy_changed").GetBoolean()));
        Assert.InRange(last.GetProperty("judged_at").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
        Assert.Empty(last.GetProperty("gone").EnumerateArray());
        Assert.Single((await Workspace.GetAsync("gates/verdicts")).GetProperty("verdicts").EnumerateArray());

        // It outlives the server, and says what became of what it was about.
        await Workspace.DownAsync();
        Workspace.Folder.Write(VerdictWorkspace.Policy, await File.ReadAllTextAsync(Workspace.Folder.At(VerdictWorkspace.Policy), Stop) + "\n# Reviewed\n");
        await Workspace.UpAsync();
        await Workspace.SendAsync(new HttpRequestMessage(HttpMethod.Delete, VerdictWorkspace.Api("evaluations/handbook")), HttpStatusCode.OK);
        last = await LastAsync();
        Assert.True(last.GetProperty("policy_changed").GetBoolean());
        Assert.Equal(["handbook:whole", "handbook:half"], last.GetProperty("gone").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task What_was_judged_last_comes_first_and_a_policy_outside_is_told_without_its_place()
    {
        using var outside = new TemporaryFolder();
        var far = outside.Write("far.yaml", "kind: gate\nrules:\n  - failed_lines: { at_most: 0 }\n");
        var asked = new { policy = VerdictWorkspace.Policy, run = "handbook:whole", against = "handbook:half" };
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, asked);
        await Workspace.GyreAsync("eval", "gate", "--run", "handbook:half", "--policy", far);
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, asked);

        var page = await Workspace.GetAsync("gates/verdicts?limit=1");
        var rest = await Workspace.GetAsync($"gates/verdicts?before={page.GetProperty("next")}");

        Assert.Equal([VerdictWorkspace.Policy, "far.yaml"], new[] { page, rest }.Select(p => Assert.Single(p.GetProperty("verdicts").EnumerateArray()).GetProperty("policy").GetString()));
        Assert.False(rest.GetProperty("verdicts")[0].GetProperty("policy_changed").GetBoolean());
    }

    [Fact]
    public async Task Who_only_looks_leaves_what_a_gate_said_last_alone()
    {
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, new { policy = VerdictWorkspace.Policy, run = "handbook:whole", against = "handbook:half" });
        var looked = await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, new { policy = VerdictWorkspace.Policy, run = "handbook:half", against = "handbook:whole", keep = false });

        Assert.Equal("fail", looked.GetProperty("verdict").GetString());
        Assert.Equal("handbook:whole", (await LastAsync()).GetProperty("run").GetString());
    }

    [Fact]
    public async Task A_policy_that_is_tried_is_not_kept()
    {
        await Workspace.PostAsync("gates/judge", HttpStatusCode.OK, new { text = "kind: gate\nrules:\n  - failed_lines: { at_most: 0 }\n", run = "handbook:whole" });

        Assert.Empty((await Workspace.GetAsync("gates/verdicts")).GetProperty("verdicts").EnumerateArray());
    }

    [Fact]
    public async Task A_policy_that_is_faulty_absent_or_outside_is_refused_with_its_file_and_line()
    {
        using var outside = new TemporaryFolder();
        outside.Write("gate.yaml", "kind: gate\nrules:\n  - failed_lines: { at_most: 0 }\n");
        File.CreateSymbolicLink(Workspace.Folder.At("gates/link.yaml"), outside.At("gate.yaml"));
        Workspace.Folder.Write("gates/wrong.yaml", "kind: gate\nrules:\n  - metric: f1_score\n    middle: { at_least: 0.3 }\n");

        var wrong = await JudgeAsync("gates/wrong.yaml", HttpStatusCode.BadRequest);
        Assert.Equal(("gates/wrong.yaml", 3), (wrong.GetProperty("file").GetString(), wrong.GetProperty("line").GetInt32()));
        Assert.Equal("path-outside", (await JudgeAsync("../gate.yaml", HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        Assert.Equal("path-outside", (await JudgeAsync("gates/link.yaml", HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        Assert.Equal("file-not-found", (await JudgeAsync("gates/none.yaml", HttpStatusCode.NotFound)).GetProperty("code").GetString());
        Assert.Equal("gate-baseline-missing", (await JudgeAsync(VerdictWorkspace.Policy, HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        Assert.DoesNotContain("gates/link.yaml", (await Workspace.GetAsync("gates")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_are_files_of_html_that_need_nothing_else()
    {
        foreach (var path in (string[])["evaluations/handbook/report", $"comparisons/report?{Both}"])
        {
            using var answer = await Workspace.ReadAsync(path);
            var page = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (started is not null)
        {
            await started.DisposeAsync();
        }
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static IEnumerable<string?> Lines(JsonElement flips) => flips.GetProperty("flips").EnumerateArray().Select(f => f.GetProperty("line").GetString());

    private async Task<JsonElement> LastAsync() => Assert.Single((await Workspace.GetAsync("gates")).EnumerateArray().ToArray()).GetProperty("last");

    private Task<JsonElement> JudgeAsync(string policy, HttpStatusCode status) => Workspace.PostAsync("gates/judge", status, new { policy, run = "handbook:whole" });
}

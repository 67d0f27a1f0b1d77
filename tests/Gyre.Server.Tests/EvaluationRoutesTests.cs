using System.Net;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Evaluations over <c>/api/v1</c>: the figures of the command line, refusals, stopping and going on.</summary>
public sealed class EvaluationRoutesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_figures_are_those_of_the_command_line()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        await workspace.EvaluateAsync("handbook");

        var shown = await workspace.GetAsync("evaluations/handbook");
        var (_, told) = await workspace.GyreAsync("eval", "show", "handbook");

        Assert.Equal("completed", shown.GetProperty("evaluation").GetProperty("state").GetString());
        var targets = shown.GetProperty("targets").EnumerateArray().ToArray();
        var results = told.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["half", "whole"], targets.Select(t => t.GetProperty("name").GetString()));
        foreach (var (target, result) in targets.Zip(results))
        {
            Assert.Equal(result.GetProperty("lines").GetInt32(), target.GetProperty("lines").GetInt32());
            foreach (var (metric, other) in target.GetProperty("metrics").EnumerateArray().Zip(result.GetProperty("metrics").EnumerateArray()))
            {
                Assert.Equal(other.GetProperty("metric").GetString(), metric.GetProperty("metric").GetString());
                Assert.Equal(other.GetProperty("mean").GetDouble(), metric.GetProperty("mean").GetProperty("estimate").GetDouble());
                Assert.Equal(Ends(other.GetProperty("interval")), (metric.GetProperty("mean").GetProperty("low").GetDouble(), metric.GetProperty("mean").GetProperty("high").GetDouble()));
            }
        }

        var compared = shown.GetProperty("comparisons")[0].GetProperty("metrics").EnumerateArray().First(m => m.GetProperty("metric").GetString() == "f1_score");
        var said = told.GetProperty("comparisons")[0].GetProperty("metrics").GetProperty("f1_score");
        Assert.Equal(said.GetProperty("difference").GetDouble(), compared.GetProperty("difference").GetProperty("estimate").GetDouble());
        Assert.Equal(Ends(said.GetProperty("interval")), (compared.GetProperty("difference").GetProperty("low").GetDouble(), compared.GetProperty("difference").GetProperty("high").GetDouble()));
        Assert.Equal(said.GetProperty("verdict").GetString(), compared.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Evaluations_are_listed_newest_first_in_portions_that_leave_none_out()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await workspace.EvaluateAsync(name);
        }

        var first = await workspace.GetAsync("evaluations?limit=2");
        var rest = await workspace.GetAsync($"evaluations?limit=2&before={first.GetProperty("next").GetString()}");

        Assert.Equal(["c", "b", "a"], Names(first).Concat(Names(rest)));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(["b"], Names(await workspace.GetAsync("evaluations?find=b&state=completed")));
    }

    [Theory]
    [InlineData("""{"targets":[{"flow":"../elsewhere"}],"data":"questions.jsonl","evaluators":["f1_score"]}""", "path-outside", null)]
    [InlineData("""{"targets":[{"flow":"link/share"}],"data":"questions.jsonl","evaluators":["f1_score"]}""", "path-outside", null)]
    [InlineData("""{"targets":[{"prompt":"user:\n{{question}}","models":["offline/quote"]}],"data":"/etc/passwd","evaluators":["f1_score"]}""", "path-outside", null)]
    [InlineData("""{"targets":[{"prompt":"user:\n{{question}}","models":["offline/quote"]}],"data":".gyre/secrets.key","evaluators":["f1_score"]}""", "path-hidden", null)]
    [InlineData("""{"targets":[],"data":"questions.jsonl","evaluators":["f1_score"]}""", "evaluation-invalid", "targets")]
    [InlineData("""{"targets":[{"run":"none"}],"evaluators":["no_such_one"]}""", "evaluator-unknown", null)]
    public async Task What_is_wrong_or_outside_the_workspace_is_refused_and_named(string definition, string code, string? field)
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        using var outside = new TemporaryFolder();
        outside.Write("share/flow.dag.yaml", RunWorkspace.Share);
        Directory.CreateSymbolicLink(workspace.Folder.At("link"), outside.Path);

        var problem = await workspace.PostAsync("evaluations", HttpStatusCode.BadRequest, JsonDocument.Parse(definition).RootElement);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.DoesNotContain(workspace.Folder.Path, problem.ToString(), StringComparison.Ordinal);
        Assert.Empty((await workspace.GetAsync("evaluations")).GetProperty("evaluations").EnumerateArray());
        if (field is not null)
        {
            Assert.StartsWith(field, problem.GetProperty("field").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_is_stopped_keeps_what_it_paid_for_and_goes_on_to_its_end()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        await workspace.PostAsync("evaluations", HttpStatusCode.Created, VerdictWorkspace.Handbook("slow", "slow/any"));
        await UntilSomeAreDoneAsync(workspace, "slow");

        await workspace.PostAsync("evaluations/slow/cancel", HttpStatusCode.OK);
        await workspace.EndAsync("slow");
        var stopped = (await workspace.GetAsync("evaluations/slow")).GetProperty("evaluation");
        var answered = await AnswersAsync(workspace);

        Assert.Equal(("stopped", true), (stopped.GetProperty("state").GetString(), stopped.GetProperty("resumable").GetBoolean()));
        Assert.InRange(answered.Count, 1, 95);
        Assert.Equal("evaluation-finished", (await workspace.PostAsync("evaluations/slow/cancel", HttpStatusCode.Conflict)).GetProperty("code").GetString());
        await workspace.PostAsync("evaluations/slow/resume", HttpStatusCode.OK);
        await workspace.EndAsync("slow");

        Assert.Equal("completed", (await workspace.GetAsync("evaluations/slow")).GetProperty("evaluation").GetProperty("state").GetString());
        var all = await AnswersAsync(workspace);
        Assert.Equal(96, all.Count);
        Assert.Empty(answered.Where(line => all[line.Key] != line.Value));
    }

    [Fact]
    public async Task Who_resumes_one_that_is_under_way_is_told_so_and_it_goes_on_undisturbed()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        await workspace.PostAsync("evaluations", HttpStatusCode.Created, VerdictWorkspace.Handbook("busy", "slow/any"));
        await UntilSomeAreDoneAsync(workspace, "busy");

        Assert.Equal("evaluation-in-progress", (await workspace.PostAsync("evaluations/busy/resume", HttpStatusCode.Conflict)).GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Object, (await workspace.GetAsync("evaluations/busy")).GetProperty("evaluation").GetProperty("progress").ValueKind);
        await workspace.PostAsync("evaluations/busy/cancel", HttpStatusCode.OK);
        await workspace.EndAsync("busy");

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => workspace.StatusAsync("evaluations/busy/resume")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Order());
        await workspace.PostAsync("evaluations/busy/cancel", HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_that_a_server_left_is_taken_up_by_the_next()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        await workspace.PostAsync("evaluations", HttpStatusCode.Created, VerdictWorkspace.Handbook("kept", "slow/any"));
        await UntilSomeAreDoneAsync(workspace, "kept");
        await workspace.DownAsync();
        await workspace.UpAsync();

        var found = (await workspace.GetAsync("evaluations/kept")).GetProperty("evaluation");
        var answered = await AnswersAsync(workspace);
        Assert.Equal(("stopped", true), (found.GetProperty("state").GetString(), found.GetProperty("resumable").GetBoolean()));
        await workspace.PostAsync("evaluations/kept/resume", HttpStatusCode.OK);
        await workspace.EndAsync("kept");

        Assert.Equal("completed", (await workspace.GetAsync("evaluations/kept")).GetProperty("evaluation").GetProperty("state").GetString());
        var all = await AnswersAsync(workspace);
        Assert.Empty(answered.Where(line => all[line.Key] != line.Value));
    }

    [Fact]
    public async Task Of_two_who_begin_one_of_the_same_name_the_second_is_told_so()
    {
        await using var workspace = await VerdictWorkspace.StartAsync();
        await workspace.EvaluateAsync("once");

        Assert.Equal("evaluation-exists", (await workspace.PostAsync("evaluations", HttpStatusCode.Conflict, VerdictWorkspace.Handbook("once"))).GetProperty("code").GetString());
        Assert.Equal("evaluation-not-found", (await workspace.GetAsync("evaluations/twice", HttpStatusCode.NotFound)).GetProperty("code").GetString());
    }

    private static (double Low, double High) Ends(JsonElement interval) => (interval[0].GetDouble(), interval[1].GetDouble());

    private static IEnumerable<string?> Names(JsonElement list) => list.GetProperty("evaluations").EnumerateArray().Select(e => e.GetProperty("name").GetString());

    // When each line was answered, by run: one that is not asked again has the same moment.
    private static async Task<Dictionary<string, string?>> AnswersAsync(VerdictWorkspace workspace)
    {
        var answers = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var run in (await workspace.GetAsync("runs?parts=true")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("run")).Where(r => r.GetProperty("source_run").ValueKind == JsonValueKind.Null))
        {
            var name = run.GetProperty("name").GetString();
            foreach (var line in (await workspace.GetAsync($"runs/{name}/lines?limit=500")).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line").GetInt32()))
            {
                answers[$"{name} {line}"] = (await workspace.GetAsync($"runs/{name}/lines/{line}")).GetProperty("started_at").GetString();
            }
        }

        return answers;
    }

    private static async Task UntilSomeAreDoneAsync(VerdictWorkspace workspace, string name)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if ((await workspace.GetAsync($"evaluations/{name}")).GetProperty("evaluation").GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("done").GetInt32() > 0)
            {
                return;
            }

            await Task.Delay(50, Stop);
        }

        throw new TimeoutException($"Nothing of '{name}' was ever done.");
    }
}

using System.Text.Json.Nodes;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Tests.Evaluators.Judged;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Evaluations;

/// <summary>Evaluations whose evaluators ask a judge.</summary>
public sealed class JudgedEvaluationTests
{
    private const string Good = """{"reason": "r", "score": 4}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scores_tokens_judge_and_version_are_on_record()
    {
        var judge = new ScriptedJudge(Good);
        using var bench = await OpenAsync(judge, lines: 3);
        var evaluation = await bench.Runner().RunAsync(bench.Definition, null, Stop);

        Assert.Equal(EvaluationState.Completed, evaluation.State);
        var scores = await bench.Runs.Store.GetAsync("e.1.scores", Stop);
        var line = new RunArtifacts(new RunFolder(scores.Folder)).Lines().First();
        var output = (PythonDict)line["output"]!;
        Assert.Equal((4.0, 4.0, "pass", 3.0, "r"), (output["relevance"], output["gpt_relevance"], output["relevance_result"], output["relevance_threshold"], output["relevance_reason"]));
        Assert.Equal(360L, scores.SystemMetrics["total_tokens"]);
        var facts = MetricFacts.Of([scores], null)["relevance"];
        Assert.Equal((true, "judge/gpt-4o", EvaluatorLibrary.Card("relevance").Version, "uncalibrated"), (facts.IsJudged, facts.Judge, facts.Version, facts.Calibration));
    }

    [Fact]
    public async Task Of_the_six_scores_of_qa_the_computed_one_is_not_called_judged()
    {
        using var bench = await OpenAsync(new ScriptedJudge(Good), lines: 1);
        File.WriteAllText(bench.Runs.Folder.At("questions.jsonl"), """{"question": "q", "context": "c", "expected": "an answer"}""");
        await bench.Runner().RunAsync(bench.Definition with { Evaluators = [new("qa")] }, null, Stop);

        var facts = MetricFacts.Of([await bench.Runs.Store.GetAsync("e.1.scores", Stop)], null);
        Assert.Equal([("groundedness", true), ("relevance", true), ("coherence", true), ("fluency", true), ("similarity", true), ("f1_score", false)], facts.Select(f => (f.Key, f.Value.IsJudged)));
    }

    [Theory]
    [InlineData(null, "evaluation-invalid", "Evaluator 'relevance' needs a model that judges")]
    [InlineData("gpt-4o", "judge-invalid", "must be a connection and a model")]
    [InlineData("nowhere/gpt-4o", "judge-connection", "The judge's connection 'nowhere' is not found.")]
    [InlineData("offline/gpt-4o", "judge-offline", "is the offline stand-in")]
    public async Task A_judge_that_cannot_judge_is_refused_before_anything_is_answered(string? name, string code, string says)
    {
        var judge = new ScriptedJudge(Good);
        using var bench = await OpenAsync(judge, lines: 1);
        var fault = (await Assert.ThrowsAsync<ProblemException>(() => bench.Runner().RunAsync(bench.Definition with { Judge = name }, null, Stop))).Problem;

        Assert.Equal(code, fault.Code);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Runs.Store.ListAsync(new RunFilter(), Stop));
        Assert.Empty(judge.Requests);
    }

    [Fact]
    public async Task A_judge_is_not_looked_at_where_nothing_is_judged()
    {
        using var bench = await OpenAsync(new ScriptedJudge(Good), lines: 1);
        var evaluation = await bench.Runner().RunAsync(bench.Definition with { Judge = "offline/none", Evaluators = [new("word_count")] }, null, Stop);
        Assert.Equal(EvaluationState.Completed, evaluation.State);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    public async Task A_provider_that_is_away_stops_the_evaluation_and_a_resume_goes_on_without_paying_twice(int status)
    {
        var (away, paid) = (false, new HashSet<string>());
        var judge = new ScriptedJudge((request, call) =>
        {
            lock (paid)
            {
                if (away |= call == 30)
                {
                    return (status, ScriptedJudge.Error("away"));
                }

                Assert.True(paid.Add((string)request["messages"]![1]!["content"]!), "paid twice");
                return (200, ScriptedJudge.Answer(Good));
            }
        });
        using var bench = await OpenAsync(judge, lines: 60);
        var stopped = await bench.Runner().RunAsync(bench.Definition with { Concurrency = 4 }, null, Stop);
        Assert.Equal(EvaluationState.Stopped, stopped.State);
        Assert.Contains("The judge's provider", stopped.Stopped, StringComparison.Ordinal);

        var back = new ScriptedJudge((request, _) =>
        {
            lock (paid)
            {
                Assert.True(paid.Add((string)request["messages"]![1]!["content"]!), "paid twice");
                return (200, ScriptedJudge.Answer(Good));
            }
        });
        bench.Judge = back;
        var done = await bench.Runner().ResumeAsync("e", null, null, Stop);

        Assert.Equal(EvaluationState.Completed, done.State);
        Assert.Equal((60, 60), (paid.Count, (await EvaluationSummary.ReadAsync(done, bench.Runs.Store, Stop)).Targets[0].Metrics[0].Scored));
    }

    [Fact]
    public async Task A_lost_judgement_counts_against_coverage_and_is_no_pass()
    {
        var judge = new ScriptedJudge((request, _) => (200, ScriptedJudge.Answer(Prompt(request).Contains("question 2", StringComparison.Ordinal) ? "no idea" : Good)));
        using var bench = await OpenAsync(judge, lines: 4);
        var evaluation = await bench.Runner().RunAsync(bench.Definition, null, Stop);

        var metric = (await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop)).Targets[0].Metrics[0];
        Assert.Equal((4, 3, 3), (metric.Lines, metric.Scored, metric.Passed));
    }

    [Fact]
    public async Task An_evaluation_that_has_begun_keeps_the_prompts_it_began_with()
    {
        using var interrupt = new CancellationTokenSource();
        var asked = 0;
        var judge = new ScriptedJudge((_, _) =>
        {
            if (Interlocked.Increment(ref asked) == 3)
            {
                interrupt.Cancel();
            }

            return (200, ScriptedJudge.Answer(Good));
        });
        using var bench = await OpenAsync(judge, lines: 20);
        bench.Runs.Folder.Write("evaluators/relevance.prompty", Own("first"));
        var stopped = await bench.Runner().RunAsync(bench.Definition with { Concurrency = 1 }, null, interrupt.Token);
        Assert.Equal(EvaluationState.Stopped, stopped.State);

        bench.Runs.Folder.Write("evaluators/relevance.prompty", Own("second"));
        await bench.Runner().ResumeAsync("e", null, null, Stop);

        Assert.All(judge.Requests, r => Assert.Contains("The first prompt", Prompt(r), StringComparison.Ordinal));
        var facts = MetricFacts.Of([await bench.Runs.Store.GetAsync("e.1.scores", Stop)], bench.Runs.Folder.Path)["relevance"];
        Assert.NotEqual(EvaluatorLibrary.Card("relevance", bench.Runs.Folder.Path).Version, facts.Version);
        Assert.StartsWith("own-", facts.Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_in_the_answers_are_judged_where_there_is_nothing_else()
    {
        var judge = new ScriptedJudge(Good);
        using var bench = await OpenAsync(judge, lines: 1);
        var answers = bench.Runs.Folder.Write("answers.jsonl", """{"conversation": {"messages": [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Hello!"}]}}""");
        var definition = bench.Definition with { Data = null, Targets = [new EvaluationTarget("chats") { Answers = answers }] };
        await bench.Runner().RunAsync(definition, null, Stop);
        Assert.Contains("Hello!", Prompt(Assert.Single(judge.Requests)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_called_conversation_is_not_judged_in_place_of_an_answer()
    {
        var judge = new ScriptedJudge(Good);
        using var bench = await OpenAsync(judge, lines: 1);
        File.WriteAllText(bench.Runs.Folder.At("questions.jsonl"), """{"question": "question 0", "conversation": [{"role": "assistant", "content": "What was said before."}]}""");

        await bench.Runner().RunAsync(bench.Definition, null, Stop);
        Assert.DoesNotContain("What was said before", Prompt(Assert.Single(judge.Requests)), StringComparison.Ordinal);

        var missing = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner().RunAsync(bench.Definition with { Name = "f", Evaluators = [new("groundedness")] }, null, Stop));
        Assert.Contains("Evaluator 'groundedness' needs 'context'", missing.Message, StringComparison.Ordinal);

        await bench.Runner().RunAsync(bench.Definition with { Name = "g", ColumnMapping = new ColumnMapping([new("conversation", "${data.conversation}")]) }, null, Stop);
        Assert.Contains("What was said before", Prompt(judge.Requests[^1]), StringComparison.Ordinal);
    }

    private static string Own(string which) => $$$"""
        ---
        model: {api: chat}
        inputs: {query: {type: string}, response: {type: string}}
        ---
        user:
        The {{{which}}} prompt: {{query}} {{response}}
        """;

    private static string Prompt(JsonObject request) => string.Join('\n', request["messages"]!.AsArray().Select(m => (string?)m!["content"]));

    private static async Task<Bench> OpenAsync(ScriptedJudge judge, int lines)
    {
        var runs = await RunBench.OpenAsync();
        File.WriteAllLines(runs.Folder.At("questions.jsonl"), Enumerable.Range(0, lines).Select(i => $$"""{"question": "question {{i}}"}"""));
        var database = await GyreDatabase.OpenAsync(runs.Folder.At("home", "gyre.db"), [RunStore.Migrations], Stop);
        return new Bench(runs, new EvaluationStore(database, runs.Folder.At("home", "evaluations"), new SecretBox(new SecretKey(runs.Folder.At("home", "secrets.key"))), TimeProvider.System)) { Judge = judge };
    }

    private sealed class Bench(RunBench runs, EvaluationStore store) : IDisposable
    {
        public RunBench Runs => runs;

        public required ScriptedJudge Judge { get; set; }

        public EvaluationDefinition Definition => new()
        {
            Name = "e",
            Data = runs.Folder.At("questions.jsonl"),
            Targets = [new EvaluationTarget("echo") { Flow = runs.Folder.At("flow") }],
            Evaluators = [new("relevance")],
            Judge = "judge/gpt-4o",
        };

        public EvaluationRunner Runner() => new(
            store,
            new EvaluationServices(
                runs.Store,
                new FlowServices
                {
                    Connections = ConnectionSources.Of([new Connection { Name = "judge", Type = "OpenAIConnection" }, new Connection { Name = "offline", Type = "OfflineConnection" }]),
                    Models = Judge,
                },
                (_, _, _) => ValueTask.FromResult<ExecutableFlow>(new FakeFlow(inputs => new PythonDict { ["answer"] = $"an answer to {inputs["question"]}" })),
                new BatchOptions())
            {
                Workspace = runs.Folder.Path,
            });

        public void Dispose() => runs.Dispose();
    }
}

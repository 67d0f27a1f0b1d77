using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>The whole way: a flow's folder, opened and run by the real engine.</summary>
public sealed class RealFlowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static BatchRunner Runner(RunBench bench)
    {
        var services = new FlowServices { Connections = new NoConnections(), Models = new NoModels() };
        return new BatchRunner(bench.Store, (request, stop) => FlowOpener.OpenAsync(request, services, stop), bench.Options, bench.Time);
    }

    private static void WriteFlow(RunBench bench)
    {
        bench.Folder.Write("flow/flow.dag.yaml", """
            inputs:
              question: {type: string}
              times: {type: int, default: 2}
            outputs:
              answer: {type: string, reference: "${third.output}"}
            nodes:
            - {name: first, type: prompt, source: {type: code, path: p.jinja2}, inputs: {text: "${inputs.question}"}}
            - {name: second, type: prompt, source: {type: code, path: p.jinja2}, inputs: {text: "${first.output}"}, activate: {when: "${inputs.times}", is: 2}}
            - {name: third, type: prompt, source: {type: code, path: p.jinja2}, inputs: {text: "${second.output}"}}
            """);
        bench.Folder.Write("flow/p.jinja2", "<{{text}}>");
    }

    [Fact]
    public async Task A_flow_may_set_the_engine_s_limits_among_its_own_variables()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "python3"))), "Python 3.9 or newer is not on PATH.");
        using var bench = await RunBench.OpenAsync();
        bench.Folder.Write("flow/flow.dag.yaml", """
            inputs: {q: {type: int}}
            outputs: {r: {reference: "${n.output}"}}
            environment_variables: {PF_LINE_TIMEOUT_SEC: 1, PF_WORKER_COUNT: 1}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}}
            """);
        bench.Folder.Write("flow/n.py", "import time\nfrom promptflow.core import tool\n@tool\ndef n(q):\n    time.sleep(60 if q == 1 else 0)\n    return q");
        bench.Folder.Write("data.csv", "q\n0\n1\n2\n");

        var run = await Runner(bench).RunAsync(new RunDefinition { Flow = bench.Folder.At("flow"), Data = bench.Folder.At("data.csv") }, null, Stop);

        Assert.Equal((2, 1), (run.CompletedLines, run.FailedLines));
        Assert.Contains("Line 1 execution timeout for exceeding 1 seconds", File.ReadAllText(new RunFolder(run.Folder).Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_flow_runs_from_its_folder()
    {
        using var bench = await RunBench.OpenAsync();
        WriteFlow(bench);
        bench.Folder.Write("data.csv", "q,times\none,1\ntwo,2\nthree,many\n");
        var definition = new RunDefinition
        {
            Flow = bench.Folder.At("flow"),
            Data = bench.Folder.At("data.csv"),
            ColumnMapping = new ColumnMapping([new("question", "${data.q}"), new("times", "${data.times}")]),
        };

        var run = await Runner(bench).RunAsync(definition, null, Stop);

        Assert.Equal((RunState.Completed, 2, 1), (run.State, run.CompletedLines, run.FailedLines));
        Assert.Equal(["""{"line_number":0,"answer":null}""", """{"line_number":1,"answer":"<<<two>>>"}"""], File.ReadLines(new RunFolder(run.Folder).FlowOutputs));
        Assert.Contains("in line 2 of input data", File.ReadAllText(new RunFolder(run.Folder).Error), StringComparison.Ordinal);
        Assert.Equal(1L, run.SystemMetrics["__pf__.nodes.second.bypassed"]);
        Assert.Equal("""{"question":"two","times":2,"line_number":1}""", File.ReadLines(new RunFolder(run.Folder).Inputs).ElementAt(1));
    }

    [Fact]
    public async Task A_column_that_a_default_hides_is_warned_of()
    {
        using var bench = await RunBench.OpenAsync();
        WriteFlow(bench);
        bench.Folder.Write("questions.jsonl", """{"question": "a", "times": 1}""");

        var run = await Runner(bench).RunAsync(bench.Definition(), null, Stop);

        Assert.Contains("<<<a>>>", File.ReadAllText(new RunFolder(run.Folder).Outputs), StringComparison.Ordinal);
        Assert.Contains("input 'times' has a default", Assert.Single(run.Warnings, w => w.Contains("default", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("--column-mapping times='${data.times}'", File.ReadAllText(new RunFolder(run.Folder).Log), StringComparison.Ordinal);
    }

    private sealed class NoConnections : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);
    }

    private sealed class NoModels : IModelProviders
    {
        public IModelProvider For(Connection connection) => throw new InvalidOperationException();
    }
}

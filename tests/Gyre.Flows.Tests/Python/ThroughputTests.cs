using System.Diagnostics;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Python;

public sealed class ThroughputTests
{
    [Theory]
    [InlineData("{name: other, type: prompt, source: {type: code, path: t.jinja2}}", 3)]
    [InlineData("{name: other, type: llm, connection: c, api: chat, source: {type: code, path: t.jinja2}, inputs: {model: m}}", 24)]
    public async Task As_many_lines_run_at_once_as_there_are_workers_and_more_where_models_are_waited_for(string other, int lines)
    {
        await using var flow = PythonFlow.Script(
            "from promptflow.core import tool\n@tool\ndef n():\n    return 1", options: new PythonOptions { WorkerCount = 3 });
        var opened = await flow.OpenAsync();
        Assert.Equal(3, opened.MaximumLines);

        var mixed = Path.Combine(flow.Folder, "mixed.dag.yaml");
        await File.WriteAllTextAsync(mixed, $"nodes:\n- {{name: n, type: python, source: {{type: code, path: n.py}}}}\n- {other}\n", TestContext.Current.CancellationToken);
        Assert.Equal(lines, flow.Runtime.MaximumLines(DagReader.Read(mixed)));
    }

    [Fact]
    public async Task A_thousand_lines_of_an_echo_are_quick()
    {
        await using var flow = PythonFlow.Script(
            "from promptflow.core import tool\n@tool\ndef n(x: str):\n    return x", "{x: {type: string}}", "{x: \"${inputs.x}\"}", new PythonOptions { WorkerCount = 4 });
        var lines = int.Parse(Environment.GetEnvironmentVariable("GYRE_ECHO_LINES") ?? "1000", System.Globalization.CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var opened = await flow.OpenAsync();
        var loaded = watch.Elapsed;
        await opened.ExecuteLineAsync(new LineRequest(new PythonDict { { "x", "first" } }, "run", 0), TestContext.Current.CancellationToken);
        var first = watch.Elapsed;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, lines),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (i, token) => Assert.Equal(RunStatus.Completed, (await opened.ExecuteLineAsync(new LineRequest(new PythonDict { { "x", $"line {i}" } }, "run", i), token)).Line.Status));

        TestContext.Current.TestOutputHelper!.WriteLine($"loaded {loaded.TotalMilliseconds:0} ms, first line {first.TotalMilliseconds:0} ms, {lines} lines {(watch.Elapsed - first).TotalMilliseconds:0} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{lines} lines took {watch.Elapsed}.");
    }
}

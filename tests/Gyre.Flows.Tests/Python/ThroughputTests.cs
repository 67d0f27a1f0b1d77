using System.Diagnostics;
using Gyre.Flows.Execution;
using Gyre.Flows.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Python;

public sealed class ThroughputTests
{
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

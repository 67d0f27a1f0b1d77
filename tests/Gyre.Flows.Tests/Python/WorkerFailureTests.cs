using System.Diagnostics;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Python;

public sealed class WorkerFailureTests
{
    private const string Deeds =
        """
        import ctypes, os, signal, sys, time
        from promptflow.core import tool
        @tool
        def n(deed: str):
            if deed == "exit": os._exit(3)
            if deed == "segfault": ctypes.string_at(0)
            if deed == "sysexit": sys.exit("bye")
            if deed == "interrupt": raise KeyboardInterrupt()
            if deed == "kill": os.kill(os.getpid(), signal.SIGKILL)
            if deed == "hang": time.sleep(600)
            if deed == "recursion": return n(deed)
            if deed == "flood":
                for i in range(100_000): print("flood", i)
            if deed == "raw":
                os.write(1, b"noise\n" * 100); os.write(2, b"noise\n"); os.system("echo noise")
            return "fine"
        """;

    [Theory]
    [InlineData("exit")]
    [InlineData("segfault")]
    [InlineData("sysexit")]
    [InlineData("interrupt")]
    [InlineData("kill")]
    public async Task A_worker_that_dies_costs_its_line_only(string deed)
    {
        await using var flow = Flow();

        var failed = await flow.RunAsync(Deed(deed), 7);

        Assert.Equal(("ProcessCrashError", "Process crashed while executing line 7."), (failed.Line.Error!.Code, failed.Line.Error.Message));
        Assert.Equal("fine", await flow.OutputAsync(Deed("nothing")));
    }

    [Fact]
    public async Task A_hanging_line_is_stopped_by_its_timeout_and_its_worker_replaced()
    {
        await using var flow = Flow();
        Assert.Equal("fine", await flow.OutputAsync(Deed("nothing")));
        var before = flow.Runtime.ProcessIds.Single();

        var failed = await flow.RunAsync(Deed("hang"), 2, timeout: 0.3);

        Assert.Equal("LineExecutionTimeoutError", failed.Line.Error!.Code);
        Assert.Equal("fine", await flow.OutputAsync(Deed("nothing")));
        Assert.DoesNotContain(before, flow.Runtime.ProcessIds);
    }

    [Fact]
    public async Task The_start_of_another_worker_and_its_imports_are_not_in_the_line_s_time()
    {
        await using var flow = PythonFlow.Script(
            "import os, time\nfrom promptflow.core import tool\ntime.sleep(1)\n@tool\ndef n(deed: str):\n    if deed == 'exit': os._exit(1)\n    return 'fine'",
            "{deed: {type: string}}", "{deed: \"${inputs.deed}\"}", new PythonOptions { WorkerCount = 1 });
        Assert.Equal("ProcessCrashError", (await flow.RunAsync(Deed("exit"))).Line.Error!.Code);

        var next = await flow.RunAsync(Deed("nothing"), 1, timeout: 0.5);

        Assert.True(next.Line.Status == RunStatus.Completed, next.Line.Error?.Message);
    }

    [Fact]
    public async Task Endless_recursion_is_an_ordinary_error()
    {
        await using var flow = Flow();

        Assert.Equal(("ToolExecutionError", "RecursionError"), ((await flow.RunAsync(Deed("recursion"))).Line.Error! is { } e) ? (e.Code, e.Inner) : default);
    }

    [Fact]
    public async Task A_flood_of_output_is_cut_with_a_note()
    {
        await using var flow = Flow();

        var output = Assert.Single((await flow.RunAsync(Deed("flood"))).Nodes).StandardOutput;

        Assert.InRange(output.Length, 500_000, 1_100_000);
        Assert.EndsWith("the rest is cut)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_bypasses_print_does_not_disturb_the_talk()
    {
        await using var flow = Flow();

        Assert.Equal("fine", await flow.OutputAsync(Deed("raw")));
    }

    [Fact]
    public async Task Workers_end_with_their_runtime()
    {
        int id;
        await using (var flow = Flow())
        {
            await flow.OutputAsync(Deed("nothing"));
            id = flow.Runtime.ProcessIds.Single();
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task Lines_that_crash_among_others_that_run_leave_those_alone()
    {
        await using var flow = Flow(workers: 3);
        await flow.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => flow.RunAsync(Deed(i % 8 == 3 ? "exit" : "nothing"), i)));

        Assert.All(results, r => Assert.Equal(r.Line.Index % 8 == 3 ? RunStatus.Failed : RunStatus.Completed, r.Line.Status));
    }

    private static PythonDict Deed(string deed) => new() { { "deed", deed } };

    private static PythonFlow Flow(int workers = 1) =>
        PythonFlow.Script(Deeds, "{deed: {type: string}}", "{deed: \"${inputs.deed}\"}", new PythonOptions { WorkerCount = workers });
}

using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Runs;

[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public async Task A_hundred_thousand_lines_keep_no_more_memory_than_a_thousand()
    {
        using var bench = await RunBench.OpenAsync();

        var small = await HeapNearTheEndAsync(bench, 1_000);
        var large = await HeapNearTheEndAsync(bench, 100_000);

        // Kept results would be some 100 MB.
        Assert.InRange(large - small, long.MinValue, 16_000_000);
    }

    private static async Task<long> HeapNearTheEndAsync(RunBench bench, int lines)
    {
        bench.Questions(lines);
        var padding = new string('x', 300);
        var heap = 0L;
        var flow = new FakeFlow((inputs, line, _) =>
        {
            if (line == lines - 1)
            {
                heap = GC.GetTotalMemory(forceFullCollection: true);
            }

            return Task.FromResult(new PythonDict { ["answer"] = inputs["question"] + padding });
        });
        var run = await bench.RunAsync(flow);
        Assert.Equal((RunState.Completed, lines), (run.State, run.CompletedLines));
        await bench.Store.DeleteAsync(run.Name, TestContext.Current.CancellationToken);
        return heap;
    }
}

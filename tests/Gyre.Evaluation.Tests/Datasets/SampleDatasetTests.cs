using Gyre.Evaluation.Datasets;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class SampleDatasetTests : IDisposable
{
    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    private Task<VersionAdded> SampleAsync(int count, int seed = 1, string? stratify = null) =>
        new SampleDataset("d", count, "s") { Seed = seed, Stratify = stratify }.RunAsync(bench.Store, Stop);

    [Fact]
    public async Task It_has_as_many_rows_as_asked_each_once_in_their_order()
    {
        await bench.AddAsync("d", Enumerable.Range(0, 1_000).Select(i => $$"""{"n": {{i}}}"""));

        await SampleAsync(100);

        var numbers = (await bench.ColumnAsync("s", "n")).Cast<long>().ToList();
        Assert.Equal(100, numbers.Count);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_and_every_row_has_the_same_chance()
    {
        await bench.AddAsync("d", Enumerable.Range(0, 20).Select(i => $$"""{"n": {{i}}}"""));
        await SampleAsync(5, seed: 7);
        Assert.False((await SampleAsync(5, seed: 7)).IsNew);

        var drawn = new int[20];
        for (var seed = 0; seed < 120; seed++)
        {
            var version = (await SampleAsync(5, seed)).Pinned;
            foreach (var n in await bench.ColumnAsync(version.Reference, "n"))
            {
                drawn[(long)n!]++;
            }
        }

        // 30 are expected, 4.7 is one standard deviation.
        Assert.All(drawn, times => Assert.InRange(times, 10, 50));
    }

    [Fact]
    public async Task Strata_keep_their_shares_to_a_row()
    {
        await bench.AddAsync("d", Enumerable.Range(0, 100).Select(i => $$"""{"n": {{i}}, "t": "{{(i < 70 ? "a" : i < 95 ? "b" : "c")}}"}"""));

        await SampleAsync(50, stratify: "t");

        Assert.Equal([("a", 35), ("b", 13), ("c", 2)], (await bench.ColumnAsync("s", "t")).GroupBy(t => (string)t!).Select(g => (g.Key, g.Count())));
    }

    [Fact]
    public async Task More_rows_than_there_are_cannot_be_drawn()
    {
        await bench.AddAsync("d", """{"n": 1}""");

        Assert.Contains("d@1 has 1 rows, which is fewer than 2.", (await Assert.ThrowsAsync<ProblemException>(() => SampleAsync(2))).Message, StringComparison.Ordinal);
    }
}

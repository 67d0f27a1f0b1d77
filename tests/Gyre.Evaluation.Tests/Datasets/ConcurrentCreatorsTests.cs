using System.Globalization;
using Gyre.Evaluation.Datasets;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class ConcurrentCreatorsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_many_creators_of_one_name_gets_a_version_and_none_is_lost()
    {
        using var bench = new DatasetBench();

        var added = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => CreateAsync(bench, i, $$"""{"n": {{i}}}"""), Stop)));

        Assert.Equal(Enumerable.Range(1, 24), added.Select(a => a.Pinned.Version.Number).Order());
        var versions = DatasetBench.StoreIn(bench.Folder.Path).Get("shared").Versions;
        Assert.Equal(added.Select(a => a.Pinned.Version.Sha256).Order(StringComparer.Ordinal), versions.Select(v => v.Sha256).Order(StringComparer.Ordinal));
        foreach (var (i, one) in added.Index())
        {
            Assert.Equal([$$"""{"n":{{i}}}"""], await bench.RowsAsync(one.Pinned.Reference));
        }
    }

    [Fact]
    public async Task Many_creators_of_the_same_rows_get_one_version()
    {
        using var bench = new DatasetBench();

        var added = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => CreateAsync(bench, i, """{"n": 0}"""), Stop)));

        Assert.All(added, a => Assert.Equal("shared@1", a.Pinned.Reference));
        Assert.Single(added, a => a.IsNew);
        Assert.Single(Directory.EnumerateFiles(bench.Folder.At(".gyre", "dataset-rows"), "*.jsonl"));
        Assert.Empty(Directory.EnumerateFiles(bench.Folder.At(".gyre", "dataset-rows"), "*.new"));
    }

    [Fact]
    public async Task What_a_creator_still_writes_is_not_swept_away_by_another()
    {
        using var bench = new DatasetBench();
        using var slow = await bench.Store.Rows.BeginAsync(Stop);
        slow.Add(new Gyre.Flows.Values.PythonDict { ["n"] = 1L });

        await bench.AddAsync("fast", """{"n": 2}""");
        slow.Finish();
        await bench.Store.CommitAsync("slow", slow, new DatasetOrigin(), new DatasetSettings(), Stop);

        Assert.Equal(["""{"n":1}"""], await bench.RowsAsync("slow"));
    }

    // Each with a store of its own, as processes have.
    private static Task<VersionAdded> CreateAsync(DatasetBench bench, int i, string row) =>
        new AddVersion("shared", bench.Folder.Write($"in/{i.ToString(CultureInfo.InvariantCulture)}.jsonl", row)).RunAsync(DatasetBench.StoreIn(bench.Folder.Path), null, Stop);
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class DatasetDiffTests : IDisposable
{
    private readonly DatasetBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task By_key_the_cells_that_changed_are_told()
    {
        await bench.AddAsync("d", """{"id": 1, "q": "old", "n": 1}""", """{"id": 2, "q": "same"}""", """{"id": 3, "q": "gone"}""");
        await bench.AddAsync("d", """{"q": "same", "id": 2}""", """{"id": 4, "q": "new"}""", """{"id": 1, "q": "new", "n": 1, "extra": null}""");

        var diff = await bench.DiffAsync("d@1", "d@2", "id");

        Assert.Equal((1L, 1L, 1L, 1L), (diff.Same, diff.Added, diff.Removed, diff.Changed));
        Assert.Equal(4L, Assert.Single(diff.AddedRows)["id"]);
        Assert.Equal(3L, Assert.Single(diff.RemovedRows)["id"]);
        var changed = Assert.Single(diff.ChangedRows);
        Assert.Equal(1L, changed.Key);
        Assert.Equal([("q", "old", "new", true), ("extra", null, null, false)], changed.Cells.Select(c => (c.Column, c.Before as string, c.After as string, c.WasThere)));
        Assert.Equal(["extra"], diff.AddedColumns);
    }

    [Fact]
    public async Task Without_a_key_rows_are_counted_by_their_content()
    {
        await bench.AddAsync("d", """{"q": "a"}""", """{"q": "a"}""", """{"q": "b"}""");
        await bench.AddAsync("d", """{"q": "c"}""", """{"q": "a"}""");

        var diff = await bench.DiffAsync("d@1", "d@2");

        Assert.Equal((1L, 1L, 2L), (diff.Same, diff.Added, diff.Removed));
        Assert.Equal(["a", "b"], diff.RemovedRows.Select(r => r["q"]));
    }

    [Fact]
    public async Task Of_rows_alike_the_last_ones_came_or_went_whichever_way_one_looks()
    {
        await bench.AddAsync("d", """{"q": "a"}""");
        await bench.AddAsync("d", """{"q": "a"}""", """{"q": "b"}""", """{"q": "a"}""");
        var (one, three) = (await bench.PinAsync("d@1"), await bench.PinAsync("d@2"));

        var there = DatasetDiff.Compare(one, three, null, 1, TestContext.Current.CancellationToken);
        var back = DatasetDiff.Compare(three, one, null, 1, TestContext.Current.CancellationToken);

        Assert.Equal("b", Assert.Single(there.AddedRows)["q"]);
        Assert.Equal("b", Assert.Single(back.RemovedRows)["q"]);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(0, "q")]
    [InlineData(-1, "q")]
    public async Task None_are_shown_where_none_are_wanted(int most, string? key)
    {
        await bench.AddAsync("d", """{"q": "a"}""", """{"q": "b"}""");
        await bench.AddAsync("d", """{"q": "c"}""");

        var diff = DatasetDiff.Compare(await bench.PinAsync("d@1"), await bench.PinAsync("d@2"), key, most, TestContext.Current.CancellationToken);

        Assert.Equal((1L, 2L), (diff.Added, diff.Removed));
        Assert.Empty(diff.AddedRows);
        Assert.Empty(diff.RemovedRows);
    }

    [Fact]
    public async Task A_key_that_names_two_rows_or_none_is_told_with_the_row()
    {
        await bench.AddAsync("d", """{"id": 1}""", """{"id": 1, "q": 2}""");
        await bench.AddAsync("d", """{"id": 1}""", """{"idd": 2}""");

        Assert.Contains("Row 2 of d@1 is not the only one with 'id' 1", (await Assert.ThrowsAsync<ProblemException>(() => bench.DiffAsync("d@1", "d@2", "id"))).Message, StringComparison.Ordinal);
        Assert.Contains("Row 2 of d@2 has no 'id'", (await Assert.ThrowsAsync<ProblemException>(() => bench.DiffAsync("d@2", "d@1", "id"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_differs_in_nothing_from_itself_and_both_ways_tell_the_same() =>
        Prop.ForAll(AnyRows.Lists, AnyRows.Lists, (first, second) => HoldsAsync(first, second).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private async Task<bool> HoldsAsync(string[] first, string[] second)
    {
        var name = "d" + Guid.NewGuid().ToString("n");
        await bench.AddAsync(name + "a", first);
        await bench.AddAsync(name + "b", second);
        var (there, back, self) = (await bench.DiffAsync(name + "a", name + "b"), await bench.DiffAsync(name + "b", name + "a"), await bench.DiffAsync(name + "a", name + "a"));
        return self.IsEmpty && self.Same == first.Length
            && (there.Same, there.Added, there.Removed) == (back.Same, back.Removed, back.Added)
            && there.Same + there.Removed == first.Length && there.Same + there.Added == second.Length
            && Sorted(there.AddedRows).SequenceEqual(Sorted(back.RemovedRows));
    }

    private static IEnumerable<string> Sorted(IEnumerable<PythonDict> rows) => rows.Select(r => PythonJson.Write(r)).Order(StringComparer.Ordinal);
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class SplitDatasetTests : IDisposable
{
    private static readonly (string, double)[] Parts = [("train", 80), ("test", 20)];

    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    private Task<IReadOnlyList<VersionAdded>> SplitAsync(string reference, int seed = 1, string? group = null, string? stratify = null) =>
        new SplitDataset(reference, Parts) { Seed = seed, Group = group, Stratify = stratify }.RunAsync(bench.Store, Stop);

    private static IEnumerable<string> Numbered(int count, int from = 0) => Enumerable.Range(from, count).Select(i => $$"""{"n": {{i}}, "topic": "t{{i % 7}}", "chat": "c{{i / 5}}"}""");

    [Fact]
    public async Task The_shares_are_about_as_asked_and_the_parts_say_where_they_came_from()
    {
        await bench.AddAsync("d", Numbered(5_000));

        var parts = await SplitAsync("d");

        // 28 rows is one standard deviation.
        Assert.InRange(parts[0].Pinned.Version.Rows, 4_000 - 140, 4_000 + 140);
        Assert.Equal(("d@1", "split 80/20, seed 1, part 2"), (parts[1].Pinned.Version.Origin.Of, parts[1].Pinned.Version.Origin.How));
    }

    [Fact]
    public async Task Rows_added_later_and_another_order_move_no_old_row()
    {
        await bench.AddAsync("d", Numbered(500));
        await SplitAsync("d@1");
        var before = (await bench.ColumnAsync("test@1", "n")).ToHashSet();

        await bench.AddAsync("d", Numbered(900).Reverse());
        await SplitAsync("d@2");

        Assert.Equal(before, (await bench.ColumnAsync("test@2", "n")).Where(n => (long)n! < 500).ToHashSet());
    }

    [Fact]
    public async Task With_a_key_a_corrected_row_stays_in_its_part()
    {
        await bench.AddAsync(new AddVersion("d", bench.Folder.Write("k.jsonl", string.Join('\n', Numbered(300)))) { Key = "n" });
        await SplitAsync("d@1");
        await bench.AddAsync("d", Numbered(300).Select(r => r.Replace("topic", "subject", StringComparison.Ordinal)));
        await SplitAsync("d@2");

        Assert.Equal(await bench.ColumnAsync("test@1", "n"), await bench.ColumnAsync("test@2", "n"));
    }

    [Fact]
    public async Task Another_seed_parts_otherwise()
    {
        await bench.AddAsync("d", Numbered(300));
        await SplitAsync("d", seed: 1);
        await SplitAsync("d", seed: 2);

        Assert.NotEqual(await bench.ColumnAsync("test@1", "n"), await bench.ColumnAsync("test@2", "n"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("topic")]
    public async Task A_group_is_never_in_two_parts(string? stratify)
    {
        await bench.AddAsync("d", Numbered(1_000));

        await SplitAsync("d", group: "chat", stratify: stratify);

        var train = (await bench.ColumnAsync("train", "chat")).ToHashSet();
        Assert.DoesNotContain(await bench.ColumnAsync("test", "chat"), train.Contains);
    }

    [Fact]
    public async Task Strata_have_their_shares_to_a_row_and_single_rows_do_not_all_go_to_one_part()
    {
        await bench.AddAsync("d", Numbered(700).Concat(Enumerable.Range(0, 200).Select(i => $$"""{"n": {{1_000 + i}}, "topic": "single {{i}}"}""")));

        await SplitAsync("d", stratify: "topic");

        var test = await bench.ColumnAsync("test", "topic");
        Assert.All(Enumerable.Range(0, 7), t => Assert.InRange(test.Count(x => x is string s && s == $"t{t}"), 19, 21));
        Assert.InRange(test.Count(x => ((string)x!).StartsWith("single", StringComparison.Ordinal)), 40 - 30, 40 + 30);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told_with_the_nearest_and_nothing_is_made()
    {
        await bench.AddAsync("d", Numbered(10));

        var e = await Assert.ThrowsAsync<ProblemException>(() => SplitAsync("d", group: "caht"));

        Assert.Contains("Did you mean 'chat'?", e.Message, StringComparison.Ordinal);
        Assert.Equal("dataset-column", (await Assert.ThrowsAsync<ProblemException>(() => SplitAsync("d", stratify: "tpic"))).Problem.Code);
        Assert.Equal(["d"], bench.Store.List().Select(d => d.Name));
    }

    [Fact]
    public async Task A_part_without_a_row_is_refused()
    {
        await bench.AddAsync("d", """{"n": 1}""");

        Assert.Equal("dataset-part-empty", (await Assert.ThrowsAsync<ProblemException>(() => SplitAsync("d"))).Problem.Code);
        Assert.Equal(["d"], bench.Store.List().Select(d => d.Name));
    }

    [Fact]
    public void The_parts_hold_every_row_once_and_the_same_whatever_the_order() =>
        Prop.ForAll(AnyRows.Lists, Gen.Choose(0, 1_000).ToArbitrary(), (rows, seed) => HoldsAsync(rows, seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private async Task<bool> HoldsAsync(string[] rows, int seed)
    {
        var name = "d" + Guid.NewGuid().ToString("n");
        await bench.AddAsync(name, rows);
        await bench.AddAsync(name + "r", rows.Reverse());
        foreach (var stratify in (string?[])[null, "text"])
        {
            var (forth, back) = (await PartsAsync(name, seed, stratify), await PartsAsync(name + "r", seed, stratify));
            if (forth is null || back is null)
            {
                return forth is null && back is null;
            }

            if (!forth.SelectMany(p => p).Order(StringComparer.Ordinal).SequenceEqual(rows.Select(r => PythonJson.Write(PythonJson.Parse(r))).Order(StringComparer.Ordinal))
                || !forth.Zip(back).All(p => p.First.Order(StringComparer.Ordinal).SequenceEqual(p.Second.Order(StringComparer.Ordinal))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null where a part would be empty.</summary>
    private async Task<List<string[]>?> PartsAsync(string name, int seed, string? stratify)
    {
        try
        {
            var parts = await new SplitDataset(name, [(name + "x", 1), (name + "y", 1)]) { Seed = seed, Stratify = stratify }.RunAsync(bench.Store, Stop);
            return [await bench.RowsAsync(parts[0].Pinned.Reference), await bench.RowsAsync(parts[1].Pinned.Reference)];
        }
        catch (ProblemException e) when (e.Problem.Code == "dataset-part-empty")
        {
            return null;
        }
    }
}

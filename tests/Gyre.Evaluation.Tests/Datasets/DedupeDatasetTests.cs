using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Datasets.Duplicates;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class DedupeDatasetTests : IDisposable
{
    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    private Task<DedupeResult> DedupeAsync(string reference, Likeness likeness, double threshold = 0.8, params string[] columns) =>
        new DedupeDataset(reference, likeness) { Threshold = threshold, Columns = columns }.RunAsync(bench.Store, Stop);

    [Fact]
    public async Task Exact_repetitions_go_whatever_the_order_of_their_columns()
    {
        await bench.AddAsync("d", """{"q": "a", "n": 1}""", """{"q": "b", "n": 1}""", """{"n": 1, "q": "a"}""", """{"n": 1.0, "q": "a"}""");

        var result = await DedupeAsync("d", Likeness.Exact);

        Assert.Equal([(3, 1)], result.Dropped.Select(d => (d.Row, d.Repeats)));
        Assert.Equal(("d@2", 3L), (result.Added.Pinned.Reference, result.Added.Pinned.Version.Rows));
        Assert.Equal(("d@1", "dedupe exact"), (result.Added.Pinned.Version.Origin.Of, result.Added.Pinned.Version.Origin.How));
    }

    [Fact]
    public async Task Rows_that_somebody_adds_while_it_looks_are_not_taken_away()
    {
        await bench.AddAsync("d", """{"q": "a"}""", """{"q": "a"}""");
        using var left = await DerivedRows.BeginAsync(bench.Store, await bench.Store.PinAsync("d", Stop), "d", Stop);
        using var aside = await DerivedRows.BeginAsync(bench.Store, await bench.Store.PinAsync("d", Stop), "other", Stop);
        await new AppendRows("d", [new PythonDict { ["q"] = "b" }], "").RunAsync(bench.Store, Stop);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => bench.Store.CommitAsync([left.Finish("dedupe")], Stop));

        Assert.Equal(("dataset-changed", 2), (problem.Problem.Code, bench.Store.Get("d").Latest!.Number));
        await bench.Store.CommitAsync([aside.Finish("dedupe")], Stop);
    }

    [Fact]
    public async Task The_key_is_not_compared()
    {
        await bench.AddAsync(new AddVersion("d", bench.Folder.Write("k.jsonl", "{\"id\": 1, \"q\": \"a\"}\n{\"id\": 2, \"q\": \"a\"}\n")) { Key = "id" });

        Assert.Equal(2, Assert.Single((await DedupeAsync("d", Likeness.Exact)).Dropped).Row);
    }

    [Fact]
    public async Task Case_punctuation_and_blanks_do_not_count_when_normalized()
    {
        await bench.AddAsync("d", """{"q": "Where is my card?"}""", """{"q": "where  is my CARD"}""", """{"q": "where is my car"}""", """{"q": "ｗhere is my ﬁle"}""", """{"q": "where is my file"}""");

        Assert.Equal([(2, 1), (5, 4)], (await DedupeAsync("d", Likeness.Normalized)).Dropped.Select(d => (d.Row, d.Repeats)));
    }

    [Theory]
    [InlineData(Likeness.Exact)]
    [InlineData(Likeness.Normalized)]
    [InlineData(Likeness.Near)]
    public async Task Rows_that_have_nothing_in_the_columns_compared_repeat_none(Likeness likeness)
    {
        await bench.AddAsync("d", """{"q": "a", "n": 1}""", """{"n": 2}""", """{"q": null, "n": 3}""", """{"q": "", "n": 4}""", """{"q": "  ", "n": 5}""", """{"q": "a", "n": 6}""");

        Assert.Equal([(6, 1)], (await DedupeAsync("d", likeness, 0.8, "q")).Dropped.Select(d => (d.Row, d.Repeats)));
    }

    [Theory]
    [InlineData("It is 5 degrees", "It is -5 degrees")]
    [InlineData("5", "-5")]
    [InlineData("0.5", "-.5")]
    [InlineData("costs $5", "costs -$5")]
    [InlineData("C", "C#")]
    [InlineData("up 5%", "up 5")]
    [InlineData("?", "!")]
    public async Task What_punctuation_changes_the_meaning_of_is_not_the_same(string first, string second)
    {
        await bench.AddAsync("d", $$"""{"q": "{{first}}"}""", $$"""{"q": "{{second}}"}""");

        Assert.Empty((await DedupeAsync("d", Likeness.Normalized)).Dropped);
    }

    [Theory]
    [InlineData("covid-19", "Covid 19")]
    [InlineData("1990-2000", "1990 2000")]
    [InlineData("- 5 apples", "5 apples")]
    [InlineData("it is −5", "It is -5.")]
    [InlineData("?", " ? ")]
    public async Task What_punctuation_does_not_change_is_the_same(string first, string second)
    {
        await bench.AddAsync("d", $$"""{"q": "{{first}}"}""", $$"""{"q": "{{second}}"}""");

        Assert.Equal(2, Assert.Single((await DedupeAsync("d", Likeness.Normalized)).Dropped).Row);
    }

    [Fact]
    public async Task Words_of_another_column_are_not_the_same()
    {
        await bench.AddAsync("d", """{"a": "one two", "b": "three"}""", """{"a": "one", "b": "two three"}""", """{"b": "one two", "a": "three"}""");

        Assert.Empty((await DedupeAsync("d", Likeness.Normalized)).Dropped);
    }

    [Fact]
    public async Task Rows_that_were_left_out_are_read_again_from_the_version_they_were_in()
    {
        await bench.AddAsync("d", """{"n": 1, "q": "é"}""", """{"n": 2, "q": "b"}""", """{"n": 3, "q": "b"}""", """{"n": 4, "q": "é"}""");

        var result = await DedupeAsync("d", Likeness.Exact, 0.8, "q");

        Assert.Equal([(3, 2, 3L), (4, 1, 4L)], result.Rows().Select(r => (r.Dropped.Row, r.Dropped.Repeats, (long)r.Row["n"]!)));
    }

    [Fact]
    public async Task A_dataset_that_is_there_takes_only_rows_that_conform_to_its_schema()
    {
        await bench.AddAsync(new AddVersion("clean", bench.Folder.Write("c.jsonl", """{"q": "a"}""")) { Schema = bench.Folder.Write("s.json", """{"properties": {"q": {"type": "string"}}}""") });
        await bench.AddAsync("d", """{"q": 1}""", """{"q": 1}""");

        var e = await Assert.ThrowsAsync<ProblemException>(() => new DedupeDataset("d", Likeness.Exact) { Into = "clean" }.RunAsync(bench.Store, Stop));

        Assert.Equal("d@1:1: 'clean' does not take this row: 'q' is a number, not string.", e.Problem.ToString());
        Assert.Single(bench.Store.Get("clean").Versions);
    }

    [Fact]
    public async Task Near_repetitions_go_and_are_told_with_how_alike_they_are()
    {
        await bench.AddAsync(
            "d",
            """{"n": 1, "q": "How long does it take until my new card arrives in the mail?"}""",
            """{"n": 2, "q": "How do I change my PIN at a machine?"}""",
            """{"n": 3, "q": "how long does it take until my new card arrive in the mail"}""");

        var result = await DedupeAsync("d", Likeness.Near, 0.8, "q");

        var dropped = Assert.Single(result.Dropped);
        Assert.Equal((3, 1), (dropped.Row, dropped.Repeats));
        Assert.InRange(dropped.Similarity, 0.8, 0.99);
    }

    [Fact]
    public async Task Without_a_repetition_no_version_is_made()
    {
        await bench.AddAsync("d", """{"q": "a"}""", """{"q": "b"}""");

        var result = await DedupeAsync("d", Likeness.Near);

        Assert.Equal(("d@1", false), (result.Added.Pinned.Reference, result.Added.IsNew));
        Assert.Single(bench.Store.Get("d").Versions);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told()
    {
        await bench.AddAsync("d", """{"question": "a"}""");

        Assert.Contains("Did you mean 'question'?", (await Assert.ThrowsAsync<ProblemException>(() => DedupeAsync("d", Likeness.Exact, 0.8, "qeustion"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Twice_is_as_once_for_every_likeness() =>
        Prop.ForAll(AnyRows.Lists, Gen.Elements(Likeness.Exact, Likeness.Normalized, Likeness.Near).ToArbitrary(), (rows, likeness) => HoldsAsync(rows, likeness).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public async Task Among_real_questions_exactly_those_pairs_are_found_that_a_comparison_of_all_with_all_finds()
    {
        var file = RepositoryFiles.SharedData("banking77", "train.csv");
        Assert.SkipUnless(file is not null, "The shared data is not here.");
        await bench.AddAsync(new AddVersion("banking", file));
        var head = (await bench.RowsAsync("banking")).Take(2_000).ToArray();
        await bench.AddAsync("head", head);

        foreach (var threshold in (double[])[0.5, 0.7])
        {
            var found = (await DedupeAsync("head@1", Likeness.Near, threshold, "text")).Dropped.Select(d => d.Row);

            Assert.Equal(Greedy(head, threshold), found);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void A_signature_misses_a_pair_at_the_threshold_one_time_in_a_million_at_most(double threshold)
    {
        var width = NearIndex.WidthOf(threshold);

        Assert.InRange(Math.Pow(1 - Math.Pow(threshold, width), 128 / width), 0, 1e-6);
    }

    [Fact]
    public void Sets_of_random_runs_that_share_as_much_as_the_threshold_are_found()
    {
        var random = new SeededRandom(3);
        var index = new NearIndex(0.8);
        var sets = Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 90).Select(_ => random.Next()).Order().ToArray()).ToList();
        foreach (var set in sets)
        {
            index.Candidates(set);
            index.AddLast();
        }

        // 80 of 100 are common.
        Assert.All(sets.Index(), s => Assert.Contains(s.Index, index.Candidates([.. s.Item.Take(80).Concat(Enumerable.Range(0, 10).Select(_ => random.Next())).Order()])));
    }

    private async Task<bool> HoldsAsync(string[] rows, Likeness likeness)
    {
        var name = "d" + Guid.NewGuid().ToString("n");
        await bench.AddAsync(name, rows);
        var once = await DedupeAsync(name, likeness);
        var twice = await DedupeAsync(once.Added.Pinned.Reference, likeness);
        return twice.Dropped.Count == 0 && once.Added.Pinned.Version.Rows + once.Dropped.Count == rows.Length && once.Dropped.All(d => d.Repeats < d.Row);
    }

    private static List<int> Greedy(string[] rows, double threshold)
    {
        var (kept, dropped) = (new List<ulong[]>(), new List<int>());
        foreach (var (i, row) in rows.Index())
        {
            var shingles = Shingles.Of(Shingles.Normalized((string)((PythonDict)PythonJson.Parse(row)!)["text"]! + "\n"));
            if (kept.Exists(k => Shingles.Similarity(k, shingles) >= threshold))
            {
                dropped.Add(i + 1);
            }
            else
            {
                kept.Add(shingles);
            }
        }

        return dropped;
    }
}

using System.Security.Cryptography;
using Gyre.Evaluation.Datasets;
using Gyre.Flows;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_file_becomes_version_one_and_other_rows_version_two()
    {
        var first = await bench.AddAsync("support", """{"q": "a"}""");
        var second = await bench.AddAsync("support", """{"q": "a"}""", """{"q": "b"}""");

        Assert.Equal(("support@1", 1L, true), (first.Pinned.Reference, first.Pinned.Version.Rows, first.IsNew));
        Assert.Equal(("support@2", 2L, true), (second.Pinned.Reference, second.Pinned.Version.Rows, second.IsNew));
        Assert.Equal("support@2", (await bench.PinAsync("support")).Reference);
        Assert.Equal(["""{"q":"a"}"""], await bench.RowsAsync("support@1"));
    }

    [Fact]
    public async Task The_same_rows_again_are_the_same_version_however_they_are_written()
    {
        await bench.AddAsync("support", """{"q": "é", "n": 1}""");

        var again = await bench.AddAsync("support", "", """  {"q":"\u00e9",   "n":1}""");

        Assert.Equal(("support@1", false), (again.Pinned.Reference, again.IsNew));
    }

    [Fact]
    public async Task Going_back_to_old_rows_is_a_version_of_its_own_that_shares_them()
    {
        await bench.AddAsync("support", """{"q": 1}""");
        await bench.AddAsync("support", """{"q": 2}""");

        var back = await bench.AddAsync("support", """{"q": 1}""");

        Assert.Equal("support@3", back.Pinned.Reference);
        Assert.Equal((await bench.PinAsync("support@1")).File, back.Pinned.File);
    }

    [Fact]
    public async Task The_hash_is_that_of_the_rows_file_which_nobody_can_write_to()
    {
        var pinned = (await bench.AddAsync("support", """{"q": 1}""")).Pinned;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(pinned.File, Stop))), pinned.Version.Sha256);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(pinned.File) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        }
    }

    [Fact]
    public async Task The_file_under_git_says_where_the_rows_came_from_and_can_be_edited()
    {
        await bench.AddAsync(new AddVersion("support", bench.Folder.Write("data/questions.csv", "id,q\n1,it's \"this\"\n")) { Description = "What people: asked #1", Key = "id" });
        var file = bench.Store.FileOf("support");
        Assert.Contains("file: 'data/questions.csv'", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Stop)).Replace("What people: asked #1", "Other words", StringComparison.Ordinal), Stop);
        await bench.AddAsync("support", """{"id": "2"}""");

        var dataset = bench.Store.Get("support");
        Assert.Equal(("Other words", "id", 2), (dataset.Description, dataset.Key, dataset.Versions.Count));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told_with_the_nearest()
    {
        await bench.AddAsync("support", """{"q": 1}""");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("suport"));

        Assert.Equal("dataset-not-found", e.Problem.Code);
        Assert.Contains("Did you mean 'support'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_told_with_those_that_are()
    {
        await bench.AddAsync("support", """{"q": 1}""");

        Assert.Contains("There is no support@7. There is support@1.", (await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("support@7"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("rows.jsonl")]
    [InlineData("x@2")]
    [InlineData("")]
    public async Task A_name_that_could_be_a_path_or_a_version_is_refused(string name) =>
        Assert.Equal("dataset-name-invalid", (await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync(name, """{"q": 1}"""))).Problem.Code);

    [Fact]
    public async Task Names_that_differ_in_case_only_are_refused()
    {
        await bench.AddAsync("support", """{"q": 1}""");

        Assert.Equal("dataset-exists", (await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync("Support", """{"q": 1}"""))).Problem.Code);
    }

    [Fact]
    public async Task A_file_of_that_name_that_is_no_dataset_is_left_alone()
    {
        bench.Folder.Write("datasets/support.yaml", "name: something of mine\n");

        Assert.Equal("dataset-invalid", (await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync("support", """{"q": 1}"""))).Problem.Code);
        Assert.Empty(bench.Store.List());
    }

    [Fact]
    public async Task Every_fault_of_a_dataset_file_is_told_with_its_line()
    {
        bench.Folder.Write("datasets/support.yaml", "kind: dataset\nname: other\nkye: id\nversions:\n- {version: 1, sha256: ../../x, rows: 1, bytes: 2, created: '2026-11-21'}\n- {version: 1, sha256: x, rows: one, bytes: 2, created: soon}\n");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("support"));

        Assert.Equal(("dataset-invalid", 2), (e.Problem.Code, e.Problem.Line));
        Assert.Contains("Did you mean 'key'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 5: 'sha256' must be 64", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 6: 'rows' must be a number", e.Message, StringComparison.Ordinal);
        Assert.Contains("'created' must be a time", e.Message, StringComparison.Ordinal);
        Assert.Contains("Version 1 stands after version 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_row_leaves_nothing()
    {
        await Assert.ThrowsAsync<FlowException>(() => bench.AddAsync("support", """{"q": 1}""", """{"q": """));
        Assert.Equal("dataset-empty", (await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync("support", ""))).Problem.Code);

        Assert.Empty(bench.Store.List());
        Assert.Empty(Directory.EnumerateFiles(bench.Folder.At(".gyre", "dataset-rows"), "*.new"));
    }

    [Fact]
    public async Task Rows_that_somebody_changed_are_noticed()
    {
        var pinned = (await bench.AddAsync("support", """{"q": 1}""")).Pinned;
        File.Delete(pinned.File);
        await File.WriteAllTextAsync(pinned.File, "{\"q\":2}\n", Stop);

        Assert.Equal("dataset-rows-changed", (await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("support"))).Problem.Code);
    }

    [Fact]
    public async Task A_clone_makes_the_rows_again_from_the_file_they_came_from()
    {
        var pinned = (await bench.AddAsync(new AddVersion("support", bench.Folder.Write("data/q.csv", "q\na\n")))).Pinned;
        Directory.Delete(bench.Folder.At(".gyre"), recursive: true);

        Assert.Equal(pinned.Version.Sha256, (await bench.PinAsync("support@1")).Version.Sha256);
        Assert.True(File.Exists(pinned.File));

        Directory.Delete(bench.Folder.At(".gyre"), recursive: true);
        bench.Folder.Write("data/q.csv", "q\nb\n");
        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("support@1"));
        Assert.Equal("dataset-rows-missing", e.Problem.Code);
        Assert.Contains("data/q.csv', which has changed since", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_version_keeps_its_number_and_shared_rows_stay()
    {
        await bench.AddAsync("support", """{"q": 1}""");
        await bench.AddAsync("support", """{"q": 2}""");
        await bench.AddAsync("copy", """{"q": 2}""");

        await bench.Store.DeleteAsync("support", 2, Stop);
        await bench.Store.DeleteAsync("support", 1, Stop);

        Assert.Equal(["""{"q":2}"""], await bench.RowsAsync("copy"));
        Assert.Single(Directory.EnumerateFiles(bench.Folder.At(".gyre", "dataset-rows"), "*.jsonl"));
        Assert.Contains("support@2 was deleted on", (await Assert.ThrowsAsync<ProblemException>(() => bench.PinAsync("support@2"))).Message, StringComparison.Ordinal);
        Assert.Equal("support@3", (await bench.AddAsync("support", """{"q": 3}""")).Pinned.Reference);
    }

    [Fact]
    public async Task A_deleted_dataset_is_gone_with_its_file_and_rows()
    {
        await bench.AddAsync("support", """{"q": 1}""");

        await bench.Store.DeleteAsync("support", null, Stop);

        Assert.Empty(bench.Store.List());
        Assert.Empty(Directory.EnumerateFiles(bench.Folder.At(".gyre", "dataset-rows"), "*.jsonl"));
    }

    [Fact]
    public async Task Pictures_are_taken_into_the_rows()
    {
        bench.Folder.Write("data/cat.png", "not really");
        var file = bench.Folder.Write("data/q.jsonl", """{"p": {"data:image/png;path": "cat.png"}, "chat": [{"type": "image_file", "image_file": {"path": "cat.png"}}]}""");

        await bench.AddAsync(new AddVersion("pictures", file));

        var content = Convert.ToBase64String("not really"u8);
        Assert.Equal($$$"""{"p":{"data:image/png;base64":"{{{content}}}"},"chat":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{content}}}"}}]}""", (await bench.RowsAsync("pictures"))[0]);
    }

    [Fact]
    public void The_committed_schema_is_that_of_the_types() => Approved.Matches(DatasetShapes.SchemaText, RepositoryFiles.At("schemas", "dataset.schema.json"));
}

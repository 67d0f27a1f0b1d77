using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class ExportDatasetTests : IDisposable
{
    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    private async Task<string> ExportAsync(string reference, string name)
    {
        var file = bench.Folder.At("out", name);
        new ExportDataset(await bench.PinAsync(reference), file).Run(Stop);
        return file;
    }

    [Fact]
    public async Task What_is_exported_as_json_is_what_was_there() => await HoldsAsync(["""{"a": 1, "b": [1.0, null, {"c": "é\n"}], "big": 123456789012345678901234567890, "n": NaN}"""]);

    [Fact]
    public void Rows_come_back_as_they_were_from_json_and_tables() =>
        Prop.ForAll(AnyRows.Lists, rows => HoldsAsync(rows).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [InlineData("banking77", "train.csv", "out.csv")]
    [InlineData("gsm8k", "model_solutions.jsonl", "out.jsonl")]
    [InlineData("hatecheck", "cases.csv", "out.tsv")]
    [InlineData("clinc150", "train_val.jsonl", "out.json")]
    public async Task Real_data_comes_back_as_it_was(string folder, string name, string to)
    {
        var file = RepositoryFiles.SharedData(folder, name);
        Assert.SkipUnless(file is not null, "The shared data is not here.");
        await bench.AddAsync(new AddVersion("real", file));

        var again = await bench.AddAsync(new AddVersion("real", await ExportAsync("real", to)));

        Assert.Equal(("real@1", false), (again.Pinned.Reference, again.IsNew));
    }

    [Fact]
    public async Task A_table_has_the_columns_of_all_rows()
    {
        await bench.AddAsync("d", """{"a": 1}""", """{"b": {"c": 2}, "a": null}""");

        Assert.Equal("a,b\n1,\n,\"{\"\"c\"\":2}\"\n", await File.ReadAllTextAsync(await ExportAsync("d", "d.csv"), Stop));
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone_and_an_unknown_format_refused()
    {
        await bench.AddAsync("d", """{"a": 1}""");
        var file = bench.Folder.Write("out/d.csv", "mine");

        Assert.Equal("file-exists", (await Assert.ThrowsAsync<ProblemException>(() => ExportAsync("d", "d.csv"))).Problem.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Stop));
        Assert.Equal("export-format", (await Assert.ThrowsAsync<ProblemException>(() => ExportAsync("d", "d.parquet"))).Problem.Code);
    }

    private async Task<bool> HoldsAsync(string[] rows)
    {
        var name = "d" + Guid.NewGuid().ToString("n");
        var pinned = (await bench.AddAsync(name, rows)).Pinned;
        foreach (var extension in (string[])["jsonl", "json"])
        {
            if ((await bench.AddAsync(new AddVersion(name, await ExportAsync(name, $"{name}.{extension}")))).IsNew)
            {
                return false;
            }
        }

        // Tables know text only, and no difference between nothing and an empty text.
        var wanted = (await bench.RowsAsync(pinned.Reference)).Select(r => (PythonDict)PythonJson.Parse(r)!).ToList();
        foreach (var extension in (string[])["csv", "tsv"])
        {
            var read = await new DataReader().ReadAsync(await ExportAsync(name, $"{name}.{extension}"), Stop).ToListAsync(Stop);
            if (read.Count != wanted.Count || !read.Zip(wanted).All(p => p.First.All(cell => (string)cell.Value! == Text(p.Second.GetValueOrDefault(cell.Key)))))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        _ => PythonJson.Write(value),
    };
}

using Gyre.Evaluation.Datasets;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Datasets;

public sealed class RowChecksTests : IDisposable
{
    private const string Schema = """{"type": "object", "required": ["question"], "properties": {"question": {"type": "string", "minLength": 1}, "score": {"type": "integer", "minimum": 1, "maximum": 5}}, "additionalProperties": false}""";

    private readonly DatasetBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Every_row_that_does_not_conform_is_told_with_file_and_line()
    {
        var file = bench.Folder.Write("q.jsonl", "{\"question\": \"a\", \"score\": 3}\n\n{\"qestion\": \"b\"}\n{\"question\": \"b\", \"score\": 7}\n");

        var report = await new ValidateRows(file, bench.Folder.Path) { Schema = bench.Folder.Write("s.json", Schema) }.RunAsync(bench.Store, null, Stop);

        Assert.Equal((3L, 2L), (report.Rows, report.BadRows));
        Assert.Equal(
            [
                $"{file}:3: has no 'question'.",
                $"{file}:4: 'score' is 7, which is more than 5.",
            ],
            report.Faults.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Lines_of_tables_are_told_too_and_rows_of_json_by_number()
    {
        var schema = bench.Folder.Write("s.json", """{"properties": {"a": {"enum": ["1"]}}}""");

        var csv = await new ValidateRows(bench.Folder.Write("q.csv", "a,b\n1,\"two\nlines\"\n2,x\n"), bench.Folder.Path) { Schema = schema }.RunAsync(bench.Store, null, Stop);
        var json = await new ValidateRows(bench.Folder.Write("q.json", """[{"a": "1"}, {"a": "2"}]"""), bench.Folder.Path) { Schema = schema }.RunAsync(bench.Store, null, Stop);

        Assert.Equal(4, Assert.Single(csv.Faults).Line);
        Assert.EndsWith("q.json: row 2: 'a' is \"2\", not one of [\"1\"].", Assert.Single(json.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_keeps_its_schema_and_refuses_rows_that_do_not_conform()
    {
        await bench.AddAsync(new AddVersion("d", bench.Folder.Write("a.jsonl", """{"question": "a"}""")) { Schema = bench.Folder.Write("elsewhere/s.json", Schema) });
        File.Delete(bench.Folder.At("elsewhere", "s.json"));

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync("d", """{"question": "a"}""", """{"question": 1}"""));

        Assert.Equal(("dataset-rows-invalid", 2), (e.Problem.Code, e.Problem.Line));
        Assert.Contains("'question' is a number, not string.", e.Message, StringComparison.Ordinal);
        Assert.Equal("d.schema.json", bench.Store.Get("d").Schema);
        Assert.Single(bench.Store.Get("d").Versions);
    }

    [Fact]
    public async Task A_schema_in_YAML_is_kept_as_one_that_every_later_version_is_held_against()
    {
        await bench.AddAsync(new AddVersion("d", bench.Folder.Write("a.jsonl", """{"question": "a"}""")) { Schema = bench.Folder.Write("row.yaml", "required: [question]\nproperties:\n  question: { type: string }\n") });

        await bench.AddAsync("d", """{"question": "a"}""", """{"question": "b"}""");
        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync("d", """{"question": 1}"""));
        await new ChangeDataset("d") { Key = "question" }.RunAsync(bench.Store, Stop);

        Assert.Equal(("dataset-rows-invalid", "question"), (e.Problem.Code, bench.Store.Get("d").Key));
    }

    [Fact]
    public async Task A_dataset_with_a_schema_in_YAML_that_somebody_wrote_beside_it_can_be_changed()
    {
        await bench.AddAsync("d", """{"id": 1, "question": "a"}""");
        var file = bench.Store.FileOf("d");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Stop)).Replace("name: 'd'", "name: 'd'\nschema: d.schema.yaml", StringComparison.Ordinal), Stop);
        bench.Folder.Write("datasets/d.schema.yaml", "required: [question]\n");

        await new ChangeDataset("d") { Description = "Questions" }.RunAsync(bench.Store, Stop);
        await new ChangeDataset("d") { Key = "id" }.RunAsync(bench.Store, Stop);

        Assert.Equal(("Questions", "id", "d.schema.yaml"), (bench.Store.Get("d").Description, bench.Store.Get("d").Key, bench.Store.Get("d").Schema));
    }

    [Fact]
    public async Task Who_sets_the_key_while_the_rows_are_held_against_a_schema_keeps_it()
    {
        await bench.AddAsync("d", """{"id": 1}""", """{"id": 2}""");

        Task<Dataset> changed;
        using (await bench.Store.Rows.LockAsync(Stop))
        {
            changed = new ChangeDataset("d") { Schema = """{"required": ["id"]}""" }.RunAsync(bench.Store, Stop);
            DatasetFile.Write(bench.Store.FileOf("d"), DatasetFile.TextOf(bench.Store.FileOf("d"), bench.Store.Get("d") with { Key = "id" }));
        }

        await changed;
        Assert.Equal(("id", "d.schema.json"), (bench.Store.Get("d").Key, bench.Store.Get("d").Schema));
    }

    [Theory]
    [InlineData("{\"required\": [\"question\"]}", null)]
    [InlineData(null, "q")]
    public async Task Rows_that_were_held_against_what_is_no_longer_promised_are_not_taken(string? schema, string? key)
    {
        await bench.AddAsync("d", """{"q": "a", "question": "a"}""");
        using var rows = await DerivedRows.BeginAsync(bench.Store, await bench.PinAsync("d"), "d", Stop);
        await new ChangeDataset("d") { Schema = schema, Key = key }.RunAsync(bench.Store, Stop);

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Store.CommitAsync([rows.Finish("sample")], Stop));

        Assert.Equal(("dataset-changed", key), (e.Problem.Code, bench.Store.Get("d").Key));
    }

    [Fact]
    public async Task A_key_is_in_every_row_with_another_value()
    {
        var file = bench.Folder.Write("a.jsonl", "{\"id\": 1}\n{\"id\": 2}\n{\"id\": 1}\n{\"di\": 4}\n");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.AddAsync(new AddVersion("d", file) { Key = "id" }));

        Assert.Equal(3, e.Problem.Line);
        Assert.Contains("'id' is 1 in row 1 already, and it is the key.", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 4: 'id' is missing, and it is the key. Did you mean 'di'?", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.json", "{\n\"type\": }", 2)]
    [InlineData("s.json", "{\"type\": \"text\"}", null)]
    [InlineData("s.yaml", "type: text\n", null)]
    public async Task A_schema_that_is_none_is_told_with_its_file(string name, string text, int? line)
    {
        var schema = bench.Folder.Write(name, text);

        var e = await Assert.ThrowsAsync<ProblemException>(() => new ValidateRows(bench.Folder.Write("a.jsonl", "{}"), bench.Folder.Path) { Schema = schema }.RunAsync(bench.Store, null, Stop));

        Assert.Equal(("schema-invalid", schema, line), (e.Problem.Code, e.Problem.File, e.Problem.Line));
    }

    [Fact]
    public async Task Real_data_is_held_against_a_schema()
    {
        var file = RepositoryFiles.SharedData("gsm8k", "model_solutions.jsonl");
        Assert.SkipUnless(file is not null, "The shared data is not here.");
        var schema = bench.Folder.Write("s.json", """{"required": ["question", "ground_truth"], "additionalProperties": {"type": ["string", "object"], "required": ["is_correct", "solution"]}}""");

        Assert.Equal((803L, 0L), await new ValidateRows(file, bench.Folder.Path) { Schema = schema }.RunAsync(bench.Store, null, Stop) is var report ? (report.Rows, report.BadRows) : default);
    }
}

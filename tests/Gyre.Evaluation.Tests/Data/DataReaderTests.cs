using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Data;

public sealed class DataReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<List<PythonDict>> ReadAsync(string path, Action<string>? warn = null) => await new DataReader(warn).ReadAsync(path, Stop).ToListAsync(Stop);

    private Task<List<PythonDict>> RowsAsync(string name, string text) => ReadAsync(folder.Write(name, text));

    private static string Json(IEnumerable<PythonDict> rows) => string.Join('\n', rows.Select(r => PythonJson.Write(r)));

    [Fact]
    public async Task Every_value_of_a_csv_is_text() =>
        Assert.Equal("""{"a":"1","b":"true","c":""}""", Json(await RowsAsync("d.csv", "a,b,c\n1,true,\n")));

    [Fact]
    public async Task A_quoted_value_may_hold_delimiters_quotes_and_lines() =>
        Assert.Equal("""{"q":"one, \"two\"\nthree","a":"x"}""", Json(await RowsAsync("d.csv", "q,a\r\n\"one, \"\"two\"\"\nthree\",x\r\n")));

    [Fact]
    public async Task A_tsv_is_split_at_tabs() => Assert.Equal("""{"a":"1,2","b":"x"}""", Json(await RowsAsync("d.tsv", "a\tb\n1,2\tx\n")));

    [Fact]
    public async Task Missing_fields_are_empty_and_blank_lines_are_no_rows() =>
        Assert.Equal("{\"a\":\"1\",\"b\":\"\"}\n{\"a\":\"2\",\"b\":\"3\"}", Json(await RowsAsync("d.csv", "a,b\n1\n\n2,3\n")));

    [Fact]
    public async Task A_second_column_of_a_name_gets_a_number() => Assert.Equal("""{"a":"1","a.1":"2"}""", Json(await RowsAsync("d.csv", "a,a\n1,2\n")));

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_column()
    {
        File.WriteAllText(folder.At("d.csv"), "frage,antwort\nWie heißt du?,Zoë\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("""{"frage":"Wie heißt du?","antwort":"Zoë"}""", Json(await ReadAsync(folder.At("d.csv"))));
    }

    [Fact]
    public async Task Json_lines_keep_their_types() =>
        Assert.Equal("""{"a":1,"b":[1.0,null,true],"c":{"d":NaN}}""", Json(await RowsAsync("d.jsonl", "{\"a\": 1, \"b\": [1.0, null, true], \"c\": {\"d\": NaN}}\n\n")));

    [Theory]
    [InlineData("""[{"a": 1}, {"a": 2}]""")]
    [InlineData("""{"a": [1, 2]}""")]
    [InlineData("""{"a": {"x": 1, "y": 2}}""")]
    public async Task Json_is_a_list_of_rows_or_an_object_of_columns(string text) => Assert.Equal("{\"a\":1}\n{\"a\":2}", Json(await RowsAsync("d.json", text)));

    [Fact]
    public async Task Json_may_be_a_single_row() => Assert.Equal("""{"a":1,"b":"x"}""", Json(await RowsAsync("d.json", """{"a": 1, "b": "x"}""")));

    [Fact]
    public async Task A_list_with_pythons_nan_is_read_too() => Assert.Equal("{\"a\":1}\n{\"a\":NaN}", Json(await RowsAsync("d.json", """[{"a": 1}, {"a": NaN}]""")));

    [Fact]
    public async Task A_folder_is_all_its_files_in_the_order_of_their_paths()
    {
        folder.Write("data/b.jsonl", """{"n": 2}""");
        folder.Write("data/a/late.csv", "n\n1\n");
        folder.Write("data/読み物 neu.json", """[{"n": 3}]""");

        Assert.Equal(["1", "2", "3"], (await ReadAsync(folder.At("data"))).Select(r => PythonText.Str(r["n"])));
    }

    [Fact]
    public async Task An_unknown_suffix_is_tried_as_json_lines()
    {
        folder.Write("data/rows.txt", """{"n": 1}""");
        folder.Write("data/notes.md", "# not data\n");
        var warnings = new List<string>();

        Assert.Equal("""{"n":1}""", Json(await ReadAsync(folder.At("data"), warnings.Add)));
        Assert.Contains("notes.md", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d.csv", "a,b\n1,2\n1,2,3\n", 3, "expected 2 fields, saw 3")]
    [InlineData("d.csv", "a,b\n\"x\ny\",2\n1,\"2\n3,4\n", 4, "never closed")]
    [InlineData("d.jsonl", "{\"a\": 1}\n\n{\"a\": }\n", 3, "not valid JSON")]
    [InlineData("d.jsonl", "{\"a\": 1}\n[2]\n", 2, "must be a JSON object")]
    [InlineData("d.json", "[{\"a\": 1},\n{\"a\": }]", 2, "not valid JSON")]
    [InlineData("d.json", "[1]", 1, "item 1 of the list is no object")]
    public async Task A_broken_row_is_named_by_file_and_line(string name, string text, int line, string reason)
    {
        var e = await Assert.ThrowsAsync<FlowException>(() => RowsAsync(name, text));

        Assert.Equal(("InvalidUserData", line), (e.ErrorClass, e.Line));
        Assert.Equal(folder.At(name), e.File);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_told()
    {
        File.WriteAllBytes(folder.At("d.csv"), [.. "a\n"u8, 0xE9, (byte)'\n']);

        var e = await Assert.ThrowsAsync<FlowException>(() => ReadAsync(folder.At("d.csv")));

        Assert.Contains("save the file as UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_says_how_to_convert_it()
    {
        var e = await Assert.ThrowsAsync<FlowException>(() => RowsAsync("d.parquet", "PAR1"));

        Assert.Contains("pandas.read_parquet('d.parquet').to_json('d.jsonl'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_is_not_there_is_a_users_error() =>
        Assert.Equal(ErrorClasses.UserErrorException, (await Assert.ThrowsAsync<FlowException>(() => ReadAsync(folder.At("nothing.csv")))).ErrorClass);

    [Fact]
    public async Task Relative_paths_of_images_start_at_the_data_file()
    {
        var rows = await RowsAsync("data/d.jsonl", """
            {"image": {"data:image/png;path": "a.png"}, "url": {"data:image/png;url": "a.png"}, "list": [{"type": "image_file", "image_file": {"path": "b/c.png"}}]}
            """);

        var row = Assert.Single(rows);
        Assert.Equal(folder.At("data", "a.png"), ((PythonDict)row["image"]!)["data:image/png;path"]);
        Assert.Equal("a.png", ((PythonDict)row["url"]!)["data:image/png;url"]);
        Assert.Equal(folder.At("data", "b", "c.png"), ((PythonDict)((PythonDict)((List<object?>)row["list"]!)[0]!)["image_file"]!)["path"]);
    }
}

using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class RunArtifactsTests
{
    private const string Record =
        """{"line_number": 3, "run_info": {"status": "Completed", "api_calls": [{"name": "a"}], "output": {"result": 1, "api_calls": 2}, "result": {"x": 1}}, "tags": [1, {"run_info": 2}]}""";

    [Fact]
    public void Nested_calls_and_the_second_output_are_read_only_where_records_are_written_again()
    {
        Assert.Equal("""{"status":"Completed","output":{"result":1,"api_calls":2}}""", Read(Record));
        Assert.Equal(
            """{"status":"Completed","api_calls":[{"name":"a"}],"output":{"result":1,"api_calls":2},"result":{"x":1}}""",
            Read(Record, whole: true));
    }

    [Fact]
    public void A_number_that_is_none_is_read() =>
        Assert.Equal("""{"status":"Completed","output":{"x":NaN}}""", Read("""{"line_number": 0, "run_info": {"status": "Completed", "output": {"x": NaN}}}"""));

    [Theory]
    [InlineData("""{"line_number": 0, "run_info": null, "status": "Completed"}""")]
    [InlineData("""{"line_number": 0, "run_info": [{"status": "Completed"}]}""")]
    [InlineData("""{"line_number": 0, "run_info": {"status": "Completed"}""")]
    [InlineData("""{"line_number": 0, "run_info": {"status": "Completed"}}{"line_number": 1}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void What_is_no_record_is_passed_over(string text) => Assert.Null(Read(text));

    [Fact]
    public void Lines_come_in_their_order_whatever_order_they_ended_in_and_however_their_records_are_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow_artifacts/000000000_000000999.jsonl", string.Join(
            '\n',
            Numbered(7),
            Numbered(2),
            $$$"""{"run_info": {"status": "Completed", "output": {"x": NaN, "text": "{{{new string('x', 3000)}}}"}}, "line_number": 5}""",
            "",
            """{"node_name": "n", "line_number": 0, "run_info": {"status": "Failed"}}""",
            """{"line_number": 1, "run_info": {"status": "Comp"""));

        // Shorter than the file before it, and its last record without a line's end.
        folder.Write("flow_artifacts/000001000_000001999.jsonl", Numbered(1001) + "\n" + Numbered(1000));

        var artifacts = new RunArtifacts(new RunFolder(folder.Path));

        int?[] expected = [0, 2, 5, 7, 1000, 1001];
        Assert.Equal(expected, artifacts.Lines().Select(a => a.Line));
        Assert.Equal(expected, artifacts.Lines().Zip(artifacts.Lines(), (a, _) => a.Line));
    }

    private static string Numbered(int line) => $$$"""{"line_number": {{{line}}}, "run_info": {"status": "Completed"}}""";

    private static string? Read(string record, bool whole = false)
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow_artifacts/000000000_000000000.jsonl", record + "\n");
        return new RunArtifacts(new RunFolder(folder.Path), whole).Lines().SingleOrDefault() is { } artifact ? PythonJson.Write(artifact.RunInfo) : null;
    }
}

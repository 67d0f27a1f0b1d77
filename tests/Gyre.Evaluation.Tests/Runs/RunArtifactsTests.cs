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

    private static string? Read(string record, bool whole = false)
    {
        using var folder = new TemporaryFolder();
        folder.Write("flow_artifacts/000000000_000000000.jsonl", record + "\n");
        return new RunArtifacts(new RunFolder(folder.Path), whole).Lines().SingleOrDefault() is { } artifact ? PythonJson.Write(artifact.RunInfo) : null;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.7: the JSON of records and errors, written and read back.</summary>
public sealed class RunRecordJsonTests
{
    private const string Yaml = """
        inputs: {q: {type: string}}
        outputs: {x: {reference: "${n.output}"}}
        nodes:
        - {name: n, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}}
        """;

    [Fact]
    public async Task A_line_has_the_originals_fields_in_its_order()
    {
        var json = Json((await RunAsync(_ => "hi")).Line);

        Assert.Equal(
            "run_id status error inputs output metrics request parent_run_id root_run_id source_run_id flow_id start_time end_time index api_calls name description tags system_metrics result upload_metrics otel_trace_id message_format",
            string.Join(' ', json.Keys));
        Assert.Equal("{'q': 'why'}", PythonText.Repr(json["inputs"]));
        Assert.Equal("{'x': 'hi'}", PythonText.Repr(json["output"]));
        Assert.Equal("Completed", json["status"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string)json["start_time"]!);
        Assert.Equal("duration prompt_tokens completion_tokens total_tokens", string.Join(' ', ((PythonDict)json["system_metrics"]!).Keys));
    }

    [Fact]
    public async Task A_node_has_the_originals_fields_in_its_order()
    {
        var json = Json((await RunAsync(_ => "hi")).Nodes[0]);

        Assert.Equal(
            "node flow_run_id run_id status inputs output metrics error parent_run_id start_time end_time index api_calls cached_run_id cached_flow_run_id logs system_metrics result message_format",
            string.Join(' ', json.Keys));
        Assert.Equal("{'stdout': '', 'stderr': ''}", PythonText.Repr(json["logs"]));
        Assert.Equal("duration", string.Join(' ', ((PythonDict)json["system_metrics"]!).Keys));
    }

    [Fact]
    public async Task A_call_has_the_originals_fields()
    {
        var call = (PythonDict)((List<object?>)Json((await RunAsync(_ => "hi")).Nodes[0])["api_calls"]!)[0]!;

        Assert.Equal("name type inputs output start_time end_time error children node_name parent_id id function system_metrics", string.Join(' ', call.Keys));
    }

    [Fact]
    public async Task A_tools_error_is_nested_as_in_the_original()
    {
        var error = (PythonDict)Json((await RunAsync(_ => throw new InvalidOperationException("boom"))).Line)["error"]!;

        Assert.Equal("message messageFormat messageParameters referenceCode code innerError additionalInfo debugInfo", string.Join(' ', error.Keys));
        Assert.Equal("Execution failure in '{node_name}'.", error["messageFormat"]);
        Assert.Equal("{'node_name': 'n'}", PythonText.Repr(error["messageParameters"]));
        Assert.Equal("UserError", error["code"]);
        Assert.Equal("{'code': 'ToolExecutionError', 'innerError': None}", PythonText.Repr(error["innerError"]));
        var info = (PythonDict)((List<object?>)error["additionalInfo"]!)[0]!;
        Assert.Equal("ToolExecutionErrorDetails", info["type"]);
        Assert.Equal("boom", ((PythonDict)info["info"]!)["message"]);
        Assert.Equal("type message stackTrace innerException", string.Join(' ', ((PythonDict)error["debugInfo"]!).Keys));
    }

    [Theory]
    [InlineData("InputNotFound", "UserError ValidationError InvalidFlowRequest InputNotFound")]
    [InlineData("InvalidReferenceProperty", "UserError NodeReferenceError InvalidReferenceProperty")]
    [InlineData("GetConnectionError", "UserError ValidationError InvalidRequest GetConnectionError")]
    [InlineData("ValidationException", "UserError ValidationError")]
    [InlineData("UserErrorException", "UserError")]
    [InlineData("LineExecutionTimeoutError", "UserError LineExecutionTimeoutError")]
    public void Codes_nest_as_the_classes_inherit(string errorClass, string codes)
    {
        var error = Json(new FlowError(errorClass, null, "m", ErrorKind.UserError));

        Assert.Equal(codes, string.Join(' ', Codes(error)));
    }

    [Fact]
    public void ResolveToolError_has_the_codes_of_what_is_inside()
    {
        var error = Json(new FlowError("ResolveToolError", "InvalidSource", "Tool load failed in 'n': (InvalidSource) m", ErrorKind.UserError) { Node = "n" });

        Assert.Equal("UserError ValidationError InvalidSource", string.Join(' ', Codes(error)));
        Assert.Equal("Tool load failed in '{node_name}'.", error["messageFormat"]);
    }

    [Fact]
    public async Task Records_read_back_are_the_same_again()
    {
        foreach (var result in new[] { await RunAsync(_ => new List<object?> { 1L, double.NaN, "é" }), await RunAsync(_ => throw new InvalidOperationException("boom")) })
        {
            var line = Json(result.Line);
            Assert.Equal(PythonJson.Write(line), PythonJson.Write(Json(RunRecordJson.ReadLine(line))));
            var node = Json(result.Nodes[0]);
            Assert.Equal(PythonJson.Write(node), PythonJson.Write(Json(RunRecordJson.ReadNode(node))));
        }
    }

    [Fact]
    public void An_error_read_back_is_the_same_again()
    {
        FlowError[] errors =
        [
            new("ResolveToolError", "InvalidSource", "Tool load failed in 'n': (InvalidSource) m", ErrorKind.UserError) { Node = "n", File = "flow.dag.yaml", Line = 3 },
            new("InputNotFound", null, "m", ErrorKind.UserError),
            new("UserErrorException", null, "m", ErrorKind.UserError),
            new("NotImplementedError", null, "m", ErrorKind.SystemError),
            new("ToolExecutionError", "ValueError", "m", ErrorKind.UserError) { Node = "n" },
        ];

        Assert.All(errors, error => Assert.Equal(error, RunRecordJson.ReadError(Json(error))));
    }

    [Fact]
    public void An_error_that_the_original_wrote_is_understood()
    {
        var error = RunRecordJson.ReadError(PythonJson.Parse("""
            {"message": "Execution failure in 'n': (ValueError) no", "messageFormat": "Execution failure in '{node_name}'.", "messageParameters": {"node_name": "n"},
             "referenceCode": "Tool/__pf_main__", "code": "UserError", "innerError": {"code": "ToolExecutionError", "innerError": null},
             "additionalInfo": [{"type": "ToolExecutionErrorDetails", "info": {"type": "ValueError", "message": "no"}}]}
            """));

        Assert.Equal(("ToolExecutionError", "ValueError", "n"), (error!.Code, error.Inner, error.Node));
    }

    private static Task<LineResult> RunAsync(Func<Gyre.Flows.Tools.ToolCall, object?> answer) =>
        TestFlow.RunAsync(Yaml, new ScriptedTools().Add("n", answer), new PythonDict { { "q", "why" } }, line: 0);

    private static IEnumerable<string> Codes(PythonDict error)
    {
        for (var level = error; level is not null; level = level["innerError"] as PythonDict)
        {
            yield return (string)level["code"]!;
        }
    }

    private static PythonDict Json(LineRecord line) => Json(json => RunRecordJson.Write(json, line));

    private static PythonDict Json(NodeRecord node) => Json(json => RunRecordJson.Write(json, node));

    private static PythonDict Json(FlowError error) => Json(json => RunRecordJson.Write(json, error));

    private static PythonDict Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = PythonJson.Writer(buffer))
        {
            write(json);
        }

        return (PythonDict)PythonJson.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan))!;
    }
}

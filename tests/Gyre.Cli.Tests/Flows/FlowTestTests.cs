using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Flows;

public sealed class FlowTestTests
{
    private const string Greeting = """
        inputs:
          name: {type: string}
          times: {type: int, default: 1}
        outputs:
          text: {reference: "${greet.output}"}
        nodes:
        - name: greet
          use_variants: true
        - name: shout
          type: prompt
          source: {type: code, path: shout.jinja2}
          inputs: {text: "${greet.output}"}
        node_variants:
          greet:
            default_variant_id: plain
            variants:
              plain: {node: {type: prompt, source: {type: code, path: plain.jinja2}, inputs: {name: "${inputs.name}", times: "${inputs.times}"}}}
              warm: {node: {type: prompt, source: {type: code, path: warm.jinja2}, inputs: {name: "${inputs.name}"}}}
        """;

    [Fact]
    public async Task A_test_prints_one_document_with_outputs_and_node_statuses()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--inputs", "name=Ada", "times=2", "--output", "json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        var report = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal(["status", "outputs", "metrics", "nodes", "error", "usage"], report.Keys);
        Assert.Equal("Completed", report["status"]);
        Assert.Equal("Hello Ada x2", ((PythonDict)report["outputs"]!)["text"]);
        Assert.Equal("Completed", ((PythonDict)report["nodes"]!)["shout"]);
        Assert.Null(report["error"]);
    }

    [Theory]
    [InlineData("in.json", """{"name": "Eve"}""")]
    [InlineData("in.jsonl", "{\"name\": \"Eve\"}\n{\"name\": \"Bob\"}\n")]
    public async Task Inputs_may_come_from_a_file(string file, string text)
    {
        using var gyre = Flow();
        gyre.Write(file, text);
        Assert.Contains("Hello Eve", (await gyre.RunAsync("flow", "test", "--flow", "flow", "--inputs", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variant_may_be_chosen()
    {
        using var gyre = Flow();
        Assert.Contains("Dear Ada", (await gyre.RunAsync("flow", "test", "--flow", "flow", "--inputs", "name=Ada", "--variant", "${greet.warm}")).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(gyre.At("flow", ".promptflow", "flow-greet-warm.detail.json")));
    }

    [Fact]
    public async Task One_node_runs_by_itself()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--node", "shout", "--inputs", "greet.output=hi", "--output", "json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Contains("\"output\": \"hi!\"", printed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(gyre.At("flow", ".promptflow", "flow-shout.node.detail.json")));
    }

    [Theory]
    [InlineData(1, "InputNotFound", "--flow", "flow")]
    [InlineData(1, "InputTypeError", "--flow", "flow", "--inputs", "name=x", "times=many")]
    [InlineData(2, "UserErrorException", "--flow", "nowhere")]
    [InlineData(2, "InvalidFlowError", "--flow", "flow", "--variant", "${greet.cold}")]
    [InlineData(2, "ResolveToolError", "--flow", "broken")]
    [InlineData(2, "UserErrorException", "--flow", "flow", "--no-such-option")]
    [InlineData(2, "UserErrorException")]
    public async Task A_failure_is_the_same_document_with_the_original_error_class(int exit, string code, params string[] args)
    {
        using var gyre = Flow();
        gyre.Write("broken/flow.dag.yaml", "inputs: {}\noutputs: {}\nnodes:\n- {name: n, type: prompt, source: {type: code, path: missing.jinja2}}\n");
        var printed = await gyre.RunAsync(["flow", "test", .. args, "--output", "json"]);
        Assert.Equal(exit, printed.ExitCode);
        var report = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal("Failed", report["status"]);
        Assert.Equal(code, ((PythonDict)report["error"]!)["code"]);
    }

    [Fact]
    public async Task An_input_that_the_flow_does_not_have_is_named_on_stderr()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--inputs", "name=x", "tims=3", "--output", "json");
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("'tims'; it is not used. Did you mean 'times'?", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_keeps_its_history()
    {
        using var gyre = new Gyre { Typed = "one\ntwo\n\n" };
        gyre.Write("flow/flow.dag.yaml", """
            inputs:
              chat_history: {type: list, is_chat_history: true, default: []}
              question: {type: string, is_chat_input: true}
            outputs:
              answer: {reference: "${n.output}", is_chat_output: true}
            nodes:
            - {name: n, type: prompt, source: {type: code, path: n.jinja2}, inputs: {h: "${inputs.chat_history}", q: "${inputs.question}"}}
            """);
        gyre.Write("flow/n.jinja2", "{% for t in h %}[{{t.inputs.question}}:{{t.outputs.answer}}]{% endfor %}<{{q}}>");
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--interactive");
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal("<one>\n[one:<one>]<two>\n", printed.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_chat_is_no_json_document()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--interactive", "--output", "json");
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("Leave out --output json", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_without_chat_input_is_no_chat()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--interactive");
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("is_chat_input", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_lists_nodes_and_what_they_wait_for()
    {
        using var gyre = Flow();
        var printed = await gyre.RunAsync("flow", "show", "--flow", "flow");
        Assert.Contains("variants plain (default), warm", printed.Output, StringComparison.Ordinal);
        Assert.Contains("\"waits_for\"", (await gyre.RunAsync("flow", "show", "--flow", "flow", "--output", "json")).Output, StringComparison.Ordinal);
    }

    private static Gyre Flow()
    {
        var gyre = new Gyre();
        gyre.Write("flow/flow.dag.yaml", Greeting);
        gyre.Write("flow/plain.jinja2", "Hello {{name}} x{{times}}");
        gyre.Write("flow/warm.jinja2", "Dear {{name}}");
        gyre.Write("flow/shout.jinja2", "{{text}}!");
        return gyre;
    }
}

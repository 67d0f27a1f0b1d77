using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.3: literals among a node's inputs are parsed with the first declared type of the parameter.</summary>
public sealed class LiteralTests
{
    private static readonly Connection Azure = new() { Name = "azure", Type = "AzureOpenAIConnection" };

    public static TheoryData<string, string, string> Literals => new()
    {
        { "int", "\"123\"", "123" },
        { "bool", "\"False\"", "False" },
        { "double", "2", "2.0" },
        { "string", "5", "'5'" },
        { "object", "\"123\"", "123" },
        { "object", "'{\"a\": [1]}'", "{'a': [1]}" },
        { "object", "plain words", "'plain words'" },
        { "list", "'[1, 2]'", "[1, 2]" },
        { "list", "[1, \"${a.output}\"]", "[1, '${a.output}']" },
        { "object", "{k: \"${inputs.q}\"}", "{'k': '${inputs.q}'}" },
        { "file_path", "a/b.txt", "'a/b.txt'" },
        { "prompt_template", "x.jinja2", "'x.jinja2'" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public async Task A_literal_takes_the_first_declared_type(string type, string written, string expected) =>
        Assert.Equal(expected, await GivenAsync(written, new ToolParameter("x", [type, "string"])));

    [Fact]
    public async Task A_literal_that_does_not_fit_is_NodeInputValidationError()
    {
        var error = await TestFlow.FailsToOpenAsync(Yaml("hello"), Echo(new ToolParameter("x", ["int"])));

        Assert.Equal(("ResolveToolError", "NodeInputValidationError"), (error.ErrorClass, error.InnerClass));
        Assert.Equal("Tool load failed in 'n': (NodeInputValidationError) Input 'x' for node 'n' of value 'hello' is not type int.", error.Message);
    }

    [Fact]
    public async Task A_type_that_nobody_knows_is_ValueTypeUnresolved()
    {
        var error = await TestFlow.FailsToOpenAsync(Yaml("1"), Echo(new ToolParameter("x", ["whatever"])));

        Assert.Equal("ValueTypeUnresolved", error.InnerClass);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task A_null_or_empty_literal_is_dropped_so_that_the_default_applies(string written)
    {
        var tools = Echo(new ToolParameter("x", ["string"]) { HasDefault = true });

        var result = await TestFlow.RunAsync(Yaml(written), tools);

        Assert.Equal("{}", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_prompt_node_keeps_null_and_empty_literals_and_parses_none()
    {
        const string yaml = """
            outputs: {x: {reference: "${n.output}"} }
            nodes:
            - {name: n, type: prompt, source: {type: code, path: p.jinja2}, inputs: {a: null, b: "", c: "123"}}
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools().Add("n", call => PythonText.Repr(call.Inputs)));

        Assert.Equal("{'a': None, 'b': '', 'c': '123'}", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task An_input_that_no_parameter_names_is_left_as_it_is() => Assert.Equal("'123'", await GivenAsync("\"123\"", new ToolParameter("other", ["int"])));

    [Fact]
    public async Task What_goes_into_keyword_arguments_is_left_as_it_is() =>
        Assert.Equal("'123'", await GivenAsync("\"123\"", new ToolParameter("x", ["object"]) { TakesRest = true }));

    [Fact]
    public async Task A_literal_for_a_connection_parameter_is_the_name_of_a_connection()
    {
        var tools = new ScriptedTools().Add("n", call => ((ConnectionValue)call.Inputs["x"]!).Connection.Name, new ToolParameter("x", ["AzureOpenAIConnection"]));
        await using var flow = await TestFlow.OpenAsync(Yaml("azure"), tools, connections: Azure);

        var result = await flow.ExecuteLineAsync(new([], "run", null), TestContext.Current.CancellationToken);

        Assert.Equal("azure", result.Line.Output!["x"]);
        Assert.Equal("{\"x\":\"azure\"}", PythonJson.Write(result.Nodes[0].Inputs));
    }

    [Fact]
    public async Task Any_of_several_connection_types_will_do()
    {
        var tools = Echo(new ToolParameter("x", ["OpenAIConnection", "AzureOpenAIConnection"]));

        await using var flow = await TestFlow.OpenAsync(Yaml("azure"), tools, connections: Azure);

        Assert.Empty(flow.Warnings);
    }

    [Fact]
    public async Task A_connection_of_another_type_is_NodeInputValidationError()
    {
        var error = await TestFlow.FailsToOpenAsync(Yaml("azure"), Echo(new ToolParameter("x", ["OpenAIConnection"])), Azure);

        Assert.Equal("NodeInputValidationError", error.InnerClass);
        Assert.Contains("Input 'x' for node 'n' of type 'AzureOpenAIConnection' is not supported, valid types ['OpenAIConnection'].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_there_is_GetConnectionError()
    {
        var error = await TestFlow.FailsToOpenAsync(Yaml("nowhere"), Echo(new ToolParameter("x", ["OpenAIConnection"])));

        Assert.Equal(("ResolveToolError", "GetConnectionError"), (error.ErrorClass, error.InnerClass));
        Assert.Contains("Get connection 'nowhere' for node 'n' error:", error.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> GivenAsync(string written, ToolParameter parameter)
    {
        var tools = new ScriptedTools().Add("n", call => PythonText.Repr(call.Inputs["x"]), parameter);
        return (await TestFlow.RunAsync(Yaml(written), tools)).Line.Output!["x"];
    }

    private static ScriptedTools Echo(params ToolParameter[] parameters) => new ScriptedTools().Add("n", call => PythonText.Repr(call.Inputs), parameters);

    private static string Yaml(string literal) => $$"""
        outputs: {x: {reference: "${n.output}"} }
        nodes:
        - name: n
          type: python
          source: {type: code, path: n.py}
          inputs:
            x: {{literal}}
        """;
}

using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class DagReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_flow_is_read_with_its_lines()
    {
        var flow = Read(
            """
            display_name: My flow
            language: python
            message_format: openai-vision
            environment:
              python_requirements_txt: requirements.txt
            additional_includes:
            - ../shared
            inputs:
              question:
                type: string
                default: yes
                is_chat_input: true
              history: {type: list, is_chat_history: false, default: null}
            outputs:
              answer:
                type: string
                reference: ${ask.output.text}
                evaluation_only: true
                is_chat_output: true
            nodes:
            - name: ask
              type: llm
              source: {type: code, path: ask.jinja2}
              inputs:
                deployment_name: gpt
                n: 012
                question: ${inputs.question}
              connection: mine
              api: chat
              provider: AzureOpenAI
              module: promptflow.tools.aoai
              enable_cache: true
              activate: {when: "${inputs.question}", is: 1}
              comment: hello
            - name: score
              type: python
              source: {type: package, tool: a.b.c}
              reduce: true
            """);

        Assert.Equal(("My flow", "openai-vision", "requirements.txt", true), (flow.DisplayName, flow.MessageFormat, flow.PythonRequirements, flow.IsChat));
        Assert.Equal(["../shared"], flow.AdditionalIncludes);
        Assert.Equal(("question", "string", "yes", 9), (flow.Inputs[0].Name, flow.Inputs[0].Type, flow.Inputs[0].Default, flow.Inputs[0].Line));
        Assert.Equal((false, true), (flow.Inputs[1].IsChatHistory, flow.Inputs[1].HasDefault));
        var output = Assert.Single(flow.Outputs);
        Assert.Equal(("answer", true, true), (output.Name, output.EvaluationOnly, output.IsChatOutput));
        Assert.Equal("ask.output.text", Assert.IsType<NodeBinding>(output.Reference).Text);
        var ask = flow.Nodes[0];
        Assert.Equal(("llm", "ask.jinja2", "mine", "chat", true, 21), (ask.Type, ask.Source!.Path, ask.Connection, ask.Api, ask.EnableCache, ask.Line));
        Assert.Equal(["deployment_name", "n", "question"], ask.Inputs.Keys);
        Assert.Equal(12L, Assert.IsType<LiteralBinding>(ask.Inputs["n"]).Value);
        Assert.Equal(1L, ask.Activate!.Is);
        Assert.True(flow.Nodes[1].Aggregation);
        Assert.Equal("a.b.c", flow.Nodes[1].Source!.Tool);
    }

    [Theory]
    [InlineData("My-Flow  2", "my_flow_2")]
    [InlineData("2 flows", "n2_flows")]
    [InlineData("__a__", "a")]
    public void The_folder_names_the_flow(string name, string expected) =>
        Assert.Equal(expected, DagReader.Read(folder.Write($"{name}/flow.dag.yaml", "nodes: []")).Name);

    [Fact]
    public void Environment_variables_become_text_as_in_python()
    {
        var flow = Read("environment_variables: {a: 1, b: true, c: null, d: {x: [1, ü]}, e: '${conn.api_key}'}");
        Assert.Equal(["1", "True", "None", """{"x": [1, "\u00fc"]}""", "${conn.api_key}"], flow.EnvironmentVariables.Values);
    }

    [Fact]
    public void A_missing_type_is_reported_in_the_original_words()
    {
        var error = Assert.Throws<FlowException>(() => Read("inputs:\n  a: {default: 1}\nnodes: []"));
        Assert.Equal((ErrorClasses.ValidationException, "inputs.a.type: Missing data for required field.", 2), (error.ErrorClass, error.Message, error.Line));
    }

    [Theory]
    [InlineData("{when: x}")]
    [InlineData("{is: x}")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Activate_needs_both_when_and_is(string activate)
    {
        var error = Assert.Throws<FlowException>(() => Read($"nodes:\n- name: a\n  type: python\n  activate: {activate}"));
        Assert.Equal(ErrorClasses.FlowDefinitionError, error.ErrorClass);
        Assert.Equal("The definition of activate config for node a is incorrect. Please check your flow yaml and resubmit.", error.Message);
    }

    [Fact]
    public void References_inside_lists_and_dicts_stay_text()
    {
        var node = Assert.Single(Read("nodes:\n- name: a\n  inputs: {x: ['${inputs.a}'], y: {k: '${inputs.a}'}}").Nodes);
        Assert.Equal("['${inputs.a}']", PythonText.Repr(Assert.IsType<LiteralBinding>(node.Inputs["x"]).Value));
        Assert.Equal("{'k': '${inputs.a}'}", PythonText.Repr(Assert.IsType<LiteralBinding>(node.Inputs["y"]).Value));
    }

    [Theory]
    [InlineData("inputs: []")]
    [InlineData("outputs: ''")]
    [InlineData("nodes: {}")]
    [InlineData("node_variants:")]
    [InlineData("nodes:\n- {name: a, type: python, inputs: []}")]
    [InlineData("description: [a, b]")]
    [InlineData("tools: [{}]")]
    [InlineData("unknown: {a: 1}")]
    public void What_is_empty_or_ignored_does_no_harm(string yaml) => Assert.NotNull(Read(yaml));

    [Theory]
    [InlineData("inputs: [a]")]
    [InlineData("nodes: text")]
    [InlineData("nodes: [text]")]
    [InlineData("node_variants: {a: 1}")]
    [InlineData("- a list")]
    public void Another_shape_is_refused(string yaml) =>
        Assert.Equal(ErrorClasses.ValidationException, Assert.Throws<FlowException>(() => Read(yaml)).ErrorClass);

    [Fact]
    public void A_legacy_tool_is_found_by_name()
    {
        var flow = Read("tools:\n- {name: greet, type: python, source: greet.py, function: run}\nnodes:\n- {name: a, tool: greet}");
        Assert.Equal("greet.py", flow.LegacyTools[flow.Nodes[0].Tool!]["source"]);
    }

    [Fact]
    public void Our_own_keys_are_read()
    {
        var nodes = Read(
            """
            nodes:
            - name: a
              type: csharp
              source: {path: a.cs}
              retry: {attempts: 3, delay: 0.5}
              timeout: 30
              map: {over: "${inputs.list}", as: item, concurrency: 4}
              activate:
                when: ${inputs.x}
                is: 1
                any:
                - {when: "${inputs.x}", is: 1}
                - not: {all: [{when: "${inputs.y}", is: 2}]}
            - name: b
              flow: ../other
              inputs: {q: 1}
            - name: c
              type: flow
              source: {path: ../other/flow.dag.yaml}
            - name: d
              type: python
              retry: {attempts: 2}
            """).Nodes;

        Assert.Equal(new RetryPolicy(3, 0.5), nodes[0].Retry);
        Assert.Equal(30, nodes[0].Timeout);
        Assert.Equal(("item", 4), (nodes[0].Map!.As, nodes[0].Map!.Concurrency));
        var any = Assert.IsType<Condition.Any>(nodes[0].Activate!.Condition);
        Assert.IsType<Condition.All>(Assert.IsType<Condition.Not>(any.Conditions[1]).Inner);
        Assert.Equal(("flow", "../other"), (nodes[1].Type, nodes[1].Source!.Path));
        Assert.Equal(("flow", "../other/flow.dag.yaml"), (nodes[2].Type, nodes[2].Source!.Path));
        Assert.Equal(new RetryPolicy(2), nodes[3].Retry);
    }

    private FlowDefinition Read(string yaml) => DagReader.Read(folder.Write("flow.dag.yaml", yaml));
}

using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Opening whatever a path means, with what a run changes about it.</summary>
public sealed class FlowOpenerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_folder_with_prompt_nodes_opens_and_runs()
    {
        Write("hello", "Hello {{ name }}!");

        var result = await RunAsync(new FlowRequest(folder.At("hello")), new PythonDict { { "name", "Ada" } });

        Assert.Equal("Hello Ada!", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_variant_takes_the_place_of_its_node()
    {
        folder.Write("hello/short.jinja2", "Hi {{ name }}");
        folder.Write("hello/long.jinja2", "Good morning {{ name }}");
        folder.Write("hello/flow.dag.yaml", """
            inputs: {name: {type: string, default: Ada}}
            outputs: {x: {reference: "${n.output}"}}
            nodes:
            - {name: n, use_variants: true}
            node_variants:
              n:
                default_variant_id: a
                variants:
                  a: {node: {type: prompt, source: {type: code, path: short.jinja2}, inputs: {name: "${inputs.name}"}}}
                  b: {node: {type: prompt, source: {type: code, path: long.jinja2}, inputs: {name: "${inputs.name}"}}}
            """);

        Assert.Equal("Hi Ada", (await RunAsync(new FlowRequest(folder.At("hello")))).Line.Output!["x"]);
        Assert.Equal("Good morning Ada", (await RunAsync(new FlowRequest(folder.At("hello")) { Variant = "${n.b}" })).Line.Output!["x"]);
    }

    [Fact]
    public async Task Additional_includes_are_beside_the_flow_while_it_runs()
    {
        folder.Write("shared/greeting.jinja2", "Greetings {{ name }}");
        folder.Write("hello/flow.dag.yaml", """
            additional_includes: [../shared/greeting.jinja2]
            inputs: {name: {type: string}}
            outputs: {x: {reference: "${n.output}"}}
            nodes:
            - {name: n, type: prompt, source: {type: code, path: greeting.jinja2}, inputs: {name: "${inputs.name}"}}
            """);

        var result = await RunAsync(new FlowRequest(folder.At("hello")), new PythonDict { { "name", "Ada" } });

        Assert.Equal("Greetings Ada", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_reference_to_a_connection_that_is_not_there_is_ConnectionNotFoundError_unless_overridden()
    {
        Write("hello", "Hello {{ name }}!", "environment_variables: {KEY: \"${nowhere.api_key}\"}\n");

        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync(new FlowRequest(folder.At("hello"))));
        var overridden = new FlowRequest(folder.At("hello")) { EnvironmentVariables = new Dictionary<string, string>(StringComparer.Ordinal) { ["KEY"] = "x" } };
        var result = await RunAsync(overridden, new PythonDict { { "name", "Ada" } });

        Assert.Equal("ConnectionNotFoundError", error.ErrorClass);
        Assert.Equal(RunStatus.Completed, result.Line.Status);
    }

    [Fact]
    public async Task A_sub_flow_is_opened_with_its_own_files()
    {
        Write("inner", "Hello {{ name }}!");
        folder.Write("outer/flow.dag.yaml", """
            inputs: {who: {type: string}}
            outputs: {x: {reference: "${sub.output.x}"}}
            nodes:
            - {name: sub, type: flow, source: {type: code, path: ../inner}, inputs: {name: "${inputs.who}"}}
            """);

        var result = await RunAsync(new FlowRequest(folder.At("outer")), new PythonDict { { "who", "Ada" } });

        Assert.Equal("Hello Ada!", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task One_node_runs_by_itself()
    {
        Write("hello", "Hello {{ name }}!");

        var result = await FlowOpener.ExecuteNodeAsync(new FlowRequest(folder.At("hello")), Services, "n", new PythonDict { { "name", "Ada" } }, TestContext.Current.CancellationToken);

        Assert.Equal("Hello Ada!", result.Nodes.Single().Output);
    }

    [Fact]
    public async Task A_broken_template_is_found_when_the_flow_opens()
    {
        Write("hello", "{% for x in y %}");

        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync(new FlowRequest(folder.At("hello"))));

        Assert.Equal(("ResolveToolError", "JinjaParsingError", "n"), (error.ErrorClass, error.InnerClass, error.Node));
    }

    [Fact]
    public async Task A_template_that_is_missing_is_InvalidSource()
    {
        Write("hello", "x");
        File.Delete(folder.At("hello", "n.jinja2"));

        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync(new FlowRequest(folder.At("hello"))));

        Assert.Equal("Tool load failed in 'n': (InvalidSource) Node source path 'n.jinja2' is invalid on node 'n'.", error.Message);
    }

    [Fact]
    public async Task Constructor_arguments_for_a_DAG_are_ignored_with_a_warning()
    {
        Write("hello", "x");
        await using var flow = await FlowOpener.OpenAsync(new FlowRequest(folder.At("hello")) { Init = new PythonDict { { "a", 1L } } }, Services, TestContext.Current.CancellationToken);

        Assert.Contains("Got unexpected init args {'a': 1} for non-script flow. Ignoring them.", flow.Warnings);
    }

    [Fact]
    public async Task A_connection_whose_variable_is_not_set_is_the_users_to_mend()
    {
        folder.Write("ask/p.jinja2", "user:\nhi");
        folder.Write("ask/flow.dag.yaml", """
            outputs: {x: {reference: "${n.output}"}}
            nodes:
            - {name: n, type: llm, source: {type: code, path: p.jinja2}, inputs: {model: m}, connection: c, api: chat}
            """);
        var services = new FlowServices { Connections = new Unset(), Models = new Nothing() };

        var e = await Assert.ThrowsAsync<FlowException>(async () => await FlowOpener.OpenAsync(new FlowRequest(folder.At("ask")), services, TestContext.Current.CancellationToken));

        Assert.Equal(("ResolveToolError", "UserErrorException", ErrorKind.UserError), (e.ErrorClass, e.InnerClass, e.Kind));
        Assert.Equal("Tool load failed in 'n': (UserErrorException) KEY is not set.", e.Message);
    }

    public void Dispose() => folder.Dispose();

    private static FlowServices Services => new() { Connections = new Nothing(), Models = new Nothing() };

    private void Write(string name, string template, string more = "")
    {
        folder.Write($"{name}/n.jinja2", template);
        folder.Write($"{name}/flow.dag.yaml", more + """
            inputs: {name: {type: string}}
            outputs: {x: {reference: "${n.output}"}}
            nodes:
            - {name: n, type: prompt, source: {type: code, path: n.jinja2}, inputs: {name: "${inputs.name}"}}
            """);
    }

    private static async Task<LineResult> RunAsync(FlowRequest request, PythonDict? inputs = null)
    {
        await using var flow = await FlowOpener.OpenAsync(request, Services, TestContext.Current.CancellationToken);
        return await flow.ExecuteLineAsync(new LineRequest(inputs ?? [], "run", null), TestContext.Current.CancellationToken);
    }

    private sealed class Unset : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => throw new ProblemException("connection-reference", "KEY is not set.");
    }

    private sealed class Nothing : IConnectionSource, IModelProviders
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);

        public IModelProvider For(Connection connection) => throw new NotSupportedException();
    }
}

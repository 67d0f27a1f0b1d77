using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Python;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Python;

public sealed class FlexFlowTests
{
    [Fact]
    public async Task The_signature_decides_the_inputs_and_a_dict_gives_the_columns()
    {
        await using var flow = await OpenAsync("def f(q: str, n: int = 2, more: dict = None):\n    return {'q': q, 'n': n, 'more': more}");

        Assert.Equal(["q:string", "n:int", "more:object"], flow.Flow.Inputs.Select(i => $"{i.Name}:{i.Type}"));
        Assert.Equal("{'q': 'a', 'n': 2, 'more': None}", await flow.OutputAsync(new PythonDict { { "q", "a" }, { "extra", 1L } }));
        Assert.Equal("{'q': 'a', 'n': 5, 'more': {'k': 1}}", await flow.OutputAsync(new PythonDict { { "q", "a" }, { "n", "5" }, { "more", "{\"k\": 1}" } }));
    }

    [Theory]
    [InlineData("return 3", "{'output': 3}")]
    [InlineData("return None", "{'output': None}")]
    [InlineData("return R(1, [R(2, [])])", "{'a': 1, 'b': [{'a': 2, 'b': []}]}")]
    [InlineData("yield 'x'\n    yield 'y'", "{'output': 'xy'}")]
    public async Task Any_other_result_is_the_column_output(string body, string expected)
    {
        await using var flow = await OpenAsync($"from dataclasses import dataclass\n@dataclass\nclass R:\n    a: int\n    b: list\ndef f():\n    {body}");

        Assert.Equal(expected, await flow.OutputAsync([]));
    }

    [Fact]
    public async Task What_it_prints_is_in_the_line_s_record()
    {
        await using var flow = await OpenAsync("import sys\ndef f():\n    print('said')\n    print('warned', file=sys.stderr)\n    return 1");

        var line = (await flow.Flow.ExecuteLineAsync(new LineRequest([], "run", 0), TestContext.Current.CancellationToken)).Line;

        Assert.EndsWith("] said\n", line.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith("] warned\n", line.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_is_made_once_and_aggregates_what_its_lines_gave()
    {
        await using var flow = await OpenAsync(
            """
            class f:
                def __init__(self, start: int, name: str = "x"):
                    self.start, self.name, self.calls = start, name, 0
                async def __call__(self, v: int):
                    self.calls += 1
                    return {"sum": self.start + v, "calls": self.calls, "name": self.name}
                def __aggregate__(self, line_results: list):
                    return {"total": sum(r.sum for r in line_results), "first": line_results[0]["name"]}
            """,
            new PythonDict { { "start", "10" } });

        Assert.Equal("{'sum': 11, 'calls': 1, 'name': 'x'}", await flow.OutputAsync(new PythonDict { { "v", 1L } }));
        Assert.Equal("{'sum': 12, 'calls': 2, 'name': 'x'}", await flow.OutputAsync(new PythonDict { { "v", 2L } }));
        var lines = new[] { 1L, 2L }.Select((v, i) => new AggregationLine(i, [], new PythonDict { { "sum", v }, { "name", "x" } }, [])).ToList();
        var aggregated = await flow.Flow.AggregateAsync(new AggregationRequest("run", lines), TestContext.Current.CancellationToken);
        Assert.Equal("{'total': 3, 'first': 'x'}", PythonText.Repr(aggregated.Metrics));
    }

    [Fact]
    public async Task A_bare_result_is_bare_in_the_aggregation_and_its_failure_leaves_no_metrics()
    {
        await using var flow = await OpenAsync("class f:\n    def __call__(self, v: int):\n        return v\n    def __aggregate__(self, rs):\n        return {'sum': sum(rs)}");
        var result = await flow.Flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "v", 4L } }, "run", 0), TestContext.Current.CancellationToken);
        var line = new AggregationLine(0, [], result.Line.Output!, []);

        Assert.Equal("{'sum': 4}", PythonText.Repr((await flow.Flow.AggregateAsync(new AggregationRequest("run", [line]), TestContext.Current.CancellationToken)).Metrics));
        var failed = await flow.Flow.AggregateAsync(new AggregationRequest("other", [line with { Output = new PythonDict { { "output", "text" } } }]), TestContext.Current.CancellationToken);
        Assert.Empty(failed.Metrics);
        Assert.Equal("TypeError", failed.Errors["__aggregate__"].Inner);
    }

    [Fact]
    public async Task A_model_configuration_given_as_a_dict_takes_its_keys_from_the_connection()
    {
        await using var flow = await OpenAsync(
            """
            from promptflow.core import AzureOpenAIModelConfiguration
            class f:
                def __init__(self, model_config: AzureOpenAIModelConfiguration):
                    self.c = model_config
                def __call__(self):
                    return {"e": self.c.azure_endpoint, "d": self.c.azure_deployment, "k": self.c.api_key == "secret", "t": type(self.c).__name__}
            """,
            new PythonDict { { "model_config", new PythonDict { { "connection", "azure" }, { "azure_deployment", "gpt" } } } });

        Assert.Equal("{'e': 'https://a.example', 'd': 'gpt', 'k': True, 't': 'AzureOpenAIModelConfiguration'}", await flow.OutputAsync([]));
    }

    [Theory]
    [InlineData("def f(:", "PythonLoadError", "SyntaxError")]
    [InlineData("def g(): pass", "PythonLoadError", "AttributeError")]
    [InlineData("class f:\n    def __init__(self):\n        raise ValueError('no')\n    def __call__(self): pass", "FlowEntryInitializationError", "ValueError")]
    public async Task What_cannot_be_loaded_names_its_class(string source, string errorClass, string inner)
    {
        var failure = await Assert.ThrowsAnyAsync<FlowException>(async () => await OpenAsync(source));

        Assert.Equal((errorClass, inner), (failure.ErrorClass, failure.InnerClass));
    }

    [Fact]
    public async Task A_failing_call_is_a_script_execution_error()
    {
        await using var flow = await OpenAsync("def f(x: str):\n    raise KeyError(x)");

        var error = (await flow.Flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "x", "a" } }, "run", 3), TestContext.Current.CancellationToken)).Line.Error!;

        Assert.Equal(("ScriptExecutionError", "KeyError", "Execution failure in 'f': (KeyError) 'a'"), (error.Code, error.Inner, error.Message));
    }

    [Fact]
    public async Task A_syntax_error_in_what_the_code_reads_has_the_place_of_the_code()
    {
        await using var flow = await OpenAsync("import ast\ndef f(x: str):\n    return ast.literal_eval(x)");

        var error = (await flow.Flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "x", "1 +" } }, "run", 3), TestContext.Current.CancellationToken)).Line.Error!;

        Assert.Equal("SyntaxError", error.ToolDetails!["type"]);
        Assert.True(File.Exists((string)error.ToolDetails["filename"]!));
    }

    [Fact]
    public async Task A_line_that_takes_too_long_is_stopped_and_the_next_one_runs()
    {
        await using var flow = await OpenAsync("import time\ndef f(s: float):\n    time.sleep(s)\n    return 1");

        var slow = await flow.Flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "s", 60.0 } }, "run", 3) { TimeoutSeconds = 0.3 }, TestContext.Current.CancellationToken);

        Assert.Equal(("LineExecutionTimeoutError", "Line 3 execution timeout for exceeding 0.3 seconds"), (slow.Line.Error!.Code, slow.Line.Error.Message));
        Assert.Equal("{'output': 1}", await flow.OutputAsync(new PythonDict { { "s", 0.0 } }));
    }

    private static async Task<Opened> OpenAsync(string source, PythonDict? init = null)
    {
        Assert.SkipUnless(PythonFlow.Missing is null, PythonFlow.Missing ?? "");
        var folder = new TemporaryFolder();
        folder.Write("main.py", source);
        try
        {
            var definition = FlexReader.Read(folder.Write("flow.flex.yaml", "entry: main:f\n"));
            var flow = await FlexFlow.CreateAsync(
                definition,
                new FlexFlowOptions { Connections = new Azure(), Init = init, Python = new PythonOptions { WorkerCount = 1 } },
                TestContext.Current.CancellationToken);
            return new Opened(folder, flow);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private sealed record Opened(TemporaryFolder Folder, FlexFlow Flow) : IAsyncDisposable
    {
        public async Task<string> OutputAsync(PythonDict inputs)
        {
            var result = await Flow.ExecuteLineAsync(new LineRequest(inputs, "run", null), TestContext.Current.CancellationToken);
            Assert.True(result.Line.Status == RunStatus.Completed, result.Line.Error?.Message);
            return PythonText.Repr(result.Line.Output);
        }

        public async ValueTask DisposeAsync()
        {
            await Flow.DisposeAsync();
            Folder.Dispose();
        }
    }

    private sealed class Azure : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(new Connection
        {
            Name = name,
            Type = "AzureOpenAIConnection",
            Configs = new Dictionary<string, string?>(StringComparer.Ordinal) { ["api_base"] = "https://a.example", ["api_version"] = "v" },
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["api_key"] = "secret" },
        });
    }
}

using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Prompties;
using Gyre.Flows.Tests.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Prompties;

public sealed class PromptyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ModelProviders models = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        models.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_call_sends_parameters_model_and_messages()
    {
        using var server = LoopbackServer.Saying("ok");
        Assert.Equal("ok", await Load(V1(server.Address)).CallAsync([], null, Stop));
        Assert.Equal("""{"temperature":0.2,"model":"m1","messages":[{"role":"system","content":"Be terse."},{"role":"user","content":"hello"}]}""", server.OnlyBody);
    }

    [Fact]
    public async Task Both_dialects_send_the_same()
    {
        using var server = LoopbackServer.Saying("ok");
        await Load(V1(server.Address, "{temperature: 0.2, max_tokens: 9}")).CallAsync([], null, Stop);
        await Load($$$"""
            ---
            name: Terse
            model:
              id: m1
              provider: openai
              apiType: chat
              connection: {kind: key, endpoint: "{{{server.Address}}}/v1", apiKey: k}
              options: {temperature: 0.2, maxOutputTokens: 9}
            inputs:
            - {name: q, kind: string, default: hello}
            ---
            system:
            Be terse.
            user:
            {{q}}
            """).CallAsync([], null, Stop);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(r => r.Body).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mustache_template_renders_too()
    {
        var prompty = Load("---\nmodel: {id: m1, provider: openai, apiType: chat}\ntemplate: {format: {kind: mustache}, parser: {kind: prompty}}\ninputs:\n- {name: items, kind: array}\n---\nuser:\n{{#items}}\n- {{.}}\n{{/items}}\n");
        Assert.Equal("[{'role': 'user', 'content': '- a\\n- b'}]", await prompty.RenderAsync(new PythonDict { { "items", new List<object?> { "a", "b" } } }, Stop));
    }

    [Fact]
    public async Task Rendering_prints_the_messages_as_python()
    {
        Assert.Equal("[{'role': 'system', 'content': 'Be terse.'}, {'role': 'user', 'content': \"it's\"}]", await Load(V1("http://x")).RenderAsync(new PythonDict { { "q", "it's" } }, Stop));
        Assert.Equal("say x", await Load(V1("http://x", body: "say {{q}}", api: "completion")).RenderAsync(new PythonDict { { "q", "x" } }, Stop));
    }

    [Fact]
    public async Task A_completion_sends_the_text()
    {
        using var server = LoopbackServer.Saying("ok");
        Assert.Equal("ok", await Load(V1(server.Address, "{max_tokens: 3}", body: "say {{q}}", api: "completion")).CallAsync([], null, Stop));
        Assert.Equal("/v1/completions", Assert.Single(server.Requests).Path);
        Assert.Equal("""{"max_tokens":3,"model":"m1","prompt":"say hello"}""", server.OnlyBody);
    }

    [Fact]
    public async Task Missing_inputs_are_all_named()
    {
        var prompty = Load(V1("http://x", rest: "inputs: {a: {type: string}, q: {type: string}, z: {type: string, default: null}}"));
        var e = await Assert.ThrowsAsync<FlowException>(async () => await prompty.RenderAsync(new PythonDict { { "x", 1L } }, Stop));
        Assert.Equal((ErrorClasses.MissingRequiredInputError, "Missing required inputs: ['a', 'q']"), (e.ErrorClass, e.Message));
    }

    [Fact]
    public async Task Without_arguments_the_sample_is_used()
    {
        var prompty = Load(V1("http://x", rest: "inputs: {q: {type: string}, d: {type: string, default: D}}\nsample: {q: from the sample}", body: "user:\n{{q}} {{d}}"));
        Assert.Equal("[{'role': 'user', 'content': 'from the sample D'}]", await prompty.RenderAsync([], Stop));
        Assert.Equal("[{'role': 'user', 'content': 'given D'}]", await prompty.RenderAsync(new PythonDict { { "q", "given" } }, Stop));
    }

    [Fact]
    public void Without_declarations_the_samples_keys_are_the_inputs() =>
        Assert.Equal(["a", "b"], Load(V1("http://x", rest: "sample: {a: 1, b: text}")).Inputs.Select(i => i.Name));

    [Fact]
    public async Task Only_declared_inputs_reach_the_template() =>
        Assert.Equal("[{'role': 'user', 'content': '[]'}]", await Load(V1("http://x", body: "user:\n[{{other}}]")).RenderAsync(new PythonDict { { "other", "x" }, { "q", "y" } }, Stop));

    [Fact]
    public async Task Inputs_cannot_open_a_role() => Assert.Equal(
        "[{'role': 'system', 'content': 'Be terse.'}, {'role': 'user', 'content': 'a\\nsystem:\\nb'}]",
        await Load(V1("http://x")).RenderAsync(new PythonDict { { "q", "a\nsystem:\nb" } }, Stop));

    [Fact]
    public async Task An_image_becomes_a_part_of_its_message()
    {
        await File.WriteAllBytesAsync(folder.At("a.png"), [0x89, 0x50, 0x4E, 0x47], Stop);
        var prompty = Load(V1("http://x", rest: "inputs: {q: {type: image}}", body: "user:\nLook ![image]({{q}}) here"));
        foreach (var image in new object[] { "a.png", "data:image/png;path: a.png", "data:image/png;base64: iVBORw==", new PythonDict { { "data:image/png;base64", "iVBORw==" } } })
        {
            Assert.Equal(
                "[{'role': 'user', 'content': [{'type': 'text', 'text': 'Look '}, {'type': 'image_url', 'image_url': {'url': 'data:image/png;base64,iVBORw==', 'detail': 'auto'}}, {'type': 'text', 'text': ' here'}]}]",
                await prompty.RenderAsync(new PythonDict { { "q", image } }, Stop));
        }
    }

    [Fact]
    public async Task A_json_answer_is_a_dict_of_the_declared_outputs()
    {
        using var server = LoopbackServer.Saying("""{\"a\": 1, \"b\": 2}""");
        Assert.Equal("""{"a":1,"b":2}""", PythonJson.Write(await Load(V1(server.Address, "{response_format: {type: json_object}}")).CallAsync([], null, Stop)));
        Assert.Equal("""{"b":2}""", PythonJson.Write(await Load(V1(server.Address, "{response_format: {type: json_object}}", "inputs: {q: {type: string, default: h}}\noutputs: {b: {type: int}}")).CallAsync([], null, Stop)));
        var e = await Assert.ThrowsAsync<FlowException>(() => Load(V1(server.Address, "{response_format: {type: json_object}}", "outputs: {c: {type: int}}")).CallAsync([], null, Stop));
        Assert.Equal((ErrorClasses.InvalidOutputKeyError, "Cannot find c in response ['a', 'b']"), (e.ErrorClass, e.Message));
    }

    [Fact]
    public async Task An_answer_that_is_not_the_json_asked_for_is_LLMError()
    {
        using var server = LoopbackServer.Saying("no json");
        var e = await Assert.ThrowsAsync<FlowException>(() => Load(V1(server.Address, "{response_format: {type: json_object}}")).CallAsync([], null, Stop));
        Assert.Equal((ErrorClasses.LlmError, "JSONDecodeError"), (e.ErrorClass, e.InnerClass));
    }

    [Fact]
    public async Task A_tool_call_gives_the_message_and_all_gives_everything()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"id":"c","choices":[{"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}}]}"""));
        const string tools = "{tools: [{type: function, function: {name: f, parameters: {type: object, properties: {}}}}]}";
        Assert.Equal("""{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}""", PythonJson.Write(await Load(V1(server.Address, tools)).CallAsync([], null, Stop)));
        Assert.Contains("\"tool_choice\":\"auto\"", server.OnlyBody);
        var whole = (PythonDict)(await Load(V1(server.Address, tools, model: "response: all")).CallAsync([], null, Stop))!;
        Assert.Equal("c", whole["id"]);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}""")]
    [InlineData("""{"role":"assistant","content":null,"function_call":{"name":"f"}}""")]
    public async Task A_forced_tool_call_is_one_though_its_answer_stopped(string message)
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json($$"""{"choices":[{"finish_reason":"stop","message":{{message}}}]}"""));
        Assert.Equal(message, PythonJson.Write(await Load(V1(server.Address)).CallAsync([], null, Stop)));
    }

    [Fact]
    public async Task An_error_names_the_line_that_its_cause_stands_in()
    {
        using var server = new LoopbackServer(_ => new WireAnswer(401, "application/json", "{}"u8.ToArray()));
        var refused = await Load(V1(server.Address)).ExecuteLineAsync(new LineRequest([], "run", null), Stop);
        Assert.Equal((ErrorClasses.WrappedOpenAiError, 3), (refused.Line.Error!.Code, refused.Line.Error.Line));
        var missing = await Load("---\nmodel: {api: chat}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n").ExecuteLineAsync(new LineRequest([], "run", null), Stop);
        Assert.Equal((ErrorClasses.MissingRequiredInputError, 3), (missing.Line.Error!.Code, missing.Line.Error.Line));
        var both = Assert.Throws<FlowException>(() => Load("---\nname: x\nmodel: {configuration: {type: openai, connection: c, api_key: k}}\n---\nuser:\nhi\n"));
        Assert.Equal((ErrorClasses.InvalidConnectionError, 3), (both.ErrorClass, both.Line));
    }

    [Fact]
    public async Task Tools_are_checked()
    {
        var e = await Assert.ThrowsAsync<FlowException>(() => Load(V1("http://127.0.0.1:9", "{tools: []}")).CallAsync([], null, Stop));
        Assert.Equal(ErrorClasses.ChatApiInvalidTools, e.ErrorClass);
    }

    [Fact]
    public async Task A_streamed_answer_comes_in_pieces_or_joined()
    {
        using var server = new LoopbackServer(_ => new WireAnswer(200, "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8.ToArray()));
        var stream = Assert.IsType<TextStream>(await Load(V1(server.Address, "{stream: true}")).CallAsync([], null, Stop));
        Assert.Equal("ab", await stream.JoinAsync(Stop));
        var line = await Load(V1(server.Address, "{stream: true}")).ExecuteLineAsync(new LineRequest([], "run", null), Stop);
        Assert.Equal("ab", line.Line.Output!["output"]);
        var open = await Load(V1(server.Address, "{stream: true}"), streaming: true).ExecuteLineAsync(new LineRequest([], "run", null), Stop);
        Assert.IsType<TextStream>(open.Line.Output!["output"]);
    }

    [Fact]
    public async Task Overrides_win_level_by_level()
    {
        using var server = LoopbackServer.Saying("ok");
        var overrides = new PythonDict { { "model", new PythonDict { { "parameters", new PythonDict { { "max_tokens", 5L } } }, { "configuration", new PythonDict { { "model", "m2" } } } } } };
        await Load(V1(server.Address), overrides).CallAsync([], null, Stop);
        Assert.Contains("\"max_tokens\":5", server.OnlyBody);
        Assert.Contains("\"temperature\":0.2", server.OnlyBody);
        Assert.Contains("\"model\":\"m2\"", server.OnlyBody);
    }

    [Fact]
    public async Task A_prompty_runs_on_a_connection_that_speaks_otherwise()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json(
            """{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Bonjour."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4}}"""));
        var connection = new Connection
        {
            Name = "claude",
            Type = "AnthropicConnection",
            Configs = new Dictionary<string, string?> { ["base_url"] = server.Address },
            Secrets = new Dictionary<string, string> { ["api_key"] = "sk-ant" },
        };
        const string text = "---\nmodel:\n  api: chat\n  configuration: {type: openai, model: claude-sonnet-4-5, connection: claude}\n  parameters: {temperature: 0.2, max_tokens: 9}\n---\nsystem:\nBe terse.\nuser:\nhi\n";
        Assert.Equal("Bonjour.", await Load(text, connections: connection).CallAsync([], null, Stop));
        Assert.Equal("/v1/messages", Assert.Single(server.Requests).Path);
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":9,"system":[{"type":"text","text":"Be terse."}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"temperature":0.2}""",
            server.OnlyBody);
    }

    [Fact]
    public async Task A_stored_connection_may_be_named()
    {
        using var server = LoopbackServer.Saying("ok");
        var connection = new Connection
        {
            Name = "az",
            Type = "AzureOpenAIConnection",
            Configs = new Dictionary<string, string?> { ["api_base"] = server.Address, ["api_version"] = "2024-02-01", ["auth_mode"] = "key" },
            Secrets = new Dictionary<string, string> { ["api_key"] = "k" },
        };
        const string text = "---\nmodel:\n  api: chat\n  configuration: {type: azure_openai, azure_deployment: d1, connection: az}\n  parameters: {}\n---\nuser:\nhi\n";
        Assert.Equal("ok", await Load(text, connections: connection).CallAsync([], null, Stop));
        Assert.StartsWith("/openai/deployments/d1/chat/completions", Assert.Single(server.Requests).Path);
        Assert.Equal(ErrorClasses.ConnectionNotFoundError, (await Assert.ThrowsAsync<FlowException>(() => Load(text).CallAsync([], null, Stop))).ErrorClass);
    }

    [Fact]
    public async Task Keys_come_from_the_environment_where_none_are_written()
    {
        using var server = LoopbackServer.Saying("ok");
        const string text = "---\nmodel:\n  api: chat\n  configuration: {type: openai, model: m1}\n  parameters: {}\n---\nuser:\nhi\n";
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "env-key", ["OPENAI_BASE_URL"] = server.Address + "/v1" };
        Assert.Equal("ok", await Load(text, environment: environment).CallAsync([], null, Stop));
        Assert.Equal("Bearer env-key", Assert.Single(server.Requests).Headers["authorization"]);
    }

    [Fact]
    public async Task A_model_of_no_known_type_is_UnknownConnectionType() => Assert.Equal(
        "UnknownConnectionType",
        (await Assert.ThrowsAsync<FlowException>(() => Load("---\nmodel:\n  api: chat\n  configuration: {type: dream, model: m}\n---\nuser:\nhi\n").CallAsync([], null, Stop))).ErrorClass);

    [Fact]
    public void An_api_that_is_no_chat_is_refused() => Assert.Equal(
        ErrorClasses.UserErrorException,
        Assert.Throws<FlowException>(() => Load("---\nmodel: {id: e, provider: openai, apiType: embedding}\n---\nhi\n")).ErrorClass);

    [Fact]
    public void A_broken_template_names_its_line_in_the_file()
    {
        var e = Assert.Throws<FlowException>(() => Load("---\nmodel: {api: chat}\n---\nuser:\n{% if x %}\n{{ 1 + }}\n"));
        Assert.Equal((ErrorClasses.JinjaParsingError, 6), (e.ErrorClass, e.Line));
    }

    [Fact]
    public async Task A_line_gives_columns_tokens_and_the_call()
    {
        using var server = LoopbackServer.Saying("ok");
        var result = await Load(V1(server.Address)).ExecuteLineAsync(new LineRequest(new PythonDict { { "q", "x" } }, "run", 3), Stop);
        Assert.Equal((RunStatus.Completed, "run_3", "Terse"), (result.Line.Status, result.Line.RunId, result.Line.FlowId));
        Assert.Equal("""{"output":"ok"}""", PythonJson.Write(result.Line.Output));
        Assert.Equal(new Usage(3, 4, 7) { Costs = new(default, 0, 1) }, result.Line.Usage);
        Assert.Equal("openai_chat", ((PythonDict)((List<object?>)result.Line.ApiCalls[0]["children"]!)[0]!)["name"]);
    }

    [Fact]
    public async Task A_line_that_fails_says_why()
    {
        var result = await Load(V1("http://127.0.0.1:9", rest: "inputs: {q: {type: string}}")).ExecuteLineAsync(new LineRequest(new PythonDict { { "a", 1L } }, "run", 0), Stop);
        Assert.Equal((RunStatus.Failed, ErrorClasses.MissingRequiredInputError), (result.Line.Status, result.Line.Error!.Code));
    }

    [Fact]
    public async Task A_prompty_gives_up_after_ten_repetitions()
    {
        using var server = new LoopbackServer(_ =>
        {
            var busy = WireAnswer.Json("{}", 500);
            busy.Headers["Retry-After"] = "0";
            return busy;
        });
        var e = await Assert.ThrowsAsync<FlowException>(() => Load(V1(server.Address)).CallAsync([], null, Stop));
        Assert.Equal(ErrorClasses.ExceedMaxRetryTimes, e.ErrorClass);
        Assert.Equal(11, server.Requests.Count);
    }

    private static string V1(string address, string parameters = "{temperature: 0.2}", string rest = "inputs: {q: {type: string, default: hello}}", string body = "system:\nBe terse.\nuser:\n{{q}}", string api = "chat", string model = "") => $$$"""
        ---
        name: Terse
        model:
          api: {{{api}}}
          configuration: {type: openai, model: m1, api_key: k, base_url: "{{{address}}}/v1"}
          parameters: {{{parameters}}}
          {{{model}}}
        {{{rest}}}
        ---
        {{{body}}}
        """;

    private Prompty Load(string text, PythonDict? overrides = null, IReadOnlyDictionary<string, string>? environment = null, bool streaming = false, params IReadOnlyList<Connection> connections) =>
        Prompty.Load(folder.Write("p.prompty", text), new FlowServices { Connections = new Known(connections), Models = models }, overrides, environment, streaming);

    private sealed class Known(IReadOnlyList<Connection> connections) : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(connections.FirstOrDefault(c => c.Name == name));
    }
}

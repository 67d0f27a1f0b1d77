using Gyre.Flows.Python;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Python;

/// <summary>The promptflow package that flows import.</summary>
public sealed class PromptflowPackageTests
{
    [Theory]
    [InlineData("promptflow.core", "tool log_metric Prompty AzureOpenAIModelConfiguration OpenAIModelConfiguration ToolProvider Flow AsyncPrompty AsyncFlow")]
    [InlineData("promptflow.connections", "AzureOpenAIConnection OpenAIConnection CustomConnection CustomStrongTypeConnection CognitiveSearchConnection SerpConnection ServerlessConnection AzureContentSafetyConnection FormRecognizerConnection AzureAIServicesConnection QdrantConnection WeaviateConnection")]
    [InlineData("promptflow.tracing", "trace start_trace")]
    [InlineData("promptflow.tracing._operation_context", "OperationContext")]
    [InlineData("promptflow", "tool log_metric ToolProvider")]
    [InlineData("promptflow._core.tool", "InputSetting tool ToolProvider DynamicList GeneratedBy")]
    [InlineData("promptflow.entities", "InputSetting DynamicList FlowContext AzureOpenAIConnection OpenAIConnection Run CustomConnection")]
    [InlineData("promptflow.contracts.multimedia", "Image PFBytes")]
    [InlineData("promptflow.contracts.types", "AssistantDefinition Secret FilePath PromptTemplate")]
    [InlineData("promptflow.executor._assistant_tool_invoker", "AssistantToolInvoker")]
    [InlineData("promptflow.integrations.langchain", "PromptFlowCallbackHandler")]
    [InlineData("promptflow.tools.openai", "chat completion OpenAI")]
    [InlineData("promptflow.tools.aoai", "chat completion AzureOpenAI")]
    [InlineData("promptflow.tools", "AzureOpenAI OpenAI")]
    [InlineData("promptflow.tools.common", "parse_chat render_jinja_template")]
    [InlineData("promptflow.tools.embedding", "embedding")]
    [InlineData("promptflow.exceptions", "SystemErrorException UserErrorException PromptflowException ValidationException ErrorTarget")]
    [InlineData("promptflow._internal", "ErrorResponse ExceptionPresenter")]
    [InlineData("promptflow._sdk._errors", "InvalidRunStatusError")]
    [InlineData("promptflow._sdk.entities", "AzureOpenAIConnection")]
    [InlineData("promptflow._utils.logger_utils", "get_logger")]
    [InlineData("promptflow._utils.yaml_utils", "load_yaml")]
    [InlineData("promptflow.client", "PFClient load_flow load_run")]
    [InlineData("promptflow.core._flow", "Prompty")]
    [InlineData("promptflow.azure", "PFClient")]
    public async Task Every_import_is_there(string module, string names)
    {
        await using var flow = PythonFlow.Script($"from promptflow.core import tool as _tool\nfrom {module} import {names.Replace(' ', ',')}\n@_tool\ndef n():\n    return True");

        Assert.Equal(true, await flow.OutputAsync());
    }

    [Fact]
    public async Task A_connection_has_its_fields_as_attributes_items_and_a_mapping()
    {
        await using var flow = Connected(
            """
            @tool
            def n(c: AzureOpenAIConnection):
                assert isinstance(c, AzureOpenAIConnection) and c.api_key == "k" and c["api_key"] == "k"
                assert dict(c)["api_base"] == "https://a" and {**c}["api_version"] == "v"
                assert c.is_secret("api_key") and not c.is_secret("api_base")
                return [c.name, c.type, c.module, c.auth_mode, c.api_type, sorted(c.keys()), type(c).__name__, repr(c)]
            """,
            new Connection { Name = "c", Type = "AzureOpenAIConnection", Configs = Of(("api_base", "https://a"), ("api_version", "v"), ("auth_mode", "key"), ("api_type", "azure")), Secrets = Secret("api_key", "k") });

        Assert.Equal(
            "['c', 'AzureOpenAI', 'promptflow.connections', 'key', 'azure', ['api_base', 'api_key', 'api_type', 'api_version', 'auth_mode'], 'AzureOpenAIConnection', \"<AzureOpenAIConnection 'c'>\"]",
            await flow.ReprAsync());
    }

    [Fact]
    public async Task A_custom_connection_becomes_the_users_own_class()
    {
        var custom = new Connection { Name = "c", Type = "CustomConnection", Configs = Of(("url", "https://u")), Secrets = Secret("key", "s") };
        await using var plain = Connected("@tool\ndef n(c: CustomConnection):\n    return [c.url, c.key, c.configs, list(c.secrets), c.type]", custom);
        Assert.Equal("['https://u', 's', {'url': 'https://u'}, ['key'], 'Custom']", await plain.ReprAsync());

        await using var strong = Connected(
            "class Own(CustomStrongTypeConnection):\n    key: Secret\n    url: str = 'https://default'\n    more: str = 'd'\n@tool\ndef n(c: Own):\n    return [isinstance(c, Own), c.key, c.url, c.more, list(c.secrets), sorted(c.configs)]",
            custom);
        Assert.Equal("[True, 's', 'https://u', 'd', ['key'], ['more', 'url']]", await strong.ReprAsync());
    }

    [Fact]
    public async Task A_connection_given_on_by_a_tool_shows_only_its_name_in_records()
    {
        await using var flow = Connected(
            "@tool\ndef n(c: CustomConnection):\n    return c",
            new Connection { Name = "c", Type = "CustomConnection", Secrets = Secret("key", "sk-hidden") });

        var result = await flow.RunAsync();

        Assert.DoesNotContain("sk-hidden", PythonJson.Write(result.Nodes[0].Output) + PythonJson.Write(result.Nodes[0].Inputs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traced_functions_are_children_of_the_node()
    {
        await using var flow = PythonFlow.Script(
            """
            from promptflow.core import tool
            from promptflow.tracing import trace
            @trace
            def outer(x):
                return inner(x) + 1
            @trace
            def inner(x):
                return x * 2
            @trace
            def fails():
                raise ValueError("no")
            @tool
            def n():
                try:
                    fails()
                except ValueError:
                    pass
                return outer(3)
            """);

        var call = (PythonDict)Assert.Single((await flow.RunAsync()).Nodes).ApiCalls[0];
        var children = ((List<object?>)call["children"]!).Cast<PythonDict>().ToList();

        Assert.Equal(["fails", "outer"], children.Select(c => c["name"]));
        Assert.Equal("{'message': 'no', 'type': 'ValueError'}", PythonText.Repr(children[0]["error"]));
        Assert.Equal("{'x': 3} 7", $"{PythonText.Repr(children[1]["inputs"])} {children[1]["output"]}");
        Assert.Equal("inner", ((PythonDict)Assert.Single((List<object?>)children[1]["children"]!)!)["name"]);
    }

    [Theory]
    [InlineData("UserErrorException('mine')", "UserErrorException", "mine", ErrorKind.UserError)]
    [InlineData("SystemErrorException('ours')", "SystemErrorException", "ours", ErrorKind.SystemError)]
    [InlineData("Own(message_format='bad {what}', what='day')", "Own", "bad day", ErrorKind.UserError)]
    public async Task An_exception_of_promptflows_is_reported_as_itself(string raised, string code, string message, ErrorKind kind)
    {
        await using var flow = PythonFlow.Script($"from promptflow.core import tool\nfrom promptflow.exceptions import *\nclass Own(UserErrorException): pass\n@tool\ndef n():\n    raise {raised}");

        var error = (await flow.RunAsync()).Line.Error!;

        Assert.Equal((code, message, kind), (error.Code, error.Message, error.Kind));
    }

    [Fact]
    public async Task An_assistants_tools_are_described_and_called()
    {
        await using var flow = PythonFlow.Files(
            null,
            null,
            ("flow.dag.yaml", "outputs: {r: {reference: \"${n.output}\"}}\nnodes:\n- {name: n, type: python, source: {type: code, path: n.py}, inputs: {}}\n"),
            ("weather.py", """
                from promptflow.core import tool
                @tool
                def weather(city: str, days: int = 1, unit: str = "C"):
                    '''Tells the weather.

                    :param city: Where.
                    :type city: str
                    :param days: How many days
                        ahead.
                    '''
                    return f"{city} {days} {unit}"
                """),
            ("n.py", """
                from promptflow.core import tool
                from promptflow.contracts.types import AssistantDefinition
                from promptflow.executor._assistant_tool_invoker import AssistantToolInvoker
                @tool
                def n():
                    tools = [{"type": "code_interpreter"}, {"type": "function", "tool_type": "python", "source": {"type": "code", "path": "weather.py"}, "predefined_inputs": {"unit": "F"}}]
                    a = AssistantDefinition(model="m", instructions="i", tools=tools)
                    invoker = AssistantToolInvoker.init(a.tools)
                    return [invoker.to_openai_tools(), invoker.invoke_tool("weather", {"city": "Rome"})]
                """));

        Assert.Equal(
            """[[{"type":"code_interpreter"},{"type":"function","function":{"name":"weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"city":{"description":"Where.","type":"string"},"days":{"description":"How many days ahead.","type":"number"}},"required":["city"]}}}],"Rome 1 F"]""",
            PythonJson.Write(await flow.OutputAsync()));
    }

    [Fact]
    public async Task Helpers_ask_the_engine_and_streams_come_back_piece_by_piece()
    {
        var host = new Scripted();
        await using var flow = PythonFlow.Script(
            """
            from promptflow.core import tool
            from promptflow.connections import OpenAIConnection
            from promptflow.tools.openai import chat
            from promptflow.tools.common import render_jinja_template
            from promptflow.exceptions import UserErrorException
            from promptflow._utils.yaml_utils import load_yaml
            @tool
            def n():
                c = OpenAIConnection(api_key="k")
                try:
                    chat(c, "broken")
                except UserErrorException as e:
                    failure = [type(e).__name__, str(e)]
                pieces = list(chat(c, "user:\n{{q}}", model="m", stream=True, q="hi"))
                with open("data.yaml", "w") as f:
                    f.write("a: [1, yes]")
                return [pieces, render_jinja_template("x {{y}}", y=1), failure, load_yaml("data.yaml")]
            """,
            options: new PythonOptions { WorkerCount = 1, Host = host });

        Assert.Equal("[['a', 'b'], 'rendered x {{y}}', ['WrappedOpenAIError', 'no'], {'a': [1, 'yes']}]", await flow.ReprAsync());
        Assert.Equal("OpenAIConnection m {'q': 'hi'} n", host.Seen);
    }

    private static PythonFlow Connected(string script, Connection connection) => PythonFlow.Script(
        "from promptflow.core import tool\nfrom promptflow.connections import *\nfrom promptflow.contracts.types import Secret\n" + script,
        nodeInputs: $"{{c: {connection.Name}}}",
        connections: [connection]);

    private static Dictionary<string, string?> Of(params ReadOnlySpan<(string Key, string? Value)> entries)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            fields[key] = value;
        }

        return fields;
    }

    private static Dictionary<string, string> Secret(string key, string value) => new(StringComparer.Ordinal) { [key] = value };

    private sealed class Scripted : IPythonHost
    {
        public string Seen { get; private set; } = "";

        public ValueTask<object?> CallAsync(string method, PythonDict arguments, CancellationToken cancellationToken)
        {
            if (method == "template.render")
            {
                return ValueTask.FromResult<object?>($"rendered {arguments["template"]}");
            }

            if (arguments["prompt"] is "broken")
            {
                throw new FlowException(ErrorClasses.WrappedOpenAiError, "no");
            }

            Seen = $"{((ConnectionValue)arguments["connection"]!).Connection.Type} {arguments["model"]} {PythonText.Repr(arguments["variables"])} {PythonCall.Current?.Node}";
            return ValueTask.FromResult<object?>(new TextStream(new[] { "a", "b" }.ToAsyncEnumerable()));
        }
    }
}

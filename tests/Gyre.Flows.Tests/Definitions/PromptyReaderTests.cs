using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class PromptyReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_front_matter_ends_at_the_last_line_of_dashes()
    {
        var prompty = Read("---\nname: A\n---\nsystem:\nhello\n");
        Assert.Equal(("A", "system:\nhello\n", 4), (prompty.Name, prompty.Body, prompty.BodyLine));

        var broken = Assert.Throws<Kernel.ProblemException>(() => Read("---\nname: A\n---\nsystem:\n---\nhello\n"));
        Assert.Equal("yaml-syntax", broken.Problem.Code);
    }

    [Fact]
    public void Without_front_matter_it_is_no_prompty()
    {
        var error = Assert.Throws<FlowException>(() => Read("system:\nhello\n"));
        Assert.Equal(ErrorClasses.UserErrorException, error.ErrorClass);
        Assert.StartsWith("Illegal formatting of prompty.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_are_read_as_any_other() =>
        Assert.Equal("system:\nhello\n", Read("---\r\nname: A\r\n---\r\nsystem:\r\nhello\r\n").Body);

    [Theory]
    [InlineData("model: {api: chat, configuration: {type: openai}}", PromptyDialect.V1)]
    [InlineData("model: {parameters: {temperature: 1}}", PromptyDialect.V1)]
    [InlineData("name: nothing else", PromptyDialect.V1)]
    [InlineData("model: {api: chat, connection: mine}", PromptyDialect.V1)]
    [InlineData("model: ${file:model.json}", PromptyDialect.V1)]
    [InlineData("model: gpt-4o", PromptyDialect.V2)]
    [InlineData("model: {id: gpt-4o, provider: openai}", PromptyDialect.V2)]
    [InlineData("model: {apiType: chat}", PromptyDialect.V2)]
    [InlineData("model: {connection: {kind: key}}", PromptyDialect.V2)]
    [InlineData("inputs: [{name: q, kind: string}]", PromptyDialect.V2)]
    [InlineData("template: {format: {kind: mustache}}", PromptyDialect.V2)]
    public void The_model_tells_the_dialect(string front, PromptyDialect dialect) =>
        Assert.Equal(dialect, Read($"---\n{front}\n---\nuser:\nx\n").Dialect);

    [Fact]
    public void References_to_the_environment_and_to_files_are_replaced_anywhere()
    {
        folder.Write("tools.json", """[{"type": "function"}]""");
        folder.Write("note.txt", "a note\n");
        var prompty = Read(
            """
            ---
            model:
              api: chat
              configuration:
                type: azure_openai
                azure_deployment: ${env:DEPLOYMENT}
                api_key: ${env:KEY}
                azure_endpoint: ${env:UNSET}
              parameters:
                tools: ${file:tools.json}
                user: ${file:note.txt}
                stop: ["${env:DEPLOYMENT}"]
            ---
            user:
            hello

            """);

        var model = prompty.Resolve(name => name switch { "DEPLOYMENT" => "gpt", "KEY" => "k", _ => null }).Model;

        Assert.Equal("gpt", model.Model);
        Assert.Equal(("AzureOpenAIConnection", "k", "${env:UNSET}"), (model.Connection!.Type, model.Connection["api_key"], model.Connection["api_base"]));
        Assert.Equal("{'tools': [{'type': 'function'}], 'user': 'a note\\n', 'stop': ['gpt']}", PythonText.Repr(model.Parameters));
    }

    [Fact]
    public void A_missing_reference_file_is_named()
    {
        var error = Assert.Throws<FlowException>(() => Read("---\ndescription: ${file:gone.json}\n---\nuser:\n").Resolve(_ => null));
        Assert.Equal((ErrorClasses.UserErrorException, "Cannot find the reference file gone.json."), (error.ErrorClass, error.Message));
    }

    [Fact]
    public void Without_keys_the_environment_gives_them()
    {
        var azure = Read("---\nmodel: {configuration: {type: azure_openai, azure_deployment: d}}\n---\nuser:\n")
            .Resolve(name => name == "AZURE_OPENAI_ENDPOINT" ? "https://a" : name == "AZURE_OPENAI_API_KEY" ? "k" : name == "OPENAI_API_VERSION" ? "v" : null);
        Assert.Equal(("https://a", "k", "v"), (azure.Model.Connection!["api_base"], azure.Model.Connection["api_key"], azure.Model.Connection["api_version"]));

        var open = Read("---\nmodel: {configuration: {type: openai, model: m}}\n---\nuser:\n")
            .Resolve(name => name == "OPENAI_BASE_URL" ? "https://b" : name == "OPENAI_API_KEY" ? "k2" : name == "OPENAI_ORG_ID" ? "o" : null);
        Assert.Equal(("https://b", "k2", "o"), (open.Model.Connection!["base_url"], open.Model.Connection["api_key"], open.Model.Connection["organization"]));
    }

    [Fact]
    public void A_connection_excludes_keys()
    {
        var error = Assert.Throws<FlowException>(() =>
            Read("---\nmodel: {configuration: {connection: mine, api_key: k}}\n---\nuser:\n").Resolve(_ => null));
        Assert.Equal(ErrorClasses.InvalidConnectionError, error.ErrorClass);

        var byName = Read("---\nmodel: {configuration: {connection: mine, azure_deployment: d, type: azure_openai}}\n---\nuser:\n").Resolve(_ => null);
        Assert.Equal(("mine", "d", null), (byName.Model.ConnectionName, byName.Model.Model, byName.Model.Connection));
    }

    [Fact]
    public void Inputs_tell_type_default_and_chat()
    {
        var settings = Read(
            """
            ---
            inputs:
              question: {type: string, is_chat_input: true}
              history: {type: list, default: null, is_chat_history: true}
              plain: 5
            outputs:
              answer: {type: string}
            ---
            user:
            {{question}}

            """).Resolve(_ => null);

        Assert.Equal(["question:string:False", "history:list:True", "plain:int:True"], settings.Inputs.Select(i => $"{i.Name}:{i.Type}:{i.HasDefault}"));
        Assert.True(settings.Inputs[0].IsChatInput);
        Assert.True(settings.Inputs[1].IsChatHistory);
        Assert.Equal("answer", Assert.Single(settings.Outputs).Name);
    }

    [Theory]
    [InlineData("sample: {name: Ada, age: 3}")]
    [InlineData("sample: file:sample.json")]
    [InlineData("sample: sample.json")]
    [InlineData("sample: ${file:sample.json}")]
    public void Without_inputs_the_keys_of_the_sample_are_the_inputs(string sample)
    {
        folder.Write("sample.json", """{"name": "Ada", "age": 3}""");

        var settings = Read($"---\n{sample}\n---\nuser:\n").Resolve(_ => null);

        Assert.Equal(["name:string", "age:int"], settings.Inputs.Select(i => $"{i.Name}:{i.Type}"));
        Assert.Equal("{'name': 'Ada', 'age': 3}", PythonText.Repr(settings.Sample));
    }

    [Theory]
    [InlineData("sample: file:gone.json", "Cannot find sample file gone.json.")]
    [InlineData("sample: some text", "Only dict and json file are supported as sample in prompty.")]
    public void Another_sample_is_refused(string sample, string message)
    {
        var error = Assert.Throws<FlowException>(() => Read($"---\n{sample}\n---\nuser:\n").Resolve(_ => null));
        Assert.Equal((ErrorClasses.InvalidSampleError, message), (error.ErrorClass, error.Message));
    }

    [Fact]
    public void Overrides_win_level_by_level()
    {
        var prompty = Read("---\nmodel: {api: chat, parameters: {temperature: 1, top_p: 0.5}}\n---\nuser:\n");
        var overrides = new PythonDict { ["model"] = new PythonDict { ["parameters"] = new PythonDict { ["temperature"] = 0L } } };

        Assert.Equal("{'temperature': 0, 'top_p': 0.5}", PythonText.Repr(prompty.Resolve(_ => null, overrides).Model.Parameters));
    }

    [Fact]
    public void The_second_dialect_comes_to_the_same_shape()
    {
        var settings = Read(
            """
            ---
            name: answer
            model:
              id: gpt-4o
              provider: foundry
              apiType: chat
              connection: {kind: key, endpoint: https://a, apiKey: k}
              options: {temperature: 0.2, maxOutputTokens: 100, stopSequences: [END], additionalProperties: {logprobs: true}}
            inputs:
              - {name: question, kind: string, example: why?}
              - {name: count, kind: integer, default: 3}
              - {name: note, kind: string, required: false}
            outputs:
              answer: {kind: string, description: The answer}
            tools:
              - name: weather
                kind: function
                description: Weather of a place
                parameters:
                  - {name: place, kind: string, description: A town}
                  - {name: days, kind: integer, required: false}
            template: {format: {kind: mustache}, parser: {kind: prompty}}
            ---
            system:
            x

            """).Resolve(_ => null);

        Assert.Equal(("gpt-4o", "AzureOpenAIConnection", "https://a"), (settings.Model.Model, settings.Model.Connection!.Type, settings.Model.Connection["api_base"]));
        Assert.Equal(["question:string:False", "count:int:True", "note:string:True"], settings.Inputs.Select(i => $"{i.Name}:{i.Type}:{i.HasDefault}"));
        Assert.Equal("{'question': 'why?'}", PythonText.Repr(settings.Sample));
        Assert.Equal("mustache", settings.TemplateFormat);
        var parameters = settings.Model.Parameters;
        Assert.Equal(["temperature", "max_tokens", "stop", "logprobs", "tools", "response_format"], parameters.Keys.Cast<string>());
        Assert.Equal(
            """[{"type":"function","function":{"name":"weather","description":"Weather of a place","parameters":{"type":"object","properties":{"place":{"type":"string","description":"A town"},"days":{"type":"integer"}},"required":["place"]}}}]""",
            PythonJson.Write(parameters["tools"]));
        Assert.Equal(
            """{"type":"json_schema","json_schema":{"name":"outputs","schema":{"type":"object","properties":{"answer":{"type":"string","description":"The answer"}},"required":["answer"],"additionalProperties":false},"strict":true}}""",
            PythonJson.Write(parameters["response_format"]));
    }

    private PromptyDefinition Read(string text) => PromptyReader.Read(folder.Write("a.prompty", text));
}

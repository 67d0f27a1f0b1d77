using Gyre.Flows.Tools.Packages;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Tools;

public sealed class PackageToolTests
{
    private static FlowProject Project(string tool, string inputs, string address, string? template = null)
    {
        var (type, source) = template is null ? ("python", "package") : ("custom_llm", "package_with_prompt");
        var project = new FlowProject().WithOpenAi(address).WithAzure(address)
            .With("flow.dag.yaml", $$$"""
                inputs: {q: {type: string, default: hi}, i: {type: image, default: iVBORw==} }
                outputs: {r: {reference: "${t.output}"} }
                nodes:
                - {name: t, type: {{{type}}}, source: {type: {{{source}}}, tool: {{{tool}}}, path: t.jinja2}, inputs: { {{{inputs}}} } }
                """)
            .With("t.jinja2", template ?? "");
        var options = new PackageToolOptions { SerpAddress = new Uri(address + "/search") };
        project.Sources.Add(new PackageToolSource(new BuiltInTools(project.Providers, project.Time, options)));
        return project;
    }

    private static Connection Key(string name, string type, params (string Name, string Value)[] configs) => new()
    {
        Name = name,
        Type = type,
        Configs = configs.ToDictionary(c => c.Name, c => (string?)c.Value, StringComparer.Ordinal),
        Secrets = new Dictionary<string, string> { ["api_key"] = "k-secret", ["endpoint_api_key"] = "k-secret" },
    };

    [Fact]
    public async Task Llm_takes_either_connection()
    {
        using var server = LoopbackServer.Saying("ok");
        using var openai = Project("promptflow.tools.llm.llm", "connection: open, api: chat, model: m, temperature: 0, q: \"${inputs.q}\"", server.Address, "user:\n{{q}}");
        Assert.Equal("ok", await openai.AnswerAsync());
        Assert.Equal("""{"model":"m","temperature":0.0,"top_p":1.0,"stream":false,"messages":[{"role":"user","content":"hi"}]}""", server.OnlyBody);
        using var azure = Project("promptflow.tools.llm.llm", "connection: azure, api: completion, deployment_name: d, max_tokens: 3", server.Address, "say");
        Assert.Equal("ok", await azure.AnswerAsync());
        Assert.StartsWith("/openai/deployments/d/completions", server.Requests.Last().Path);
    }

    [Theory]
    [InlineData("promptflow.tools.openai_gpt4v.OpenAI.chat", "connection: open, model: v")]
    [InlineData("promptflow.tools.aoai_gpt4v.AzureOpenAI.chat", "connection: azure, deployment_name: v")]
    [InlineData("promptflow.tools.llm_vision.llm_vision", "connection: open, model: v")]
    public async Task Vision_puts_images_into_the_message(string id, string inputs)
    {
        using var server = LoopbackServer.Saying("ok");
        using var project = Project(id, inputs + ", detail: low, max_tokens: 5, pic: \"${inputs.i}\"", server.Address, "user:\nSee ![image]({{pic}})");
        Assert.Equal("ok", await project.AnswerAsync());
        Assert.Contains("\"n\":1", server.OnlyBody);
        Assert.Contains("\"presence_penalty\":0", server.OnlyBody);
        Assert.EndsWith("""[{"role":"user","content":[{"type":"text","text":"See "},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw==","detail":"low"}}]}]}""", server.OnlyBody);
    }

    [Fact]
    public async Task A_template_variable_with_the_name_of_an_input_is_refused()
    {
        using var project = Project("promptflow.tools.llm.llm", "connection: open", "http://127.0.0.1:9", "user:\n{{temperature}}");
        var e = await project.FailsToOpenAsync();
        Assert.Equal(ErrorClasses.NodeInputValidationError, e.InnerClass);
        Assert.Contains("duplicated with the inputs of custom llm tool", e.Message);
    }

    [Fact]
    public async Task A_connection_of_another_class_is_refused()
    {
        using var project = Project("promptflow.tools.embedding.embedding", "connection: serp, input: x", "http://127.0.0.1:9").With(Key("serp", "SerpConnection"));
        Assert.Equal(ErrorClasses.NodeInputValidationError, (await project.FailsToOpenAsync()).InnerClass);
    }

    [Fact]
    public async Task Embedding_gives_numbers()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"data":[{"embedding":[0.5,-1.0]}]}"""));
        using var project = Project("promptflow.tools.embedding.embedding", "connection: azure, input: \"${inputs.q}\", deployment_name: e", server.Address);
        Assert.Equal("[0.5,-1.0]", PythonJson.Write(await project.AnswerAsync()));
        Assert.Equal("""{"input":"hi","model":"e"}""", server.OnlyBody);
    }

    [Fact]
    public async Task Missing_and_unknown_inputs_are_type_errors()
    {
        using var missing = Project("promptflow.tools.embedding.embedding", "connection: open", "http://127.0.0.1:9");
        Assert.Equal((ErrorClasses.ToolExecutionError, "TypeError"), ((await missing.RunAsync()).Line.Error!.Code, (await missing.RunAsync()).Line.Error!.Inner));
        using var unknown = Project("promptflow.tools.embedding.embedding", "connection: open, input: x, nope: 1", "http://127.0.0.1:9");
        Assert.Contains("unexpected keyword argument 'nope'", (await unknown.RunAsync()).Line.Error!.Message);
    }

    [Fact]
    public async Task Serp_searches()
    {
        using var server = new LoopbackServer(r => r.Path.Contains("fail", StringComparison.Ordinal) ? WireAnswer.Json("""{"error":"Invalid API key k-secret"}""", 401) : WireAnswer.Json("""{"organic_results":[1]}"""));
        using var project = Project("promptflow.tools.serpapi.SerpAPI.search", "connection: serp, query: 'a b', safe: active, num: '3'", server.Address).With(Key("serp", "SerpConnection"));
        Assert.Equal("""{"organic_results":[1]}""", PythonJson.Write(await project.AnswerAsync()));
        Assert.Equal("/search?q=a%20b&engine=google&output=json&safe=Active&num=3&api_key=k-secret", Assert.Single(server.Requests).Path);

        using var failing = Project("promptflow.tools.serpapi.SerpAPI.search", "connection: serp, query: fail, engine: bing", server.Address).With(Key("serp", "SerpConnection"));
        var error = (await failing.RunAsync()).Line.Error!;
        Assert.Equal(("SerpAPIUserError", "Invalid API key ***"), (error.Code, error.Message));
        Assert.Contains("count=10", server.Requests.Last().Path);
    }

    [Theory]
    [InlineData("promptflow.tools.azure_content_safety.analyze_text", "", """{"suggested_action":"Reject","action_by_category":{"Hate":"Accept","SelfHarm":"Reject","Sexual":"Accept","Violence":"Accept"}}""")]
    [InlineData("content_safety_text.tools.content_safety_text_tool.analyze_text", ", self_harm_category: disable, hate_category: high_sensitivity", """{"suggested_action":"Reject","action_by_category":{"Hate":"Reject","SelfHarm":"Accept","Sexual":"Accept","Violence":"Accept"}}""")]
    [InlineData("promptflow.tools.azure_content_safety.analyze_text", ", self_harm_category: low_sensitivity", """{"suggested_action":"Accept","action_by_category":{"Hate":"Accept","SelfHarm":"Accept","Sexual":"Accept","Violence":"Accept"}}""")]
    public async Task Content_safety_decides_by_sensitivity(string id, string inputs, string json)
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"blocklistsMatch":[],"categoriesAnalysis":[{"category":"Hate","severity":2},{"category":"SelfHarm","severity":4},{"category":"Sexual","severity":0},{"category":"Violence","severity":0}]}"""));
        using var project = Project(id, "connection: safe, text: bad" + inputs, server.Address).With(Key("safe", "AzureContentSafetyConnection", ("endpoint", server.Address), ("api_version", "2023-10-01")));
        Assert.Equal(json, PythonJson.Write(await project.AnswerAsync()));
        var request = Assert.Single(server.Requests);
        Assert.Equal("/contentsafety/text:analyze?api-version=2023-10-01", request.Path);
        Assert.Equal("k-secret", request.Headers["ocp-apim-subscription-key"]);
        Assert.Equal("""{"text":"bad","blocklistNames":[]}""", request.Body);
    }

    [Fact]
    public async Task Content_safety_reports_what_the_service_says()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"error":{"message":"no access"}}""", 403));
        using var project = Project("promptflow.tools.azure_content_safety.analyze_text", "connection: safe, text: x", server.Address).With(Key("safe", "AzureContentSafetyConnection", ("endpoint", server.Address)));
        var error = (await project.RunAsync()).Line.Error!;
        Assert.Equal(("AzureContentSafetySystemError", "Error in detecting content: no access"), (error.Code, error.Message));
    }

    [Fact]
    public async Task An_open_model_is_called_through_a_custom_connection()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"output":"hello"}"""));
        using var project = Project("promptflow.tools.open_model_llm.OpenModelLLM.call", "endpoint_name: localConnection/llama, api: chat, deployment_name: default, temperature: 0.5, max_new_tokens: 9", server.Address, "system:\nS\nuser:\nU")
            .With(Key("llama", "CustomConnection", ("endpoint_url", server.Address + "/score"), ("model_family", "LLAMA")));
        Assert.Equal("hello", await project.AnswerAsync());
        var request = Assert.Single(server.Requests);
        Assert.Equal(("Bearer k-secret", false), (request.Headers["authorization"], request.Headers.ContainsKey("azureml-model-deployment")));
        Assert.Equal("""{"input_data":{"input_string":[{"role":"system","content":"S"},{"role":"user","content":"U"}],"parameters":{"top_p":1.0,"temperature":0.5,"max_new_tokens":9,"do_sample":true}}}""", request.Body);
    }

    [Theory]
    [InlineData("onlineEndpoint/x", "LLAMA", "OpenModelLLMUserError")]
    [InlineData("localConnection/llama", "GEMMA", "OpenModelLLMKeyValidationError")]
    [InlineData("localConnection/llama", "", "OpenModelLLMKeyValidationError")]
    [InlineData("localConnection/nobody", "LLAMA", ErrorClasses.ConnectionNotFoundError)]
    public async Task An_open_model_needs_a_whole_connection(string endpoint, string family, string errorClass)
    {
        using var project = Project("promptflow.tools.open_source_llm.OpenSourceLLM.call", $"endpoint_name: {endpoint}, api: completion", "http://127.0.0.1:9", "x")
            .With(Key("llama", "CustomConnection", ("endpoint_url", "http://127.0.0.1:9"), ("model_family", family)));
        Assert.Equal(errorClass, (await project.RunAsync()).Line.Error!.Code);
    }

    [Fact]
    public async Task Http_sends_and_receives()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"a":[1]}""", 201));
        using var project = Project("gyre.tools.http.request", $"url: \"{{ADDRESS}}/x\", method: post, headers: {{Authorization: 'Bearer {{token}}'}}, body: {{b: 1}}, connection: mine".Replace("{ADDRESS}", server.Address, StringComparison.Ordinal), server.Address)
            .With(new Connection { Name = "mine", Type = "CustomConnection", Secrets = new Dictionary<string, string> { ["token"] = "t-secret" } });
        var answer = (PythonDict)(await project.AnswerAsync())!;
        Assert.Equal((201L, """{"a":[1]}"""), (answer["status"], PythonJson.Write(answer["body"])));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "Bearer t-secret", """{"b":1}"""), (request.Method, request.Headers["authorization"], request.Body));

        using var wrong = Project("gyre.tools.http.request", "url: 'file:///etc/passwd'", server.Address);
        Assert.Equal("HttpToolError", (await wrong.RunAsync()).Line.Error!.Code);
    }

    [Fact]
    public void All_tools_are_listed_with_their_inputs()
    {
        using var project = new FlowProject();
        var metas = new BuiltInTools(project.Providers, project.Time).Metas;
        Assert.Equal(9, metas.Count);
        var embedding = metas.Single(m => m.Id == "promptflow.tools.embedding.embedding");
        Assert.Equal(["connection", "input", "deployment_name", "model"], embedding.Inputs.Select(i => i.Name));
        Assert.Contains("content_safety_text.tools.content_safety_text_tool.analyze_text", metas.SelectMany(m => m.DeprecatedTools));
        Assert.Contains("come with indexes", BuiltInTools.Remark("promptflow_vectordb.tool.common_index_lookup.search"));
    }
}

using Gyre.Flows.Execution;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Tools;

public sealed class PythonHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static PythonHost Host(FlowProject project)
    {
        var services = new FlowServices { Connections = project, Models = project.Providers };
        return new PythonHost(new FlowRequest(project.Folder.Path), services, new SubFlows((path, _, stop) => FlowOpener.OpenAsync(new FlowRequest(path), services, stop)));
    }

    private static async Task<ConnectionValue> ConnectionAsync(FlowProject project, string name) => new((await project.FindAsync(name, Stop))!);

    [Fact]
    public async Task A_chat_helper_renders_its_prompt_and_sends_its_parameters()
    {
        using var server = LoopbackServer.Saying("ok");
        using var project = new FlowProject().WithAzure(server.Address);
        var host = Host(project);
        var arguments = new PythonDict
        {
            { "connection", await ConnectionAsync(project, "azure") },
            { "prompt", "user:\n{{q}} {{l}}" },
            { "deployment_name", "d1" },
            { "temperature", 0L },
            { "stop", null },
            { "variables", new PythonDict { { "q", "hi" }, { "l", new List<object?> { "a", "b" } } } },
        };
        Assert.Equal("ok", await host.CallAsync("openai.chat", arguments, Stop));
        Assert.Equal("""{"model":"d1","temperature":0.0,"top_p":1.0,"n":1,"stream":false,"messages":[{"role":"user","content":"hi a\nb"}]}""", server.OnlyBody);
    }

    [Fact]
    public async Task A_completion_helper_sends_text()
    {
        using var server = LoopbackServer.Saying("ok");
        using var project = new FlowProject().WithOpenAi(server.Address);
        var host = Host(project);
        Assert.Equal("ok", await host.CallAsync("openai.completion", new PythonDict { { "connection", await ConnectionAsync(project, "open") }, { "prompt", "say {{x}}" }, { "model", "m1" }, { "max_tokens", 3L }, { "variables", new PythonDict { { "x", 1L } } } }, Stop));
        Assert.Contains("\"prompt\":\"say 1\"", server.OnlyBody);
    }

    [Fact]
    public async Task An_embedding_is_a_list_of_numbers()
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json("""{"data":[{"embedding":[0.5,1]}],"usage":{"prompt_tokens":1,"total_tokens":1}}"""));
        using var project = new FlowProject().WithOpenAi(server.Address).WithAzure(server.Address);
        var host = Host(project);
        Assert.Equal("[0.5,1]", PythonJson.Write(await host.CallAsync("openai.embedding", new PythonDict { { "connection", await ConnectionAsync(project, "open") }, { "input", "x" }, { "model", "e" } }, Stop)));
        Assert.Equal("""{"input":"x","model":"e"}""", server.OnlyBody);
        await host.CallAsync("openai.embedding", new PythonDict { { "connection", await ConnectionAsync(project, "azure") }, { "input", "x" }, { "deployment_name", "d" } }, Stop);
        Assert.StartsWith("/openai/deployments/d/embeddings", server.Requests.Last().Path);
    }

    [Fact]
    public async Task A_connection_that_leads_to_no_model_is_refused()
    {
        using var project = new FlowProject().With(new Gyre.Models.Connections.Connection { Name = "serp", Type = "SerpConnection" });
        var host = Host(project);
        foreach (var method in new[] { "openai.chat", "openai.completion", "openai.embedding" })
        {
            var arguments = new PythonDict { { "connection", await ConnectionAsync(project, "serp") }, { "prompt", "x" } };
            Assert.Equal(ErrorClasses.InvalidConnectionType, (await Assert.ThrowsAsync<FlowException>(async () => await host.CallAsync(method, arguments, Stop))).ErrorClass);
        }
    }

    [Fact]
    public async Task A_prompty_is_called_and_rendered_with_overrides_and_given_connections()
    {
        using var server = LoopbackServer.Saying("ok");
        using var project = new FlowProject().WithOpenAi(server.Address)
            .With("p.prompty", "---\nmodel:\n  api: chat\n  configuration: {type: openai, model: m1}\n  parameters: {temperature: 1}\ninputs: {q: {type: string}}\n---\nuser:\n{{q}}\n");
        var host = Host(project);
        var arguments = new PythonDict
        {
            { "source", project.Folder.At("p.prompty") },
            { "model", new PythonDict { { "configuration", new PythonDict { { "connection", await ConnectionAsync(project, "open") }, { "model", "m2" } } }, { "parameters", new PythonDict { { "temperature", 0L } } } } },
            { "inputs", new PythonDict { { "q", "hi" } } },
        };
        Assert.Equal("ok", await host.CallAsync("prompty.call", arguments, Stop));
        Assert.Equal("""{"temperature":0,"model":"m2","messages":[{"role":"user","content":"hi"}]}""", server.OnlyBody);
        Assert.Equal("[{'role': 'user', 'content': 'hi'}]", await host.CallAsync("prompty.render", arguments, Stop));
    }

    [Fact]
    public async Task A_flow_is_called_by_its_path()
    {
        using var project = new FlowProject()
            .With("inner/flow.dag.yaml", "inputs: {q: {type: string}}\noutputs: {r: {reference: \"${p.output}\"}}\nnodes:\n- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {q: \"${inputs.q}\"}}\n")
            .With("inner/p.jinja2", "<{{q}}>");
        var host = Host(project);
        var arguments = new PythonDict { { "source", project.Folder.At("inner") }, { "inputs", new PythonDict { { "q", "x" } } }, { "init", new PythonDict() }, { "connections", new PythonDict() }, { "variant", null } };
        Assert.Equal("""{"r":"<x>"}""", PythonJson.Write(await host.CallAsync("flow.call", arguments, Stop)));
        arguments["inputs"] = new PythonDict();
        Assert.Equal(ErrorClasses.InputNotFound, (await Assert.ThrowsAsync<FlowException>(async () => await host.CallAsync("flow.call", arguments, Stop))).ErrorClass);
    }

    [Fact]
    public async Task Templates_render_and_chats_parse()
    {
        using var project = new FlowProject();
        var host = Host(project);
        Assert.Equal("a1\n", await host.CallAsync("template.render", new PythonDict { { "template", "a{{x}}\n" }, { "variables", new PythonDict { { "x", 1L } } } }, Stop));
        Assert.Equal("a1", await host.CallAsync("template.render", new PythonDict { { "template", "a{{x}}\n" }, { "keep_trailing_newline", false }, { "variables", new PythonDict { { "x", 1L } } } }, Stop));
        Assert.Equal(
            ErrorClasses.JinjaTemplateError,
            (await Assert.ThrowsAsync<FlowException>(async () => await host.CallAsync("template.render", new PythonDict { { "template", "{% if %}" } }, Stop))).ErrorClass);
        Assert.Equal("""[{"role":"user","content":"x"}]""", PythonJson.Write(await host.CallAsync("chat.parse", new PythonDict { { "text", "user:\nx" }, { "images", new List<object?>() } }, Stop)));
        Assert.Equal(ErrorClasses.UserErrorException, (await Assert.ThrowsAsync<FlowException>(async () => await host.CallAsync("dream", [], Stop))).ErrorClass);
    }
}

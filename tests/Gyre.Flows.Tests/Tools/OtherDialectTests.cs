using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Tools;

/// <summary>Flows written for OpenAI, on connections that speak otherwise.</summary>
public sealed class OtherDialectTests
{
    private const string Answer = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Bonjour."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4}}""";

    [Theory]
    [InlineData("model: claude-sonnet-4-5")]
    [InlineData("deployment_name: claude-sonnet-4-5")]
    public async Task An_llm_node_asks_an_anthropic_connection(string model)
    {
        using var server = new LoopbackServer(_ => WireAnswer.Json(Answer));
        using var project = new FlowProject()
            .With("flow.dag.yaml", $$$"""
                inputs: {q: {type: string, default: hi}}
                outputs: {r: {reference: "${m.output}"}}
                nodes:
                - {name: m, type: llm, source: {type: code, path: m.jinja2}, connection: claude, api: chat, inputs: { {{{model}}}, q: "${inputs.q}", temperature: 0.5, max_tokens: 20, presence_penalty: 0 } }
                """)
            .With("m.jinja2", "system:\nBe brief.\nuser:\n{{q}}")
            .With(new Connection
            {
                Name = "claude",
                Type = "AnthropicConnection",
                Configs = new Dictionary<string, string?> { ["base_url"] = server.Address },
                Secrets = new Dictionary<string, string> { ["api_key"] = "sk-ant" },
            });
        Assert.Equal("Bonjour.", await project.AnswerAsync());
        Assert.Equal("/v1/messages", Assert.Single(server.Requests).Path);
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":20,"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"temperature":0.5}""",
            server.OnlyBody);
    }
}

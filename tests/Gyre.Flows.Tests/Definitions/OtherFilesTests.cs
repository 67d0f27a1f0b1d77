using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class OtherFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tool_metadata_is_read()
    {
        var tool = Assert.Single(ToolMetaReader.Read(folder.Write(
            "tool.yaml",
            """
            pkg.tool.run:
              name: My tool
              type: custom_llm
              module: pkg.tool
              class_name: Tool
              function: run
              default_prompt: "hello {{x}}"
              deprecated_tools: [pkg.old.run]
              inputs:
                connection: {type: [CustomConnection], custom_type: [MyConnection]}
                mode: {type: string, default: a, enum: [a, b], enabled_by: connection}
                count: {type: int}
            """)));

        Assert.Equal(("pkg.tool.run", "My tool", "custom_llm", "Tool", "run"), (tool.Id, tool.Name, tool.Type, tool.ClassName, tool.Function));
        Assert.Equal(["pkg.old.run"], tool.DeprecatedTools);
        Assert.Equal(["CustomConnection", "string", "int"], tool.Inputs.Select(i => i.Types[0]));
        Assert.Equal(["MyConnection"], tool.Inputs[0].CustomTypes);
        Assert.Equal("connection", tool.Inputs[1].Raw["enabled_by"]);
    }

    [Fact]
    public void An_assistant_is_read()
    {
        var assistant = AssistantReader.Read(folder.Write(
            "assistant.yaml",
            """
            model: gpt-4
            instructions: Help.
            tools:
            - type: code_interpreter
            - type: function
              tool_type: python
              source: {type: code, path: weather.py}
              predefined_inputs: {unit: "${inputs.unit}", days: 3}
            """));

        Assert.Equal(("gpt-4", "Help."), (assistant.Model, assistant.Instructions));
        Assert.Equal("weather.py", assistant.Tools[1].Source!.Path);
        Assert.Equal(new FlowInputBinding("unit") { Line = 8 }, assistant.Tools[1].PredefinedInputs["unit"]);
        Assert.StartsWith("{'model': 'gpt-4', 'instructions': 'Help.', 'tools': [{'type': 'code_interpreter'}", PythonText.Repr(assistant.ToPlain()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{type: browser}")]
    [InlineData("{type: function, tool_type: python}")]
    [InlineData("{type: function, tool_type: ruby, source: {path: a.rb}}")]
    [InlineData("{type: function, source: {type: package1, tool: a.b}}")]
    [InlineData("{type: function, source: {type: package, path: a.py}}")]
    public void Another_assistant_tool_is_refused(string tool)
    {
        var error = Assert.Throws<FlowException>(() => AssistantReader.Read(folder.Write("assistant.yaml", $"model: m\ntools:\n- {tool}")));
        Assert.Equal((ErrorClasses.InvalidAssistantTool, 3), (error.ErrorClass, error.Line));
    }

    [Fact]
    public void A_chat_group_is_read()
    {
        var group = ChatGroupReader.Read(folder.Write(
            "group.yaml",
            """
            max_turns: 4
            roles:
            - role: user
              path: ./simulator
              stop_signal: "[END]"
              inputs: {question: {value: "${data.question}"}, model: "${inputs.model_name}"}
            - role: assistant
              name: bot
              path: ./bot
              inputs: {history: "${parent.conversation_history}"}
            """));

        Assert.Equal(4, group.MaxTurns);
        Assert.Equal([("user", "./simulator", "[END]"), ("assistant", "./bot", "[STOP]")], group.Roles.Select(r => (r.Role, r.Path, r.StopSignal)));
        Assert.Equal("${data.question}", group.Roles[0].Inputs["question"]);
        Assert.Equal("bot", group.Roles[1].Name);
    }

    [Theory]
    [InlineData("roles: [{role: user, path: a}]")]
    [InlineData("roles: [{role: user, path: a}, {role: user, path: b}]")]
    [InlineData("roles: [{role: user, path: a}, {path: b}]")]
    public void A_chat_group_that_can_t_talk_is_refused(string yaml) =>
        Assert.Equal(ErrorClasses.ValidationException, Assert.Throws<FlowException>(() => ChatGroupReader.Read(folder.Write("group.yaml", yaml))).ErrorClass);
}

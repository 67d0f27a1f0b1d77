using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Tools;

public sealed class PromptNodeTests
{
    private const string Flow = """
        inputs: {q: {type: string, default: hi}}
        outputs: {r: {reference: "${p.output}"}}
        nodes:
        - {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {q: "${inputs.q}", n: null, e: ""}}
        """;

    [Fact]
    public async Task The_result_is_the_rendered_text()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "Say {{q}}!\n");
        Assert.Equal("Say hi!\n", await project.AnswerAsync());
    }

    [Fact]
    public async Task A_literal_null_prints_none_and_an_unknown_name_nothing()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "[{{n}}][{{e}}][{{nobody}}]");
        Assert.Equal("[None][][]", await project.AnswerAsync());
    }

    [Fact]
    public async Task An_input_named_template_is_refused()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow.Replace("n: null", "template: x")).With("p.jinja2", "x");
        Assert.Equal(ErrorClasses.NodeInputValidationError, (await project.FailsToOpenAsync()).InnerClass);
    }

    [Fact]
    public async Task A_variable_named_template_is_refused()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "{{template}}");
        var e = await project.FailsToOpenAsync();
        Assert.Equal((ErrorClasses.ResolveToolError, ErrorClasses.NodeInputValidationError), (e.ErrorClass, e.InnerClass));
        Assert.Contains("duplicated with the reserved parameters of prompt tool", e.Message);
    }

    [Fact]
    public async Task A_missing_file_is_InvalidSource()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow);
        var e = await project.FailsToOpenAsync();
        Assert.Equal((ErrorClasses.ResolveToolError, ErrorClasses.InvalidSource), (e.ErrorClass, e.InnerClass));
        Assert.Contains("Node source path 'p.jinja2' is invalid on node 'p'.", e.Message);
    }

    [Fact]
    public async Task A_missing_end_tag_is_found_at_load_with_its_line()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "a\n{% for x in q %}");
        var e = await project.FailsToOpenAsync();
        Assert.Equal(ErrorClasses.JinjaParsingError, e.InnerClass);
        Assert.EndsWith("p.jinja2", e.File, StringComparison.Ordinal);
        Assert.NotNull(e.Line);
    }

    [Fact]
    public async Task A_failure_while_rendering_is_JinjaTemplateError()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "{{ nobody.a.b }}");
        var result = await project.RunAsync();
        Assert.Equal(RunStatus.Failed, result.Line.Status);
        Assert.Equal((ErrorClasses.JinjaTemplateError, "p"), (result.Line.Error!.Code, result.Line.Error.Node));
        Assert.Contains("Failed to render jinja template: UndefinedError: 'nobody' is undefined. Please modify your prompt to fix the issue.", result.Line.Error.Message);
    }

    [Fact]
    public async Task A_template_includes_files_of_the_flow_folder_and_no_others()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "{% include 'parts/a.jinja2' %}").With("parts/a.jinja2", "A {{q}}");
        Assert.Equal("A hi", await project.AnswerAsync());

        project.With("p.jinja2", "{% include '../" + Path.GetFileName(project.Folder.Path) + "x/secret' %}");
        Assert.Equal(ErrorClasses.JinjaTemplateError, (await project.RunAsync()).Line.Error!.Code);
    }

    [Fact]
    public async Task An_image_prints_its_short_name()
    {
        using var project = new FlowProject()
            .With("flow.dag.yaml", Flow.Replace("n: null", "n: 'data:image/png;base64,iVBORw=='"))
            .With("p.jinja2", "See ![image]({{n}})");
        Assert.Equal($"See ![image]({new Flows.Media.FlowImage(Convert.FromBase64String("iVBORw==")).Str()})", await project.AnswerAsync());
    }

    [Fact]
    public async Task The_inputs_of_a_node_are_recorded_as_they_came()
    {
        using var project = new FlowProject().With("flow.dag.yaml", Flow).With("p.jinja2", "{{q}}");
        var node = Assert.Single((await project.RunAsync(new PythonDict { { "q", "user:\nx" } })).Nodes);
        Assert.Equal(("user:\nx", "user:\nx"), (node.Inputs!["q"], node.Output));
    }
}

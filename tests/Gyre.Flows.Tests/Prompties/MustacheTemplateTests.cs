using Gyre.Flows.Prompties;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Prompties;

public sealed class MustacheTemplateTests
{
    private const string Variables = """{"s":"<a> & 'b'","n":7,"t":true,"f":false,"e":[],"l":["x","y"],"p":[{"name":"A","tags":["1","2"]},{"name":"B","tags":[]}],"o":{"a":{"b":"deep"}},"z":0,"none":null}""";

    [Theory]
    [InlineData("{{s}} {{{s}}} {{&s}}", "<a> & 'b' <a> & 'b' <a> & 'b'")]
    [InlineData("{{ n }}|{{t}}|{{nobody}}|{{none}}|", "7|true|||")]
    [InlineData("{{o.a.b}} {{o.x.y}} {{o.a}}", "deep  {\"b\":\"deep\"}")]
    [InlineData("{{#l}}[{{.}}]{{/l}}", "[x][y]")]
    [InlineData("{{#p}}{{name}}:{{#tags}}{{.}}{{name}} {{/tags}};{{/p}}", "A:1A 2A ;B:;")]
    [InlineData("{{#t}}yes{{/t}}{{#f}}no{{/f}}{{#e}}no{{/e}}{{#z}}no{{/z}}{{#nobody}}no{{/nobody}}", "yes")]
    [InlineData("{{^t}}no{{/t}}{{^f}}a{{/f}}{{^e}}b{{/e}}{{^nobody}}c{{/nobody}}", "abc")]
    [InlineData("{{#o}}{{#a}}{{b}}{{n}}{{/a}}{{/o}}", "deep7")]
    [InlineData("a{{! a comment\nof two lines }}b", "ab")]
    [InlineData("{{=<% %>=}}<% n %> {{n}}<%={{ }}=%>{{n}}", "7 {{n}}7")]
    [InlineData("user:\n{{#l}}\n- {{.}}\n{{/l}}\nend\n", "user:\n- x\n- y\nend\n")]
    [InlineData("  {{#t}}\n  in\n  {{/t}}\nout", "  in\nout")]
    public void Templates_render(string template, string expected) =>
        Assert.Equal(expected, MustacheTemplate.Parse(template).Render((PythonDict)PythonJson.Parse(Variables)!));

    [Theory]
    [InlineData("a\n{{#x}}b", "line 2", "has no end")]
    [InlineData("{{/x}}", "line 1", "never began")]
    [InlineData("{{#x}}{{/y}}", "line 1", "'x' is open")]
    [InlineData("a\n\n{{x", "line 3", "has no '}}'")]
    [InlineData("{{> part}}", "line 1", "partial 'part'")]
    [InlineData("{{=x=}}", "line 1", "delimiters")]
    public void Faults_name_their_line(string template, string line, string what)
    {
        var e = Assert.Throws<FlowException>(() => MustacheTemplate.Parse(template));
        Assert.Contains(line, e.Message);
        Assert.Contains(what, e.Message);
    }
}

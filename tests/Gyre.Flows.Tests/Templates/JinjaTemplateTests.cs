using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

public sealed class JinjaTemplateTests
{
    [Fact]
    public void A_template_prints_its_variables_as_python_does()
    {
        var variables = new PythonDict { { "name", "Ann" }, { "n", 1.0 }, { "items", new List<object?> { "q", 1L, null, true } } };

        Assert.Equal("Hi Ann, 1.0 ['q', 1, None, True] 1:q 2:1 3:None 4:True", Render("Hi {{ name }}, {{ n }} {{ items }}{% for i in items %} {{ loop.index }}:{{ i }}{% endfor %}", variables));
    }

    [Fact]
    public void The_names_a_template_looks_up_are_known()
    {
        Assert.Equal(["b", "y", "z"], JinjaTemplate.Parse("{% set a = b %}{{ a }}{% for x in y %}{{ x }}{{ z }}{% endfor %}{{ range(3) }}").UndeclaredVariables.Order());
    }

    [Fact]
    public void A_negative_literal_before_a_power_keeps_jinjas_surprise() =>
        Assert.Equal("-4 4", Render("{{ -2 ** n }} {{ -2 ** 2 }}", new PythonDict { { "n", 2L } }));

    private static string Render(string source, PythonDict? variables = null) =>
        JinjaTemplate.Parse(source).Render(variables ?? [], TestContext.Current.CancellationToken);
}

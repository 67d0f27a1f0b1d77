using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>No template, however hostile, takes the process with it.</summary>
public sealed class TemplateLimitTests
{
    [Theory]
    [InlineData("{{ 'x' * 100000000000 }}")]
    [InlineData("{{ 10 ** (10 ** 10) }}")]
    [InlineData("{{ '%1000000000d' % 1 }}")]
    [InlineData("{{ '{:>1000000000}'.format(1) }}")]
    [InlineData("{{ 'x'|center(1000000000) }}")]
    [InlineData("{% set l = [1] %}{% for i in range(100) %}{{ l.extend(l) }}{% endfor %}")]
    [InlineData("{% for i in range(100000) %}{{ 'x' * 10000 }}{% endfor %}")]
    [InlineData("{% set s = 'ab' * 5000 %}{{ s|replace('', s)|replace('', s)|length }}")]
    public void What_would_fill_the_memory_is_refused(string source) =>
        Assert.Equal("MemoryError", Assert.Throws<JinjaRenderException>(() => Render(source)).PythonType);

    [Theory]
    [InlineData("{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    public void Endless_recursion_ends_with_an_error(string source) =>
        Assert.Equal("RecursionError", Assert.Throws<JinjaRenderException>(() => Render(source)).PythonType);

    [Fact]
    public void Endless_loops_end_with_an_error() =>
        Assert.Equal("RuntimeError", Assert.Throws<JinjaRenderException>(() => Render("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")).PythonType);

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("", "1", " + 1")]
    [InlineData("", "x", ".a")]
    [InlineData("", "x", "|upper")]
    [InlineData("{1: ", "1", "}")]
    public void Expressions_nested_a_hundred_thousand_deep_are_a_syntax_error(string before, string middle, string after)
    {
        var deep = "{{ " + string.Concat(Enumerable.Repeat(before, 100_000)) + middle + string.Concat(Enumerable.Repeat(after, 100_000)) + " }}";

        Assert.Throws<JinjaSyntaxException>(() => JinjaTemplate.Parse(deep));
    }

    [Fact]
    public void Blocks_nested_too_deep_are_a_syntax_error() =>
        Assert.Throws<JinjaSyntaxException>(() => JinjaTemplate.Parse(string.Concat(Enumerable.Repeat("{% if 1 %}", 100_000))));

    [Fact]
    public void A_list_inside_itself_prints_and_compares_without_end()
    {
        Assert.Equal("[1, [...]]", Render("{% set l = [1] %}{% set _ = l.append(l) %}{{ l }}"));
        Assert.Equal("RecursionError", Assert.Throws<JinjaRenderException>(() => Render("{% set a = [] %}{% set b = [] %}{% set _ = a.append(b) %}{% set _ = b.append(a) %}{{ a == b }}")).PythonType);
    }

    [Fact]
    public void A_cancelled_rendering_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => JinjaTemplate.Parse("{% for i in range(100000) %}{% endfor %}").Render(new PythonDict(), source.Token));
    }

    [Fact]
    public void Inheritance_and_import_are_refused_by_name()
    {
        foreach (var tag in (string[])["extends 'x'", "block b", "import 'x' as y", "from 'x' import y"])
        {
            var error = Assert.Throws<JinjaSyntaxException>(() => JinjaTemplate.Parse("\n{% " + tag + " %}"));
            Assert.Contains("not supported", error.Message, StringComparison.Ordinal);
            Assert.Equal(2, error.Line);
        }
    }

    [Fact]
    public void Errors_name_their_line()
    {
        Assert.Equal(3, Assert.Throws<JinjaRenderException>(() => Render("a\n\n{{ 1 / 0 }}\n")).Line);
        Assert.Equal(2, Assert.Throws<JinjaSyntaxException>(() => JinjaTemplate.Parse("a\n{% if %}")).Line);
        Assert.Equal(2, Assert.Throws<JinjaRenderException>(() => Render("{% macro m() %}\n{{ 1 / 0 }}{% endmacro %}\n\n{{ m() }}")).Line);
    }

    private static string Render(string source) => JinjaTemplate.Parse(source).Render(new PythonDict(), TestContext.Current.CancellationToken);
}

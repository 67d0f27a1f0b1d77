using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Definitions;

public sealed class InputBindingsTests
{
    [Theory]
    [InlineData("plain text")]
    [InlineData("${inputs.name} ")]
    [InlineData(" ${inputs.name}")]
    [InlineData("Hello ${inputs.name}")]
    [InlineData("$inputs.name")]
    [InlineData("{inputs.name}")]
    [InlineData("${inputs.name")]
    [InlineData("${")]
    [InlineData("$")]
    [InlineData("")]
    public void Only_a_whole_text_is_a_reference(string text) =>
        Assert.Equal(new LiteralBinding(text), InputBindings.Parse(text));

    [Fact]
    public void What_is_not_text_is_a_literal()
    {
        Assert.Equal(new LiteralBinding(3L), InputBindings.Parse(3L));
        Assert.Equal(new LiteralBinding(null), InputBindings.Parse((object?)null));
        var list = new List<object?> { "${inputs.name}" };
        Assert.Same(list, Assert.IsType<LiteralBinding>(InputBindings.Parse(list)).Value);
    }

    [Theory]
    [InlineData("${inputs.name}", "name")]
    [InlineData("${flow.name}", "name")]
    [InlineData("${inputs.q.a}", "q.a")]
    [InlineData("${inputs.q[0]}", "q[0]")]
    [InlineData("${inputs.}", "")]
    public void A_flow_input_is_everything_after_the_first_dot(string text, string name) =>
        Assert.Equal(new FlowInputBinding(name), InputBindings.Parse(text));

    [Theory]
    [InlineData("${n}", "n", "output", "")]
    [InlineData("${n.output}", "n", "output", "")]
    [InlineData("${inputs}", "inputs", "output", "")]
    [InlineData("${n.output.a.b}", "n", "output", "a|b")]
    [InlineData("${n.output.a[0].y}", "n", "output", "a|[0]|y")]
    [InlineData("${n.output.['a b'][1]}", "n", "output", "['a b']|[1]")]
    [InlineData("${n.output.[0].k}", "n", "output", "[0]|k")]
    [InlineData("${n.output.a-b}", "n", "output", "a|b")]
    [InlineData("${n.output.['a-b']}", "n", "output", "['a-b']")]
    [InlineData("${n.output.größe}", "n", "output", "größe")]
    [InlineData("${n.output[0]}", "n", "output[0]", "")]
    [InlineData("${n.inputs.a}", "n", "inputs", "a")]
    [InlineData("${}", "", "output", "")]
    public void A_node_has_a_section_and_a_path(string text, string node, string section, string path)
    {
        var binding = Assert.IsType<NodeBinding>(InputBindings.Parse(text));

        Assert.Equal((node, section), (binding.Node, binding.Section));
        Assert.Equal(path, string.Join('|', binding.Path.Select(s => !s.Bracketed ? s.Key : s.Key is null ? $"[{s.Index}]" : $"['{s.Key}']")));
    }

    [Fact]
    public void A_huge_index_is_read_and_never_found() =>
        Assert.Equal(int.MaxValue, Assert.Single(InputBindings.ParsePath("[99999999999999999999]")).Index);

    [Fact]
    public void A_reference_is_written_as_it_was_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), inner =>
        {
            var text = "${" + inner.Get + "}";
            var written = InputBindings.Write(InputBindings.Parse(text));
            return PythonEquality.AreEqual(text.StartsWith("${flow.", StringComparison.Ordinal) ? "${inputs." + text[7..] : text, written);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_binding() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => InputBindings.Parse(text) is not null).QuickCheckThrowOnFailure();
}

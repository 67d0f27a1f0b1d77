using Gyre.Evaluation.Mapping;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Mapping;

public sealed class ColumnMappingTests
{
    private static ColumnMapping Of(params (string Name, object? Value)[] entries) => new(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));

    private static SourceLine Line(params (string Source, PythonDict Row)[] rows) => new(7, rows.ToDictionary(r => r.Source, r => r.Row, StringComparer.Ordinal));

    private static SourceLine Data(PythonDict row) => Line(("data", row));

    [Fact]
    public void A_binding_reads_a_column_and_the_line_number_comes_along() =>
        Assert.Equal("""{"q":"why","line_number":7}""", PythonJson.Write(Of(("q", "${data.question}")).Apply(Data(new PythonDict { ["question"] = "why" }))));

    [Theory]
    [InlineData("a ${data.x}")]
    [InlineData("${data.x} ")]
    [InlineData("$data.x")]
    [InlineData("${data.{x}}")]
    [InlineData("${}")]
    public void Anything_else_is_taken_as_it_is(string text) =>
        Assert.Equal(text, Of(("q", text)).Apply(Data(new PythonDict { ["x"] = "no" }))["q"]);

    [Fact]
    public void Literals_may_have_any_type()
    {
        var inputs = Of(("n", 3L), ("f", false), ("none", null), ("list", new List<object?> { "${data.x}" })).Apply(Data(new PythonDict { ["x"] = "no" }));

        Assert.Equal("""{"n":3,"f":false,"none":null,"list":["${data.x}"],"line_number":7}""", PythonJson.Write(inputs));
    }

    [Fact]
    public void Sources_may_have_a_dot_in_their_name_and_so_may_columns()
    {
        var line = Line(("data", new PythonDict { ["a.b"] = 1L }), ("run.outputs", new PythonDict { ["x"] = 2L }), ("run.inputs", new PythonDict { ["x"] = 3L }));

        Assert.Equal("""{"a":1,"b":2,"c":3,"line_number":7}""", PythonJson.Write(Of(("a", "${data.a.b}"), ("b", "${run.outputs.x}"), ("c", "${run.inputs.x}")).Apply(line)));
    }

    [Fact]
    public void A_column_is_one_name_without_nesting() =>
        Assert.Throws<FlowException>(() => Of(("q", "${data.a.b}")).Apply(Data(new PythonDict { ["a"] = new PythonDict { ["b"] = 1L } })));

    [Fact]
    public void All_bindings_that_find_nothing_are_named_at_once()
    {
        var e = Assert.Throws<FlowException>(() => Of(("a", "${data.x}"), ("b", "${data.there}"), ("c", "${run.outputs.y}")).Apply(Data(new PythonDict { ["there"] = 1L })));

        Assert.Equal(ErrorClasses.ApplyInputMappingError, e.ErrorClass);
        Assert.Contains("Couldn't find these mapping relations: ${data.x}, ${run.outputs.y}.", e.Message, StringComparison.Ordinal);
        Assert.Contains("data has there", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_of_literals_only_is_refused()
    {
        var e = Assert.Throws<FlowException>(Of(("a", "text"), ("b", 1L)).Validate);

        Assert.Equal(ErrorClasses.ValidationException, e.ErrorClass);
        Assert.Equal("Column mapping must contain at least one mapping binding, current column mapping contains all static values: {'a': 'text', 'b': 1}", e.Message);
    }

    [Fact]
    public void No_mapping_and_one_binding_among_literals_are_fine()
    {
        ColumnMapping.Empty.Validate();
        Of(("a", "text"), ("b", "${data.x}")).Validate();
    }

    [Fact]
    public void An_input_that_is_not_mapped_reads_its_column_unless_it_has_a_default()
    {
        FlowInput[] inputs = [new("plain", "string"), new("with", "string") { Default = "d" }, new("empty", "string") { Default = null }, new("mapped", "string") { Default = "d" }];
        var mapping = Of(("mapped", "${data.other}"));

        Assert.Equal(["plain: ${data.plain}", "empty: ${data.empty}", "mapped: ${data.other}"], mapping.Complete(inputs).Entries.Select(e => $"{e.Key}: {e.Value}"));
        Assert.Equal(["with"], mapping.HiddenColumns(inputs, new PythonDict { ["with"] = 1L, ["mapped"] = 2L, ["plain"] = 3L }));
    }

    [Fact]
    public void The_line_number_cannot_be_mapped() => Assert.Equal(7L, Of(("line_number", "${data.x}"), ("q", "${data.x}")).Apply(Data(new PythonDict { ["x"] = 1L }))["line_number"]);
}

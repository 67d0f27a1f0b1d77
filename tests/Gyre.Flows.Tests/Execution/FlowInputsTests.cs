using System.Numerics;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.2: how a flow input is converted, and what is said when it can't be.</summary>
public sealed class FlowInputsTests
{
    public static TheoryData<string, object?, string> Conversions => new()
    {
        { "int", "4", "4" },
        { "int", " 4 ", "4" },
        { "int", "1_000", "1000" },
        { "int", "-7", "-7" },
        { "int", 3.9, "3" },
        { "int", -3.9, "-3" },
        { "int", true, "1" },
        { "int", 1e20, "100000000000000000000" },
        { "double", 1L, "1.0" },
        { "double", "1e3", "1000.0" },
        { "double", "-inf", "-inf" },
        { "double", "NaN", "nan" },
        { "bool", true, "True" },
        { "bool", "FALSE", "False" },
        { "bool", "tRuE", "True" },
        { "string", 1.0, "'1.0'" },
        { "string", null, "'None'" },
        { "string", true, "'True'" },
        { "list", "[1, \"a\"]", "[1, 'a']" },
        { "object", "{\"a\": 1}", "{'a': 1}" },
        { "object", "123", "123" },
        { "object", "{broken", "'{broken'" },
        { "object", "words", "'words'" },
        { "object", "", "''" },
        { "object", "true", "True" },
        { "object", "NaN", "nan" },
        { "object", null, "None" },
        { "secret", 5L, "5" },
        { "prompt_template", "x", "'x'" },
        { "file_path", "a.txt", "'a.txt'" },
        { "AzureOpenAIConnection", "conn", "'conn'" },
    };

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_value_is_made_to_fit_its_type(string type, object? given, string expected) =>
        Assert.Equal(expected, PythonText.Repr(Convert(type, given)));

    [Fact]
    public void Lists_and_mappings_are_taken_as_they_are()
    {
        var list = new List<object?> { 1L };
        var dict = new PythonDict { { "a", list } };

        Assert.Same(list, Convert("list", list));
        Assert.Same(dict, Convert("object", dict));
        Assert.Equal("\"{'a': [1]}\"", PythonText.Repr(Convert("string", dict)));
    }

    [Fact]
    public void A_whole_number_that_fits_64_bits_is_one() => Assert.IsType<long>(Convert("int", "12"));

    [Fact]
    public void A_larger_whole_number_keeps_all_its_digits() => Assert.Equal(BigInteger.Pow(10, 30), Convert("int", "1" + new string('0', 30)));

    [Theory]
    [InlineData("int", "hello")]
    [InlineData("int", "4.0")]
    [InlineData("int", null)]
    [InlineData("int", "1__0")]
    [InlineData("int", double.NaN)]
    [InlineData("double", "one")]
    [InlineData("bool", "yes")]
    [InlineData("bool", 1L)]
    [InlineData("list", "{\"a\": 1}")]
    [InlineData("list", 1L)]
    public void A_value_that_does_not_fit_is_InputTypeError(string type, object? given)
    {
        var error = Assert.Throws<FlowException>(() => Convert(type, given));

        Assert.Equal("InputTypeError", error.ErrorClass);
        Assert.Equal(
            $"The input for flow is incorrect. The value for flow input 'x' does not match the expected type '{type}'. Please change flow input type or adjust the input value in your input data.",
            error.Message);
    }

    [Fact]
    public void Text_for_a_list_that_is_not_JSON_is_InputParseError()
    {
        var error = Assert.Throws<FlowException>(() => Convert("list", "[1, 2", line: 3));

        Assert.Equal("InputParseError", error.ErrorClass);
        Assert.StartsWith("Failed to parse the flow input. The value for flow input 'x' in line 3 of input data was interpreted as JSON string since its type is 'list'.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("hello", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("[1, 2] 3", "Extra data: line 1 column 8 (char 7)")]
    [InlineData("{a: 1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")]
    [InlineData("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)")]
    [InlineData("[1,\n oops]", "Expecting value: line 2 column 2 (char 5)")]
    [InlineData("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)")]
    public void A_JSON_fault_is_told_in_Pythons_words(string text, string expected) => Assert.Equal(expected, PythonJsonFault.Describe(text));

    [Fact]
    public void A_missing_input_without_default_is_InputNotFound()
    {
        var error = Assert.Throws<FlowException>(() => FlowInputs.Convert([new FlowInput("question", "string")], [], 7));

        Assert.Equal("InputNotFound", error.ErrorClass);
        Assert.Equal(
            "The input for flow is incorrect. The value for flow input 'question' is not provided in line 7 of input data. Please review your input data or remove this input in your flow if it's no longer needed.",
            error.Message);
    }

    [Fact]
    public void Outside_a_run_the_message_names_no_line()
    {
        var error = Assert.Throws<FlowException>(() => FlowInputs.Convert([new FlowInput("q", "string")], [], null));

        Assert.Contains("is not provided in input data.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_is_used_and_converted_where_the_input_is_absent() =>
        Assert.Equal(5L, FlowInputs.Convert([new FlowInput("n", "int") { Default = "5" }], [], null)["n"]);

    [Fact]
    public void A_null_default_does_not_count()
    {
        var error = Assert.Throws<FlowException>(() => FlowInputs.Convert([new FlowInput("n", "int") { Default = null }], [], null));

        Assert.Equal("InputNotFound", error.ErrorClass);
    }

    [Fact]
    public void A_null_that_is_given_is_not_replaced_by_the_default()
    {
        var error = Assert.Throws<FlowException>(() => FlowInputs.Convert([new FlowInput("n", "int") { Default = 5L }], new PythonDict { { "n", null } }, null));

        Assert.Equal("InputTypeError", error.ErrorClass);
    }

    [Fact]
    public void Extra_inputs_are_kept_untouched()
    {
        var typed = FlowInputs.Convert([new FlowInput("n", "int")], new PythonDict { { "extra", "1" }, { "n", "1" } }, null);

        Assert.Equal("{'extra': '1', 'n': 1}", PythonText.Repr(typed));
    }

    [Fact]
    public void What_was_given_is_not_changed()
    {
        var raw = new PythonDict { { "n", "1" } };

        FlowInputs.Convert([new FlowInput("n", "int"), new FlowInput("m", "int") { Default = 2L }], raw, null);

        Assert.Equal("{'n': '1'}", PythonText.Repr(raw));
    }

    private static object? Convert(string type, object? value, int? line = null) =>
        FlowInputs.Convert([new FlowInput("x", type)], new PythonDict { { "x", value } }, line)["x"];
}

using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Tools;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData(" -12 ", "-12")]
    [InlineData("0x1F", "31")]
    [InlineData("1_000", "1000")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.5e3", "1500.0")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1.0")]
    [InlineData("None", "None")]
    [InlineData("[True, False,]", "[True, False]")]
    [InlineData("[]", "[]")]
    [InlineData("()", "()")]
    [InlineData("(1)", "1")]
    [InlineData("(1,)", "(1,)")]
    [InlineData("(1, [2, {'a': None}])", "(1, [2, {'a': None}])")]
    [InlineData("{1: 'a', 'b': (2,),}", "{1: 'a', 'b': (2,)}")]
    [InlineData("'it''s'", "'its'")]
    [InlineData("'a' \"b\"", "'ab'")]
    [InlineData("r'\\n'", "'\\\\n'")]
    [InlineData("'\\n\\t\\\\\\'\\x41\\u00e4\\U0001F600\\101'", "\"\\n\\t\\\\'Aä😀A\"")]
    [InlineData("'''a\nb'''", "'a\\nb'")]
    public void Literals_read_as_python_reads_them(string text, string repr)
    {
        Assert.True(PythonLiteral.TryParse(text, out var value));
        Assert.Equal(repr, PythonText.Repr(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("f(1)")]
    [InlineData("[1 2]")]
    [InlineData("[1")]
    [InlineData("[,]")]
    [InlineData("{'a'}")]
    [InlineData("{'a': 1")]
    [InlineData("{[]: 1}")]
    [InlineData("'a")]
    [InlineData("'a\nb'")]
    [InlineData("1 1")]
    [InlineData("012")]
    [InlineData("1__0")]
    [InlineData("1 + 1")]
    [InlineData("null")]
    public void Anything_else_is_refused(string text) => Assert.False(PythonLiteral.TryParse(text, out _));
}

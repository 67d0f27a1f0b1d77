using System.Numerics;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace.Tests.Yaml;

/// <summary>Each row was read by ruamel.yaml, which the original uses.</summary>
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("012", 12L)]
    [InlineData("08", 8L)]
    [InlineData("-0", 0L)]
    [InlineData("+12", 12L)]
    [InlineData("0o14", 12L)]
    [InlineData("0b11", 3L)]
    [InlineData("0x1F", 31L)]
    [InlineData("-0x1f", -31L)]
    [InlineData("1_000", 1000L)]
    [InlineData("1__0", 10L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Whole_numbers(string text, long value) => Assert.Equal(value, Value(text));

    [Theory]
    [InlineData("1e5", 1e5)]
    [InlineData("1.e5", 1e5)]
    [InlineData("1.", 1.0)]
    [InlineData(".5", 0.5)]
    [InlineData(".5e+5", 5e4)]
    [InlineData("12e03", 12e3)]
    [InlineData("1_.5", 1.5)]
    [InlineData("1.5_0", 1.5)]
    [InlineData("-0.0", -0.0)]
    [InlineData("0.1e-3", 0.0001)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("+.inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    public void Floats(string text, double value) => Assert.Equal(value, Value(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("on")]
    [InlineData("off")]
    [InlineData("tRue")]
    [InlineData("nUll")]
    [InlineData("0X1F")]
    [InlineData("0O7")]
    [InlineData("0o")]
    [InlineData("0o8")]
    [InlineData("0b2")]
    [InlineData(".5e5")]
    [InlineData("1e")]
    [InlineData("+.nan")]
    [InlineData("_1")]
    [InlineData("--1")]
    [InlineData("-x")]
    [InlineData("10:30")]
    [InlineData("1:2:3")]
    [InlineData("x#c")]
    [InlineData("${inputs.x}")]
    public void Text(string text) => Assert.Equal(text, Value(text));

    [Fact]
    public void Null_has_five_spellings() =>
        Assert.All(["", "~", "null", "Null", "NULL"], text => Assert.Null(Value(text)));

    [Fact]
    public void Truth_has_three_spellings()
    {
        Assert.All(["true", "True", "TRUE"], text => Assert.Equal(true, Value(text)));
        Assert.All(["false", "False", "FALSE"], text => Assert.Equal(false, Value(text)));
    }

    [Fact]
    public void Whole_numbers_have_no_limit() =>
        Assert.Equal(BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture), Value("123456789012345678901234567890"));

    [Theory]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("2024-1-1", "2024-1-1")]
    [InlineData("2024-01-01T10:00:00", "2024-01-01 10:00:00")]
    [InlineData("2024-01-01T10:00:00Z", "2024-01-01 10:00:00")]
    [InlineData("2024-01-01 10:00:00.5 +02:00", "2024-01-01 08:00:00.500000")]
    public void Times_are_the_text_that_python_prints(string text, string value) => Assert.Equal(value, Value(text));

    [Theory]
    [InlineData("!!str 12", "12")]
    [InlineData("!!int '12'", 12L)]
    [InlineData("!!bool 'true'", true)]
    [InlineData("!!null ''", null)]
    [InlineData("!foo 12", "12")]
    [InlineData("!", null)]
    [InlineData("'12'", "12")]
    [InlineData("\"true\"", "true")]
    public void A_tag_or_quotes_decide(string text, object? value) => Assert.Equal(value, Value(text));

    private static object? Value(string text) => Assert.IsType<YamlScalar>(((YamlMap)YamlText.Read($"a: {text}", "t.yaml"))["a"]).Value;
}

using Gyre.Gateway.Usage;

namespace Gyre.Gateway.Tests.Usage;

public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@cf/meta/llama", "'@cf/meta/llama")]
    [InlineData("=A1,B1", "\"'=A1,B1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_text_is_never_a_formula_of_a_spreadsheet(string text, string written) => Assert.Equal(written, Written(csv => csv.Field(text)));

    [Fact]
    public void Numbers_are_written_as_they_are() => Assert.Equal("-1,-0.5,,x", Written(csv =>
    {
        csv.Field(-1L);
        csv.Field(-0.5m);
        csv.Field((long?)null);
        csv.Field("x");
    }));

    private static string Written(Action<CsvWriter> write)
    {
        var text = new StringWriter();
        write(new CsvWriter(text));
        return text.ToString();
    }
}

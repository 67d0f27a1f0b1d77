using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Tests.Evaluators.Text;

public sealed class TokensTests
{
    [Theory]
    [InlineData("It doesn't weigh 105kg, says the U.S. office", "It doesn't weigh #105 kg says the U.S office")]
    [InlineData("$1,800 or € 3.50 or 1.8 million dollars", "$1800 or $3.5 or $1800000 dollars")]
    [InlineData("46%, 46 percent, 98.7 per cent and forty-six per cent", "%46 %46 %98.7 and %46")]
    [InlineData("about 3 , 800 km in the 1970s, the 21st of 2014", "about #3800 km in the #1970 the #21 of #2014")]
    [InlineData("p53 in version 1.2.3 at 10.0.0.1 with gpt-4o", "p53 in version 1.2.3 at 10.0.0.1 with gpt 4o")]
    [InlineData("two hundred thousand, twenty-five, one million, one of two", "#200000 #25 #1000000 one of #2")]
    [InlineData("$5m and 5m, $2bn, 5k", "$5000000 and #5 m $2000000000 #5000")]
    [InlineData("three hundred and five", "#300 and #5")]
    [InlineData("これは3本", "こ れ は #3 本")]
    [InlineData("1,2,3 and 10,000", "#1 #2 #3 and #10000")]
    [InlineData("serial 1234567890123456789", "serial 1234567890123456789")]
    [InlineData("", "")]
    public void A_text_is_words_numbers_and_signs(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Read(text).Select(t => Show(text, t))));

    [Fact]
    public void Tokens_are_in_order_and_apart() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var tokens = Read(text.Get);
            return tokens.Zip(tokens.Skip(1)).All(p => p.First.Place.End <= p.Second.Place.Start) && tokens.All(t => t.Place.Length > 0 && t.Place.End <= text.Get.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_row_of_digits_and_marks_is_read() =>
        Prop.ForAll(Gen.Elements("1", "23", "456", ",", ".", " ", "%", "k", "million", "$", "seven", "hundred", "-").ListOf().Select(string.Concat).ToArbitrary(), text => Read(text).TrueForAll(t => t.Value >= 0)).QuickCheckThrowOnFailure();

    private static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        Tokens.Read(text, new TextSpan(0, text.Length), tokens);
        return tokens;
    }

    private static string Show(string text, Token token) => token.Kind == TokenKind.Number
        ? $"{token.Measure switch { Measure.Percent => '%', Measure.Money => '$', _ => '#' }}{token.Value.ToString("0.##########")}"
        : token.Place.Of(text).ToString();
}

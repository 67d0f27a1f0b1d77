using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Tests.Evaluators.Text;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("It costs 3.50 dollars. Ask Dr. Smith at 5 p.m. today! Why?", "It costs 3.50 dollars.|Ask Dr. Smith at 5 p.m. today!|Why?")]
    [InlineData("He said \"no.\" Then he left.", "He said \"no.\"|Then he left.")]
    [InlineData("J. K. Rowling wrote it, e.g. The Book. It sold.", "J. K. Rowling wrote it, e.g. The Book.|It sold.")]
    [InlineData("See No. 5 of the list. No. That is all.", "See No. 5 of the list.|No.|That is all.")]
    [InlineData("the dog barked . it was late .", "the dog barked .|it was late .")]
    [InlineData("# Title\n\n1. First step\n2. Second step\n- a dash", "# Title|1. First step|2. Second step|- a dash")]
    [InlineData("A sentence that has been broken to fit a width\nof some columns goes on.\nNext one.", "A sentence that has been broken to fit a width\nof some columns goes on.|Next one.")]
    [InlineData("これは本です。あれは何？", "これは本です。|あれは何？")]
    [InlineData("Wait... what? Version 1.2.3 of gyre.yaml is out", "Wait... what?|Version 1.2.3 of gyre.yaml is out")]
    [InlineData("The shop closes at 5 p.m. The bus leaves later.", "The shop closes at 5 p.m.|The bus leaves later.")]
    [InlineData("One line\r\nand a second\r\n", "One line|and a second")]
    [InlineData(" \n*** ... \n", "")]
    public void A_text_is_cut_where_a_reader_would(string text, string sentences) =>
        Assert.Equal(sentences, string.Join('|', Sentences.Of(text).Select(s => s.Of(text).ToString())));

    [Fact]
    public void Sentences_are_in_order_apart_and_lose_no_letter() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var spans = Sentences.Of(text.Get);
            return spans.Zip(spans.Skip(1)).All(p => p.First.End <= p.Second.Start)
                && text.Get.Count(char.IsLetterOrDigit) == spans.Sum(s => s.Of(text.Get).ToString().Count(char.IsLetterOrDigit));
        }).QuickCheckThrowOnFailure();
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Tests.Evaluators.Text;

public sealed class PorterStemmerTests
{
    // Pairs from Porter's paper and from the documentation of NLTK's stemmer (nltk.org/howto/stem.html).
    [Theory]
    [InlineData("caresses flies dies mules denied died agreed owned humbled sized meeting stating siezing itemization sensational traditional reference colonizer plotted",
        "caress fli die mule deni die agre own humbl size meet state siez item sensat tradit refer colon plot")]
    [InlineData("ponies caress cats feed plastered motoring sing conflated troubled hopping tanned falling hissing fizzed failing filing happy sky",
        "poni caress cat feed plaster motor sing conflat troubl hop tan fall hiss fizz fail file happi sky")]
    [InlineData("relational conditional rational valenci digitizer radically differently vilely analogously vietnamization predication operator feudalism decisiveness hopefulness",
        "relat condit ration valenc digit radic differ vile analog vietnam predic oper feudal decis hope")]
    [InlineData("callousness formality sensitivity sensibility triplicate formative formalize electrical hopeful goodness revival allowance inference airliner",
        "callous formal sensit sensibl triplic form formal electr hope good reviv allow infer airlin")]
    [InlineData("adjustable defensible irritant replacement adjustment dependent adoption communism activate angularity homologous effective bowdlerize probate rate cease controll roll",
        "adjust defens irrit replac adjust depend adopt commun activ angular homolog effect bowdler probat rate ceas control roll")]
    [InlineData("enjoy enjoyment spied spies dying skies news geology archaeology hopefully proceed are eve", "enjoy enjoy spi spi die sky news geolog archaeolog hope proceed are eve")]
    public void Words_are_cut_as_by_the_reference(string words, string stems) =>
        Assert.Equal(stems, string.Join(' ', words.Split(' ').Select(w => PorterStemmer.Stem(w))));

    [Fact]
    public void Any_text_is_cut_without_growing_by_more_than_a_letter() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => PorterStemmer.Stem(text.Get).Length <= text.Get.Length + 1).QuickCheckThrowOnFailure();

    [Fact]
    public void A_very_long_word_is_cut_too() => Assert.Equal(new string('b', 500) + "oat", PorterStemmer.Stem(new string('b', 500) + "oating"));
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Grounding;

namespace Gyre.Evaluation.Tests.Evaluators.Grounding;

public sealed class GroundednessTests
{
    private static readonly string[] Facts =
    [
        "The Kestrel tent weighs 2.4 kg and sleeps three people.",
        "Its poles are made of aluminium, not of glass fibre.",
        "Wash it by hand in cold water and let it dry in the shade.",
        "The warranty of 24 months covers faults of material.",
        "It does not cover damage by wind above 80 km/h.",
        "In 2019 the company moved from Leeds to Bristol.",
        "About 46% of buyers return within five years.",
        "Spare parts can be ordered for $12.50 from the service in Bristol.",
        "1. Unfold the ground sheet. 2. Put the poles together.",
        "Dr. Ada Meyer, who designed it, had won a prize before.",
    ];

    private static readonly Arbitrary<string[]> Contexts = Gen.Shuffle(Facts).SelectMany(facts => Gen.Choose(3, Facts.Length).Select(n => facts[..n])).ToArbitrary();

    [Fact]
    public void Any_texts_score_between_zero_and_one_or_not_at_all() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (response, context) => Score(response.Get, context.Get) is null or (>= 0 and <= 1)).QuickCheckThrowOnFailure();

    [Fact]
    public void Sentences_of_the_context_score_one() =>
        Prop.ForAll(Contexts, facts => Score(string.Join(' ', facts[1..3]), string.Join(' ', facts)) == 1).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_passages_does_not_matter() =>
        Prop.ForAll(Contexts, facts =>
        {
            var response = "The Kestrel tent weighs 3 kg. The warranty covers damage by wind. I do not have information about its price.";
            return Groundedness.Of(response, Passages(facts), "How heavy is it?").Score == Groundedness.Of(response, Passages([.. facts.Reverse()]), "How heavy is it?").Score;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sentence_of_words_that_the_context_lacks_never_raises_the_score() =>
        Prop.ForAll(Contexts, Gen.SubListOf(Facts).ToArbitrary(), (facts, said) =>
        {
            var response = string.Join(' ', said.Prepend("The tent is heavy."));
            var before = Score(response, string.Join(' ', facts));
            var after = Score($"{response} Zebras roam savannahs near Nairobi.", string.Join(' ', facts));
            return after < before || (before == 0 && after == 0);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("The Kestrel tent weighs 2.4 kg and sleeps three people.", "The Kestrel tent weighs 2.6 kg and sleeps three people.")]
    [InlineData("The Kestrel tent weighs 2.4 kg and sleeps three people.", "The Kestrel tent weighs 2.4 kg and sleeps four people.")]
    [InlineData("In 2019 the company moved from Leeds to Bristol.", "In 2017 the company moved from Leeds to Bristol.")]
    [InlineData("In 2019 the company moved from Leeds to Bristol.", "In 2019 the company moved from Bristol to Leeds.")]
    [InlineData("In 2019 the company moved from Leeds to Bristol.", "In 2019 the company moved from Leeds to London.")]
    [InlineData("It does not cover damage by wind above 80 km/h.", "It covers damage by wind below 80 km/h.")]
    [InlineData("About 46% of buyers return within five years.", "About 46 people of buyers return within five years.")]
    public void A_change_of_a_fact_lowers_the_score(string right, string wrong) => Assert.True(Score(wrong, string.Join(' ', Facts)) < Score(right, string.Join(' ', Facts)));

    [Theory]
    [InlineData("The warranty of 24 months does not cover faults of material.")]
    [InlineData("It does cover damage by wind above 80 km/h.")]
    [InlineData("Dr. Ada Meyer, who designed it, had won a prize after.")]
    [InlineData("Never wash it by hand in cold water and let it dry in the shade.")]
    public void The_opposite_in_nearly_the_same_words_is_a_contradiction_and_fails(string response)
    {
        var sentence = Assert.Single(Groundedness.Of(response, Passages(Facts), "").Sentences);
        Assert.True(sentence.Contradicts);
        Assert.InRange(sentence.Support, 0, 0.5);
    }

    [Theory]
    [InlineData("The warranty does not exclude faults of material.", "The warranty of 24 months covers faults of material.")]
    [InlineData("Sales did not decrease last year.", "Sales did increase last year.")]
    [InlineData("The tent is not heavy and the poles are not long.", "The tent is not heavy and the poles are not long, they say.")]
    public void A_denied_opposite_is_no_contradiction(string response, string context) => Assert.False(Assert.Single(Groundedness.Of(response, Passages(context), "").Sentences).Contradicts);

    [Theory]
    [InlineData("It weighs 1,800 g.", "It weighs 1800 g.")]
    [InlineData("It costs 1.8 million dollars.", "It costs $1,800,000 dollars.")]
    [InlineData("Some 46 percent return.", "Some 46% return.")]
    [InlineData("There are twenty-five rooms.", "There are 25 rooms.")]
    [InlineData("The U.S. office is open.", "The US office is open.")]
    [InlineData("IVF was developed in 1978.", "In vitro fertilization was developed in 1978.")]
    public void Other_forms_of_the_same_are_found(string response, string context) => Assert.Empty(Assert.Single(Groundedness.Of(response, Passages(context), "").Sentences).Missing);

    [Theory]
    [InlineData("The colours were organised and analysed.", "The color was organized and analyzed.")]
    [InlineData("Its popularity grows.", "It is popular and growing.")]
    public void Other_forms_of_a_word_count_nearly_in_full(string response, string context) => Assert.True(Score(response, context) > Score("Quite different things.", context) + 0.3);

    [Fact]
    public void The_marks_of_a_list_are_no_numbers_that_the_context_must_have()
    {
        var result = Groundedness.Of("1. Wash it by hand.\n2. Let it dry in the shade.\n3. Order spare parts.", Passages(Facts), "");
        Assert.All(result.Sentences, s => Assert.Empty(s.Missing));
    }

    [Fact]
    public void Nothing_supports_a_claim_where_the_context_is_empty()
    {
        Assert.Equal(0, Groundedness.Of("It weighs two kilograms.", [], "").Score);
        Assert.Equal(0, Score("It weighs two kilograms.", " "));
    }

    [Fact]
    public void A_response_without_a_word_has_no_score() => Assert.Null(Score(" ... ", Facts[0]));

    [Fact]
    public void A_refusal_is_undecided_where_the_context_lacks_the_answer_and_wrong_where_it_has_it()
    {
        const string Refusal = "I do not have specific information.";
        Assert.Equal(0.5, Groundedness.Of(Refusal, Passages(Facts), "").Score);
        Assert.Equal(0.5, Groundedness.Of(Refusal, [], "Who won the election?").Score);
        Assert.True(Groundedness.Of(Refusal, Passages(Facts), "What does the warranty of 24 months cover?").Score < 0.2);
    }

    [Fact]
    public void Courtesies_and_questions_do_not_count_beside_claims()
    {
        Assert.Equal(1, Score("Wash it by hand in cold water. Is there anything else I can help you with? Feel free to ask.", Facts[2]));
        Assert.Equal(0.5, Score("You are welcome! Is there anything else?", Facts[2]));
    }

    [Theory]
    [InlineData("Der Zug fährt um 9 Uhr vom Bahnhof ab.", "Der Zug fährt um 9 Uhr vom Bahnhof ab. Fahrkarten kosten 12 Euro.", "Der Bus kommt um 7 Uhr am Flughafen an.")]
    [InlineData("电车九点从车站出发。", "电车九点从车站出发。票价十二欧元。", "公共汽车七点到达机场。")]
    public void Other_languages_are_told_apart_by_the_words_or_signs_they_share(string said, string context, string other)
    {
        Assert.Equal(1, Score(said, context));
        Assert.InRange(Score(other, context)!.Value, 0, 0.5);
    }

    [Fact]
    public void Texts_of_megabytes_are_measured_too()
    {
        var report = string.Join(' ', Enumerable.Range(0, 20_000).Select(at => $"The report of {at % 977} says that part {at} costs {at % 5003} dollars, and not word{at % 4001}."));
        var newWords = string.Join(' ', Enumerable.Range(0, 200_000).Select(at => $"Q{at:x}."));
        Assert.Equal(1, Score(report, report));
        Assert.Equal(1, Score(newWords, newWords));
    }

    private static double? Score(string response, string context) => Groundedness.Of(response, Passages(context), "").Score;

    private static List<Passage> Passages(params string[] texts) => [.. texts.Select((t, at) => new Passage($"context[{at}]", "", t))];
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Computed;
using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Evaluation.Evaluators.Text;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

public sealed class TextMetricsTests
{
    // The example of the BLEU paper (Papineni et al. 2002), which NLTK, sacreBLEU and dotnet/extensions all test with.
    private const string Guide = "It is a guide to action which ensures that the military always obeys the commands of the party";
    private const string Troops = "It is to insure the troops forever hearing the activity guidebook that party direct";

    private static readonly string[] Guides =
    [
        "It is a guide to action that ensures that the military will forever heed Party commands",
        "It is the guiding principle which guarantees the military forces always being under the command of the Party",
        "It is the practical guide for the army always to heed the directions of the party",
    ];

    private static readonly string[] OneNumber = ["f1_score", "f1_score_words", "bleu_score", "gleu_score", "meteor_score", "chrf_score", "levenshtein_similarity"];

    private static readonly Arbitrary<string[]> Texts = Gen.Elements("the", "cat", "sat", "on", "a", "mat", "running", "runs", "3.5", "no", ",", "Ünder").ArrayOf(8).Select(w => string.Join(' ', w) + " x").ArrayOf(3).ToArbitrary();

    // dotnet/extensions, BLEUAlgorithmTests.
    [Fact]
    public async Task Bleu_is_that_of_dotnet_extensions()
    {
        Assert.Equal(0.5046, (await Value("bleu_score", Guide, Guides)).GetValueOrDefault(), 4);
        Assert.Equal(0.74009, (await Value("bleu_score", "he read the book because he was interested in world history", "he was interested in world history because he read the book")).GetValueOrDefault(), 4);
        Assert.Equal(0, await Value("bleu_score", "John loves Mary", "The candidate has no alignment to any of the references"));
    }

    [Fact]
    public async Task Bleu_with_one_reference_is_NLTKs_of_its_docstring() =>
        Assert.InRange((await Value("bleu_score", Guide, Guides[0])).GetValueOrDefault(), 0.4118, 0.4119);

    [Fact]
    public void Zeros_are_smoothed_as_dotnet_extensions_does()
    {
        Assert.Equal([0.2303, 0.0576], Bleu.Smoothed([(0, 1), (0, 2)], 10).Select(p => Math.Round(p, 4)));
        Assert.Equal([0.7143, 0.5385, 0.0250, 0.0136], Bleu.Smoothed([(10, 14), (7, 13), (0, 12), (0, 11)], 20).Select(p => Math.Round(p, 4)));
    }

    [Theory]
    [InlineData(7, new[] { 11, 8 }, 0.8669)]
    [InlineData(7, new[] { 11, 8, 6, 7 }, 1)]
    [InlineData(12, new[] { 28, 28 }, 0.2636)]
    [InlineData(12, new[] { 13, 2 }, 0.92)]
    [InlineData(12, new[] { 13, 11 }, 1)]
    [InlineData(12, new[] { 11, 13 }, 1)]
    public void Brevity_is_that_of_NLTKs_docstring(int length, int[] references, double expected) =>
        Assert.Equal(expected, Bleu.Brevity(length, references), 4);

    // dotnet/extensions, GLEUAlgorithmTests; NLTK takes the best reference.
    [Fact]
    public async Task Gleu_takes_the_best_reference_or_pools_them()
    {
        Assert.Equal(0.43939, (await Value("gleu_score", Guide, Guides[0])).GetValueOrDefault(), 5);
        Assert.Equal(0.12069, (await Value("gleu_score", Troops, Guides[0])).GetValueOrDefault(), 5);
        Assert.Equal(0.7895, (await Value("gleu_score", "he read the book because he was interested in world history", "he was interested in world history because he read the book")).GetValueOrDefault(), 4);
        Assert.Equal(0.0909, (await Value("gleu_score", "the the the the the the the", "the cat is on the mat")).GetValueOrDefault(), 4);
        Assert.Equal(0.43939, (await Value("gleu_score", Guide, Guides)).GetValueOrDefault(), 5);
        Assert.Equal(0.2778, (await Value("gleu_score", new PythonDict([new("references", "pooled")]), Guide, Guides)).GetValueOrDefault(), 4);
    }

    // dotnet/extensions, F1EvaluatorTests.
    [Theory]
    [InlineData("the cat is on the mat", "the the the the the the the", 0.30769)]
    [InlineData("It is a guide to action that ensures that the military will forever heed Party commands", Guide, 0.70589)]
    [InlineData("It is the practical guide for the army always to heed the directions of the party", Troops, 0.4)]
    [InlineData("The quick brown fox jumps over the lazy dog.", "Completely unrelated sentence.", 0.1429)]
    public async Task F1_of_words_is_that_of_dotnet_extensions(string reference, string response, double expected) =>
        Assert.Equal(expected, (await Value("f1_score_words", response, reference)).GetValueOrDefault(), 4);

    // dotnet/extensions, SimpleTokenizerTests.
    [Theory]
    [InlineData("word1-\r\nword2", "WORD1WORD2")]
    [InlineData("Good muffins cost $3.88 (roughly 3,36 euros)\nin New York.", "GOOD MUFFINS COST $ 3.88 ( ROUGHLY 3,36 EUROS ) IN NEW YORK .")]
    [InlineData("&quot;Hello&quot; &amp; Goodbye &lt;test&gt; &apos;", "\" HELLO \" & GOODBYE < TEST > '")]
    [InlineData("Hello, world! How's it going?", "HELLO , WORLD ! HOW ' S IT GOING ?")]
    public void Words_are_cut_as_dotnet_extensions_cuts_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', UpperWords.Of(text)));

    [Theory]
    [InlineData("Good muffins cost $3.88, in New York.", "Good muffins cost $ 3.88 , in New York .")]
    [InlineData("from 3-4 (it's) well-known &amp; so", "from 3 - 4 ( it's ) well-known & so")]
    [InlineData("Но в тоже время, 3,5 праздник.", "Но в тоже время , 3,5 праздник .")]
    public void Tokens_for_BLEU_are_those_of_the_NIST_script(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', NistTokens.Of(text)));

    // By the SQuAD script: 4 of 5 and 4 of 4 words.
    [Fact]
    public async Task F1_is_SQuADs()
    {
        Assert.Equal(8 / 9.0, (await Value("f1_score", "The cat sat on a mat, happily.", "cat sat on mat")).GetValueOrDefault(), 12);
        Assert.Equal(1, await Value("f1_score", "Denver Broncos!", ["Carolina", "the denver broncos"]));
        Assert.Equal(0, await Value("f1_score", "", "Denver"));
    }

    // NLTK, docstring of single_meteor_score.
    [Fact]
    public async Task Meteor_is_NLTKs()
    {
        Assert.Equal(0.6944, (await Value("meteor_score", Guide, Guides[0])).GetValueOrDefault(), 4);
        Assert.Equal(0, await Value("meteor_score", "non matching hypothesis", "this is a cat"));
        Assert.Equal(1 - (0.5 / 8), (await Value("meteor_score", "running dogs", "runs dog")).GetValueOrDefault(), 12);
    }

    // sacreBLEU, test_chrf.py, without epsilon smoothing.
    [Theory]
    [InlineData("aa", "ab", 0.25)]
    [InlineData("a b c", "abc", 1)]
    [InlineData("abcdefg", "hijklmnop", 0)]
    [InlineData("", "reference", 0)]
    public void Chrf_is_sacreBLEUs(string response, string reference, double expected) =>
        Assert.Equal(expected, Chrf.Of(response, reference, beta: 3), 9);

    // google-research, rouge_scorer_test.py.
    [Theory]
    [InlineData("rouge1", "testing", 1, 1 / 3.0)]
    [InlineData("rouge2", "testing one", 1, 1 / 2.0)]
    [InlineData("rougeL", "testing one", 1, 2 / 3.0)]
    [InlineData("rougeL", "testing two", 1, 2 / 3.0)]
    [InlineData("rougeL", "", 0, 0)]
    public void Rouge_is_Googles(string type, string response, double precision, double recall) =>
        Assert.Equal(new Overlaps(precision, recall), RougeScore.Of(response, "testing one two", type));

    [Fact]
    public async Task Rouge_gives_three_numbers_each_with_its_threshold()
    {
        var result = await Evaluate("rouge_score", new PythonDict([new("recall_threshold", 0.3)]), "testing", "testing one two");
        Assert.Equal([("rouge_f1_score", 0.5, true), ("rouge_precision", 1, true), ("rouge_recall", 1 / 3.0, true)], result.Scores.Select(s => (s.Metric, s.Value.GetValueOrDefault(), s.Passed.GetValueOrDefault())));
    }

    [Fact]
    public void Levenshtein_counts_letters_not_code_units()
    {
        Assert.Equal(1 - (3 / 7.0), Levenshtein.Similarity("kitten", "sitting", new Effort(TestContext.Current.CancellationToken)), 12);
        Assert.Equal(0.5, Levenshtein.Similarity("👍a", "👎a", new Effort(TestContext.Current.CancellationToken)));
        Assert.Equal(1, Levenshtein.Similarity("", "", new Effort(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Texts_that_are_too_long_to_be_compared_by_letters_are_told()
    {
        var (long1, long2) = (new string('a', 40_000), new string('b', 40_000));
        const string says = "The response and 'ground_truth' are too long to be compared letter by letter.";
        Assert.Equal(says, (await Evaluate("levenshtein_similarity", [], long1, [long2])).Scores[0].Error);
        Assert.Equal(says, (await Scored.FirstAsync("json_similarity", [], new PythonDict { ["response"] = $"\"{long1}\"", ["ground_truth"] = $"\"{long2}\"" })).Error);
        var many = Enumerable.Range(0, 4_000).Select(i => (object?)$"{i}").ToList();
        Assert.Equal(says, (await Scored.FirstAsync("list_contains", [], new PythonDict { ["response"] = many, ["ground_truth"] = many })).Error);
        Assert.Equal(1, await Value("levenshtein_similarity", long1, long1));
    }

    [Fact]
    public async Task What_is_compared_by_letters_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec("levenshtein_similarity"), null!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await evaluator.EvaluateAsync(Inputs("a", ["b"]), stop.Token));
    }

    [Fact]
    public async Task References_without_a_word_cannot_be_scored()
    {
        foreach (var name in OneNumber.Append("rouge_score").Append("exact_match"))
        {
            Assert.Equal(References.None, (await Evaluate(name, [], "something", [" "])).Scores[0].Error);
            Assert.Equal(References.None, (await Evaluate(name, [], "", [])).Scores[0].Error);
        }
    }

    [Fact]
    public void Every_score_is_from_0_to_1_and_the_order_of_references_does_not_matter() =>
        Prop.ForAll(Texts, texts => OneNumber.All(name =>
        {
            var (there, back) = (Now(name, texts[0], texts[1..]), Now(name, texts[0], [texts[2], texts[1]]));
            return there is >= 0 and <= 1 && there == back;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_of_four_words_is_wholly_like_itself() =>
        Prop.ForAll(Texts, texts => OneNumber.All(name =>
        {
            var text = texts[0] + " one two three four";
            var least = name == "meteor_score" ? 0.99 : 1 - 1e-9;
            return Now(name, text, [text]) >= least;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void F1_Gleu_and_Levenshtein_do_not_mind_which_text_is_which() =>
        Prop.ForAll(Texts, texts => new[] { "f1_score", "f1_score_words", "gleu_score", "levenshtein_similarity" }.All(name =>
            Math.Abs(Now(name, texts[0] + " end", [texts[1] + " end"]) - Now(name, texts[1] + " end", [texts[0] + " end"])) < 1e-12)).QuickCheckThrowOnFailure();

    private static double Now(string name, string response, string[] references) =>
        EvaluatorLibrary.Create(new EvaluatorSpec(name), null!).EvaluateAsync(Inputs(response, references), CancellationToken.None).AsTask().GetAwaiter().GetResult().Scores[0].Value ?? double.NaN;

    private static async Task<double?> Value(string name, string response, params string[] references) => await Value(name, [], response, references);

    private static async Task<double?> Value(string name, PythonDict settings, string response, params string[] references) =>
        (await Evaluate(name, settings, response, references)).Scores[0].Value;

    private static async Task<Evaluated> Evaluate(string name, PythonDict settings, string response, params string[] references) =>
        await EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = settings }, null!).EvaluateAsync(Inputs(response, references), TestContext.Current.CancellationToken);

    private static EvaluatorInputs Inputs(string response, string[] references) =>
        new(new PythonDict([new("response", response), new("ground_truth", references.Cast<object?>().ToList())]));
}

using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Evaluation.Evaluators.Judged.Scores;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

public sealed class LastObjectTests
{
    [Fact]
    public void An_object_at_the_end_is_found_behind_any_text()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<int>(), (before, reason, score) =>
        {
            // Half a character cannot be written as UTF-8.
            var (text, why) = (Whole(before.Get), Whole(reason.Get));
            var json = PythonJson.Write(new PythonDict { ["reason"] = why, ["score"] = (long)score });
            return !Opens(text) || (LastObject.In($"{text}\n{json}\nDone.") is { } found && found["score"] is long read && read == score && (string?)found["reason"] == why);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_it_throw_and_what_is_found_is_an_object()
    {
        Prop.ForAll(
            Gen.Elements('{', '}', '"', '\\', ':', ',', '[', ']', '1', 'a', ' ', '\n', 'u', '/', '*', '\uD800').ListOf().Select(c => new string([.. c])).ToArbitrary(),
            text => LastObject.In(text) is not { } found || LastObject.In(PythonJson.Write(found))?.Count == found.Count).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_stands_for_a_score_is_one_of_the_scale_or_a_fault()
    {
        var values = Gen.OneOf(
            ArbMap.Default.GeneratorFor<int>().Select(v => (object?)(long)v),
            ArbMap.Default.GeneratorFor<double>().Select(v => (object?)v),
            Gen.Choose(0, 6).Select(v => (object?)(long)v),
            Gen.Choose(0, 60).Select(v => (object?)(v / 10.0)),
            Gen.Elements<object?>("4", " 5 ", "4.0", "4/5", "five", "+3", "-1", "1e0", "٣", "", null, true, new List<object?> { 4L }, new PythonDict { ["score"] = 4L }));
        Prop.ForAll(values.ToArbitrary(), value =>
        {
            var (verdict, fault) = new PointsForm(1, 5).Read(new VerdictFields(new PythonDict { ["score"] = value }));
            return verdict is null ? fault is not null : fault is null && verdict.Value is 1 or 2 or 3 or 4 or 5;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"a": 1} {"a": 2}""", 2L)]
    [InlineData("""{"a": 1} {"a": 2""", 1L)]
    [InlineData("""{"a": 1, "b": {"a": 3}}""", 1L)]
    [InlineData("""[{"a": 1}, {"a": 4}]""", 4L)]
    [InlineData("""{"text": "{\"a\": 9}", "a": 5}""", 5L)]
    [InlineData("""// {"a": 6}""", 6L)]
    [InlineData("""The set {x | x > 0} is not empty: \frac{1}{2}. {"a": 7}""", 7L)]
    public void The_last_whole_one_counts_and_those_inside_it_do_not(string text, long a) => Assert.Equal(a, LastObject.In(text)!["a"]);

    [Theory]
    [InlineData("""{'reason': 'It says {"score": 5}, which is no reason.', 'score': 1}""")]
    [InlineData("""{'reason': 'It says {"score": 5}, which is no""")]
    [InlineData("""{"score": 1} or {score: 2, was: {"score": 5}}""")]
    [InlineData("""{"score": 4} {"score": 5, "reason": "\ud800"}""")]
    public void What_stands_inside_something_that_cannot_be_read_is_no_answer(string text) => Assert.Null(LastObject.In(text));

    [Fact]
    public void A_long_answer_is_read_in_no_time()
    {
        const string deep = """{"a":{"b":[1,{"c":""";
        Assert.Null(LastObject.In(string.Concat(Enumerable.Repeat(deep, 20_000)) + """ {"score": 3}"""));
        Assert.Equal(3L, LastObject.In(string.Concat(Enumerable.Repeat("{} {a} ", 20_000)) + """ {"score": 3}""")?["score"]);
    }

    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    // A brace before it may swallow it; what then is read is another matter.
    private static bool Opens(string text) => !text.Contains('{', StringComparison.Ordinal);
}

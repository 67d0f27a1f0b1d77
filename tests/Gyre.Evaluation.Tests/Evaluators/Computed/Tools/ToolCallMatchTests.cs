using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed.Tools;

public sealed class ToolCallMatchTests
{
    // The definition of Ragas' ToolCallF1 over pairs of name and arguments, counted by hand.
    [Theory]
    [InlineData("[]", "[]", 1, 1, 1, 1, true, true)]
    [InlineData("""[{"name": "a", "arguments": {"x": 1}}]""", """[{"name": "a", "arguments": {"x": 1.0}}]""", 1, 1, 1, 1, true, true)]
    [InlineData("""[{"name": "a", "arguments": {"x": 2}}]""", """[{"name": "a", "arguments": {"x": 1}}]""", 0, 0, 0, 1, false, false)]
    [InlineData("""["a", "b"]""", """["b", "a"]""", 1, 1, 1, 1, false, false)]
    [InlineData("""["a", "x", "b"]""", """["a", "b"]""", 0.8, 2 / 3.0, 1, 0.8, false, true)]
    [InlineData("""["a"]""", """["a", "a"]""", 2 / 3.0, 1, 0.5, 2 / 3.0, false, false)]
    [InlineData("[]", """["a"]""", 0, 0, 0, 0, false, false)]
    [InlineData("""["a"]""", "[]", 0, 0, 0, 0, false, true)]
    public async Task Calls_are_counted_against_the_expected_ones(string called, string expected, double f1, double precision, double recall, double names, bool exact, bool inOrder)
    {
        var scores = await ScoresAsync(called, expected);

        Assert.Equal([f1, precision, recall, names, exact ? 1 : 0, inOrder ? 1 : 0], scores.Select(s => Math.Round(s.Value!.Value, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData("""[{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{\"q\": [1, {\"b\": 2, \"a\": 1}]}"}}]""")]
    [InlineData("""{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{\"q\":[1,{\"a\":1,\"b\":2}]}"}}]}""")]
    [InlineData("""[{"role": "user", "content": "hi"}, {"role": "assistant", "content": [{"type": "text", "text": "x"}, {"type": "tool_call", "tool_call_id": "1", "name": "f", "arguments": {"q": [1, {"a": 1, "b": 2}]}}]}]""")]
    [InlineData("""[{"type": "tool_call", "tool_call": {"id": "1", "type": "function", "function": {"name": "f", "arguments": {"q": [1, {"a": 1, "b": 2}]}}}}]""")]
    [InlineData("""{"type": "tool_use", "name": "f", "input": {"q": [1, {"a": 1, "b": 2}]}}""")]
    [InlineData("""{"name": "f", "args": {"q": [1, {"a": 1, "b": 2}]}}""")]
    public async Task Every_provider_s_shape_is_read(string called)
    {
        const string Expected = """[{"name": "f", "arguments": {"q": [1, {"a": 1, "b": 2}]}}]""";
        Assert.All(await ScoresAsync(called, Expected), s => Assert.Equal(1, s.Value));

        // As a value as well as as text.
        var inputs = new PythonDict { ["tool_calls"] = PythonJson.Parse(called), ["expected_tool_calls"] = PythonJson.Parse(Expected) };
        Assert.All(await Scored.AllAsync("tool_calls", [], inputs), s => Assert.Equal(1, s.Value));
    }

    [Fact]
    public async Task What_is_missing_and_what_was_not_expected_is_said()
    {
        var scores = await ScoresAsync("""[{"name": "weather", "arguments": {"city": "Rome"}}]""", """[{"name": "weather", "arguments": {"city": "Paris"}}]""");

        Assert.Equal("""missing: weather({"city":"Paris"}); not expected: weather({"city":"Rome"})""", scores[0].Reason);
    }

    [Fact]
    public async Task Arguments_need_not_count() =>
        Assert.Equal(1, (await ScoresAsync("""[{"name": "f", "arguments": {"x": 2}}]""", """["f"]""", new PythonDict { ["ignore_arguments"] = true }))[0].Value);

    [Theory]
    [InlineData("what the weather is", "[]", "'tool_calls' is no list of calls")]
    [InlineData("[]", """[{"arguments": {}}]""", "'expected_tool_calls' must be a list of calls")]
    public async Task What_is_no_list_of_calls_gives_no_score(string called, string expected, string says) =>
        Assert.StartsWith(says, (await ScoresAsync(called, expected))[0].Error, StringComparison.Ordinal);

    [Fact]
    public void Scores_are_bounded_swap_precision_and_recall_and_are_whole_for_equal_calls()
    {
        var call = Gen.Zip(Gen.Elements("a", "b", "c"), Gen.Choose(0, 2)).Select(p => $$"""{"arguments": {"x": {{p.Item2}} }, "name": "{{p.Item1}}"}""");
        var calls = Gen.Choose(0, 5).SelectMany(n => call.ListOf(n)).Select(l => $"[{string.Join(",", l)}]");
        Prop.ForAll(Gen.Zip(calls, calls).ToArbitrary(), pair =>
        {
            var there = ScoresAsync(pair.Item1, pair.Item2).GetAwaiter().GetResult().Select(s => s.Value!.Value).ToList();
            var back = ScoresAsync(pair.Item2, pair.Item1).GetAwaiter().GetResult().Select(s => s.Value!.Value).ToList();
            var same = ScoresAsync(pair.Item1, pair.Item1).GetAwaiter().GetResult();
            return there.TrueForAll(v => v is >= 0 and <= 1) && there[0].Equals(back[0]) && there[1].Equals(back[2]) && there[4].Equals(back[4])
                && there[4] <= there[5] && there[0] <= there[3] && same.All(s => s.Value.Equals(1.0));
        }).QuickCheckThrowOnFailure();
    }

    private static Task<IReadOnlyList<Score>> ScoresAsync(string called, string expected, PythonDict? settings = null) =>
        Scored.AllAsync("tool_calls", settings ?? [], new PythonDict { ["tool_calls"] = called, ["expected_tool_calls"] = expected });
}

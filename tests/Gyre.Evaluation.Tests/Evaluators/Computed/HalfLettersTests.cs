using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

/// <summary>JSON with half of a surrogate pair, as models write it where they are cut off.</summary>
public sealed class HalfLettersTests
{
    private const string Half = """{"a": "\ud83d", "\uDE00": [1]}""";

    [Theory]
    [InlineData(Half, Half, 1)]
    [InlineData("""{"a": "\ud83d\ude00"}""", """{"a": "😀"}""", 1)]
    [InlineData("""{"a": "\\ud83d"}""", """{"a": "\\ud83d"}""", 1)]
    [InlineData("""{"a": "\\\ud83d"}""", """{"a": "\\\ufffd"}""", 1)]
    [InlineData("""{"a": "\ud83d"}""", """{"a": "x"}""", 0)]
    public async Task Is_read_as_the_mark_for_what_is_no_letter(string response, string truth, double likeness) =>
        Assert.Equal(likeness, (await Scored.FirstAsync("json_similarity", [], new PythonDict { ["response"] = response, ["ground_truth"] = truth })).Value);

    [Fact]
    public async Task What_is_escaped_itself_is_no_half_letter() =>
        Assert.True((await Scored.FirstAsync("json_similarity", [], new PythonDict { ["response"] = """{"a": "\\ud83d"}""", ["ground_truth"] = """{"a": "\\ufffd"}""" })).Value < 1);

    [Theory]
    [InlineData("json_valid", Half, null, 1.0)]
    [InlineData("json_schema", Half, null, 1.0)]
    [InlineData("tool_calls", """[{"name": "\ud83d", "arguments": {"q": "\ud83d"}}]""", """[{"name": "\ud83d", "arguments": {"q": "\ud83d"}}]""", 1.0)]
    [InlineData("list_contains", """["\ud83d"]""", """["\ud83d"]""", 1.0)]
    public async Task No_evaluator_falls_over_it(string evaluator, string response, string? truth, double value)
    {
        var settings = evaluator == "json_schema" ? Scored.Json("""{"schema": {"type": "object", "properties": {"a": {"maxLength": 1, "pattern": "."}}, "required": ["a"]}}""") : [];
        var inputs = new PythonDict { ["response"] = response, ["tool_calls"] = response, ["expected_tool_calls"] = truth, ["ground_truth"] = truth };
        Assert.Equal(value, (await Scored.FirstAsync(evaluator, settings, inputs)).Value);
    }
}

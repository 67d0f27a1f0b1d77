using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

public sealed class PlainChecksTests
{
    [Theory]
    [InlineData("Paris", "paris", "ignore_case", 1)]
    [InlineData("Paris", "paris", "trim", 0)]
    [InlineData("\"Paris!\"", "Paris", "ignore_punctuation", 1)]
    [InlineData("a - b", "a b", "ignore_punctuation", 1)]
    [InlineData("a-b", "a b", "ignore_punctuation", 0)]
    [InlineData("12 000", "12000", "ignore_blanks", 1)]
    [InlineData("12 000", "12000", "trim", 0)]
    public async Task Case_punctuation_and_blanks_may_be_left_out_of_account(string response, string truth, string setting, double expected) =>
        Assert.Equal(expected, (await Scored.FirstAsync("exact_match", new PythonDict { [setting] = true }, new PythonDict { ["response"] = response, ["ground_truth"] = truth })).Value);

    [Theory]
    [InlineData("stop", null, 1)]
    [InlineData("end_turn", null, 1)]
    [InlineData("STOP", null, 1)]
    [InlineData("MAX_TOKENS", null, 0)]
    [InlineData("max_tokens", "length", 1)]
    [InlineData("tool_use", "tool_calls", 1)]
    [InlineData("SAFETY", "content_filter", 1)]
    [InlineData("something_new", "something_new", 1)]
    public async Task The_reason_to_stop_is_known_in_every_provider_s_words(string reason, string? expected, double value) =>
        Assert.Equal(value, (await Scored.FirstAsync("finish_reason", expected is null ? [] : new PythonDict { ["expected"] = expected }, new PythonDict { ["finish_reason"] = reason })).Value);

    [Fact]
    public async Task One_of_several_reasons_is_enough()
    {
        var settings = new PythonDict { ["expected"] = new List<object?> { "stop", "tool_calls" } };
        Assert.Equal(1, (await Scored.FirstAsync("finish_reason", settings, new PythonDict { ["finish_reason"] = "tool_use" })).Value);
        Assert.Equal("It ended with 'length'.", (await Scored.FirstAsync("finish_reason", settings, new PythonDict { ["finish_reason"] = "length" })).Reason);
        Assert.Equal("'finish_reason' is empty.", (await Scored.FirstAsync("finish_reason", settings, new PythonDict { ["finish_reason"] = " " })).Error);
    }
}

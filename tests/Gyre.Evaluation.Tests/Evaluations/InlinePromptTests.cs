using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Flows;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class InlinePromptTests
{
    [Theory]
    [InlineData("Answer: {{question}}", "question")]
    [InlineData("{% for d in docs %}{{ d }}{{ loop.index }}{% endfor %}{{ question | upper }}", "docs question")]
    [InlineData("{% if context %}Read {{- context }}{% endif %}{% set x = range(3) %}{{ x }}", "context")]
    [InlineData("No input at all", "")]
    public void What_the_template_reads_and_does_not_set_are_its_inputs(string prompt, string inputs) =>
        Assert.Equal(
            inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            InlinePrompt.ToPrompty(prompt).Split("---\n")[1].Split("inputs:\n")[1].Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && !l.StartsWith("   ", StringComparison.Ordinal)).Select(l => l.Trim(' ', ':')));

    [Fact]
    public void A_text_that_is_no_template_is_told() => Assert.Throws<FlowException>(() => InlinePrompt.ToPrompty("{% for d in docs %}{{ d }}"));
}

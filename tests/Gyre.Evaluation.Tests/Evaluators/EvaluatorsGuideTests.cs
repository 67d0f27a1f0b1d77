using Gyre.Evaluation.Evaluators;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluators;

/// <summary>The table of docs/guide/evaluators.md is what the computed evaluators say of themselves.</summary>
public sealed class EvaluatorsGuideTests
{
    public static TheoryData<string> Rows => [.. File.ReadAllLines(RepositoryFiles.At("docs", "guide", "evaluators.md")).SkipWhile(l => l != "## Computed").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith("| `", StringComparison.Ordinal))];

    [Fact]
    public void The_guide_has_a_table() => Assert.NotEmpty(Rows);

    [Fact]
    public void Every_evaluator_is_in_the_guide()
    {
        var guide = File.ReadAllText(RepositoryFiles.At("docs", "guide", "evaluators.md"));
        Assert.Empty(EvaluatorLibrary.Names.Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_guide_is_what_the_evaluator_says_of_itself(string row)
    {
        var name = row.Split('`')[1];
        var card = EvaluatorLibrary.Card(name);
        Assert.Equal($"| `{name}` | {string.Join(", ", card.Inputs.Select(i => i.IsRequired ? $"`{i.Name}`" : $"[`{i.Name}`]"))} | {string.Join(", ", card.Metrics.Select(m => $"`{m.Name}`"))} | {card.Description} |", row);
    }
}

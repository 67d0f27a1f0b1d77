using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

public sealed class ListMatchTests
{
    // ListContains of Autoevals with Levenshtein: the sum of the best pairs, over the longer list or, with extra entities allowed, over the expected one.
    [Theory]
    [InlineData("""["foo", "bar"]""", """["bar", "foo"]""", false, 1)]
    [InlineData("""["foo", "bar", "foobar"]""", """["foo", "bar"]""", false, 2 / 3.0)]
    [InlineData("""["foo", "bar", "foobar"]""", """["foo", "bar"]""", true, 1)]
    [InlineData("""["foo"]""", """["foo", "bar"]""", true, 0.5)]
    [InlineData("""["fooo", "bat"]""", """["foo", "bar"]""", false, (0.75 + (2 / 3.0)) / 2)]
    [InlineData("[]", "[]", false, 1)]
    [InlineData("[]", """["a"]""", false, 0)]
    [InlineData("""[1, {"a": 2}]""", """[{"a": 2}, 1]""", false, 1)]
    public async Task Items_are_paired_in_any_order(string response, string truth, bool extra, double expected) =>
        Assert.Equal(expected, (await Scored.FirstAsync("list_contains", new PythonDict { ["allow_extra"] = extra }, new PythonDict { ["response"] = response, ["ground_truth"] = truth })).Value!.Value, 12);

    [Fact]
    public async Task What_is_no_list_scores_nothing_and_what_cannot_be_compared_has_no_score()
    {
        Assert.Equal((0, "The response is no list."), await Of("a, b", """["a"]"""));
        Assert.Null((await Scored.FirstAsync("list_contains", [], new PythonDict { ["response"] = "[]", ["ground_truth"] = "a" })).Value);

        static async Task<(double?, string?)> Of(string response, string truth)
        {
            var score = await Scored.FirstAsync("list_contains", [], new PythonDict { ["response"] = response, ["ground_truth"] = truth });
            return (score.Value, score.Reason);
        }
    }

    [Fact]
    public void The_best_pairs_are_those_that_trying_all_would_find()
    {
        var worths = Gen.Choose(1, 5).SelectMany(rows => Gen.Choose(1, 5).SelectMany(columns => Gen.Choose(0, 9).ListOf(rows * columns).Select(w => (Rows: rows, Columns: columns, Worth: w))));
        Prop.ForAll(worths.ToArbitrary(), table =>
            Assignment.Greatest(table.Rows, table.Columns, (r, c) => table.Worth[(r * table.Columns) + c]).Equals(Tried(0, 0, table.Rows, table.Columns, table.Worth)))
            .QuickCheckThrowOnFailure();
    }

    private static double Tried(int row, int taken, int rows, int columns, IReadOnlyList<int> worth)
    {
        if (row == rows)
        {
            return 0;
        }

        var best = Tried(row + 1, taken, rows, columns, worth);
        for (var column = 0; column < columns; column++)
        {
            if ((taken & (1 << column)) == 0)
            {
                best = Math.Max(best, worth[(row * columns) + column] + Tried(row + 1, taken | (1 << column), rows, columns, worth));
            }
        }

        return best;
    }
}

using Gyre.Evaluation.Reports;

namespace Gyre.Evaluation.Tests.Reports;

public sealed class DrawnAxisTests
{
    [Theory]
    [InlineData(0, 0.00002, ">0.000015<")]
    [InlineData(0, 1, ">0.2<")]
    [InlineData(0, 90_000, ">20000<")]
    public void Ticks_have_the_digits_that_tell_them_apart(double low, double high, string tick) =>
        Assert.Contains(tick, new DrawnAxis([low, high]).Scale(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0003, "0.0003", "0.00030")]
    [InlineData(0.00003, "0.00003", "0.000030")]
    [InlineData(0.5, "0.5", "0.5000")]
    public void Small_figures_are_not_nothing(double figure, string shown, string aligned) =>
        Assert.Equal((shown, aligned), (Figures.Number(figure), Figures.Fixed(figure)));
}

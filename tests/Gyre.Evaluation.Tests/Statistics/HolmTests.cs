using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class HolmTests
{
    // R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") gives 0.05 0.08 0.09 0.09 0.09.
    [Fact]
    public void Corrected_values_are_those_of_R() =>
        Assert.Equal([0.09, 0.05, 0.09, 0.08, 0.09], Holm.Adjust([0.03, 0.01, 0.05, 0.02, 0.04]).Select(a => Math.Round(a.P, 12)));

    [Fact]
    public void One_alone_is_left_as_it_is() => Assert.Equal([(0.04, 1)], Holm.Adjust([0.04]));
}

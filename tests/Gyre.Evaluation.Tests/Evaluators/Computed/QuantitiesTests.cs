using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluators.Text;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

public sealed class QuantitiesTests
{
    // Factors of the International System of Units (BIPM brochure, 9th edition) and of the international yard and pound (1959).
    [Theory]
    [InlineData("It is 2 km away.", "2,000 m", 1)]
    [InlineData("1.5 hours", "90 minutes", 1)]
    [InlineData("26.2 miles", "42.1648128 km", 1)]
    [InlineData("12 inches", "1 foot", 1)]
    [InlineData("5 lb", "2.26796185 kg", 1)]
    [InlineData("250ml", "0.25 L", 1)]
    [InlineData("100 °C", "212 °F", 1)]
    [InlineData("46%", "46 percent", 1)]
    [InlineData("$1.8 million", "1,800,000 dollars", 1)]
    [InlineData("It costs $5", "5 USD", 1)]
    [InlineData("5 €", "EUR 5", 0)]
    [InlineData("10 MW", "10 mW", 0)]
    [InlineData("2 GB", "2000 MB", 1)]
    [InlineData("2 km", "2 kg", 0)]
    [InlineData("2", "2 km", 0)]
    [InlineData("about 7 of them", "7", 1)]
    [InlineData("-3 °C", "26.6 °F", 1)]
    public async Task A_number_is_compared_with_its_unit(string response, string truth, double expected) =>
        Assert.Equal(expected, (await Scored.FirstAsync("numeric_match", new PythonDict { ["units"] = true }, new PythonDict { ["response"] = response, ["ground_truth"] = truth })).Value);

    [Fact]
    public async Task A_number_of_another_kind_is_told_apart() =>
        Assert.Equal("The response's number is a mass, the expected one a length.", (await Scored.FirstAsync("numeric_match", new PythonDict { ["units"] = true }, new PythonDict { ["response"] = "2 kg", ["ground_truth"] = "2 km" })).Reason);

    [Fact]
    public async Task Tolerances_are_in_base_units() =>
        Assert.Equal(1, (await Scored.FirstAsync("numeric_match", new PythonDict { ["units"] = true, ["absolute"] = 50L }, new PythonDict { ["response"] = "2.04 km", ["ground_truth"] = "2 km" })).Value);

    [Fact]
    public void A_quantity_is_itself_in_a_thousandth_of_its_unit() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 100_000), Gen.Elements(("km", "m"), ("kg", "g"), ("s", "ms"), ("GB", "MB"), ("kW", "W"))).ToArbitrary(), drawn =>
        {
            var ((large, small), number) = (drawn.Item2, drawn.Item1);
            var (a, b) = (Quantities.In($"{number} {large}")[0], Quantities.In($"{number * 1000L} {small}")[0]);
            return a.Kind == b.Kind && Math.Abs(a.Value - b.Value) <= 1e-9 * Math.Abs(a.Value);
        }).QuickCheckThrowOnFailure();
}

using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Gateway.Tests.Ledger;

public sealed class ChargeTextTests
{
    [Fact]
    public void Lines_come_back_as_they_were()
    {
        PriceLine[] lines = [new(PriceBucket.Input, 24, 0.4m), new(PriceBucket.CacheWrite1h, 1_000_000, 0.0375m), new(PriceBucket.AudioSecond, 12.5m, 0.006m)];

        var text = ChargeText.Of(new PricedCall { Cost = new NanoDollars(1), Lines = lines });

        Assert.Equal("input:24:0.4 cache_write_1h:1000000:0.0375 audio_minute:12.5:0.006", text);
        Assert.Equal(lines, ChargeText.Read(text));
    }

    [Fact]
    public void Every_bucket_at_its_longest_fits()
    {
        var priced = new PricedCall
        {
            Cost = new NanoDollars(1),
            Lines = [.. Enum.GetValues<PriceBucket>().Select(b => new PriceLine(b, long.MaxValue, 0.123456789012345678901234567m))],
        };

        Assert.Equal(priced.Lines, ChargeText.Read(ChargeText.Of(priced)));
    }

    [Fact]
    public void An_unknown_cost_has_none() =>
        Assert.Null(ChargeText.Of(new PricedCall { Lines = [new(PriceBucket.Input, 24, null)] }));

    [Theory]
    [InlineData("input")]
    [InlineData("input:24")]
    [InlineData("nothing:24:1")]
    [InlineData("input:x:1")]
    public void What_is_no_charge_is_told(string text) => Assert.Throws<FormatException>(() => ChargeText.Read(text));
}

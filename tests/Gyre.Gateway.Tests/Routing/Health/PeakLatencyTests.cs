using Gyre.Gateway.Routing.Health;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Routing.Health;

public sealed class PeakLatencyTests
{
    private readonly ManualTime time = new();

    private double Seen(PeakLatency latency) => Math.Round(latency.At(time.GetTimestamp()), 3);

    private void Observe(PeakLatency latency, double seconds) => latency.Observe(TimeSpan.FromSeconds(seconds), time.GetTimestamp());

    [Fact]
    public void A_peak_counts_at_once_and_fades()
    {
        var latency = new PeakLatency(time);
        Assert.Equal(0, Seen(latency));

        Observe(latency, 0.5);
        Observe(latency, 4);
        Assert.Equal(4, Seen(latency));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Math.Round(4 / Math.E, 3), Seen(latency));
        Observe(latency, 0.5);
        Assert.InRange(Seen(latency), 1.5, 2);
    }

    [Fact]
    public void The_95th_percentile_is_known_after_twenty_calls_and_forgets_old_ones()
    {
        var latency = new PeakLatency(time);
        for (var i = 1; i <= 19; i++)
        {
            Observe(latency, i);
        }

        Assert.Null(latency.Percentile95);
        Observe(latency, 20);
        Assert.Equal(TimeSpan.FromSeconds(19), latency.Percentile95);

        for (var i = 0; i < 160; i++)
        {
            Observe(latency, 1);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), latency.Percentile95);
    }
}

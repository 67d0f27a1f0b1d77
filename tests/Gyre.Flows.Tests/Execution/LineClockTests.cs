using Gyre.Flows.Execution.Lines;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

public sealed class LineClockTests
{
    [Fact]
    public void Time_that_the_line_waits_for_a_worker_does_not_count()
    {
        var time = new ManualTime();
        using var clock = new LineClock(time, 10);
        time.Advance(TimeSpan.FromSeconds(6));
        clock.Pause();
        clock.Pause();
        time.Advance(TimeSpan.FromSeconds(60));
        clock.Resume();
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(clock.Expired.IsCancellationRequested);

        clock.Resume();
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(clock.Expired.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(clock.Expired.IsCancellationRequested);
    }
}

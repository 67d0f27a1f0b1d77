using Gyre.Evaluation.Api;
using Gyre.Kernel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Evaluation.Tests.Api;

/// <summary>What a server runs in the background.</summary>
public sealed class WorkUnderWayTests
{
    [Fact]
    public async Task Who_goes_on_with_what_is_under_way_is_refused_and_cuts_nothing_loose()
    {
        await using var work = new WorkUnderWay<string>("evaluation", NullLogger.Instance);
        var (opening, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = work.StartAgainAsync("e", async (progress, _) =>
        {
            await opening.Task;
            progress.Report("half");
            return ("e", end.Task);
        });

        // While the first one is still being opened, and after.
        var early = await Assert.ThrowsAsync<ProblemException>(() => work.StartAgainAsync("e", (_, _) => throw new InvalidOperationException("begun twice")));
        opening.SetResult();
        await first;
        var late = await Assert.ThrowsAsync<ProblemException>(() => work.StartAgainAsync("e", (_, _) => throw new InvalidOperationException("begun twice")));

        Assert.Equal(("evaluation-in-progress", "evaluation-in-progress"), (early.Problem.Code, late.Problem.Code));
        Assert.Equal("half", work.ProgressOf("e"));
        Assert.True(work.Cancel("e"));
        end.SetResult();
    }

    [Fact]
    public async Task What_is_stopped_while_it_begins_is_no_fault_and_may_be_tried_again()
    {
        await using var work = new WorkUnderWay<string>("evaluation", NullLogger.Instance);
        var begun = work.StartAgainAsync("e", async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return ("e", Task.CompletedTask);
        });

        Assert.True(work.Cancel("e"));
        var problem = await Assert.ThrowsAsync<ProblemException>(() => begun);

        Assert.Equal(("evaluation-unfinished", false), (problem.Problem.Code, work.IsHere("e")));
        Assert.Equal("e", await work.StartAgainAsync("e", (_, _) => Task.FromResult(("e", Task.CompletedTask))));
    }

    [Fact]
    public async Task What_can_not_begin_may_be_tried_again()
    {
        await using var work = new WorkUnderWay<string>("run", NullLogger.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => work.StartAgainAsync("r", (_, _) => throw new InvalidOperationException()));

        Assert.False(work.IsHere("r"));
        Assert.Equal("r", await work.StartAgainAsync("r", (_, _) => Task.FromResult(("r", Task.CompletedTask))));
    }
}

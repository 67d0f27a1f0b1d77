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
    public async Task What_can_not_begin_may_be_tried_again()
    {
        await using var work = new WorkUnderWay<string>("run", NullLogger.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => work.StartAgainAsync("r", (_, _) => throw new InvalidOperationException()));

        Assert.False(work.IsHere("r"));
        Assert.Equal("r", await work.StartAgainAsync("r", (_, _) => Task.FromResult(("r", Task.CompletedTask))));
    }
}

using Gyre.Evaluation.Runs.Api;
using Gyre.Testing;
using Gyre.Workspace;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>What is read of lines and kept for all that ask.</summary>
public sealed class RunReadingTests
{
    [Fact]
    public async Task What_was_read_is_read_again_once_a_judge_is_calibrated_or_is_no_longer()
    {
        using var folder = new TemporaryFolder();
        folder.Write("gyre.yaml", "name: w");
        await using var room = await EvaluationRoom.OpenAsync(GyreHome.Locate(folder.Path), _ => null, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

        var before = RunReading.Key(room, "scores", []);
        var file = folder.Write("calibrations/groundedness.yaml", "kind: calibration");
        var calibrated = RunReading.Key(room, "scores", []);
        File.Delete(file);

        Assert.NotEqual(before, calibrated);
        Assert.Equal(before, RunReading.Key(room, "scores", []));
    }
}

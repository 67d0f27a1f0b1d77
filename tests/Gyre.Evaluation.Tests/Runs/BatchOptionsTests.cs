using Gyre.Evaluation.Runs;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class BatchOptionsTests
{
    [Fact]
    public void The_original_s_variables_name_workers_and_timeouts()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PF_WORKER_COUNT"] = "40", ["PF_LINE_TIMEOUT_SEC"] = "7", ["PF_BATCH_TIMEOUT_SEC"] = "90" };
        Assert.Equal(
            new BatchOptions { Concurrency = 40, ConcurrencyIsGiven = true, LineTimeout = 7, BatchTimeout = 90 },
            BatchOptions.FromEnvironment(environment.GetValueOrDefault));
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("0")]
    public void What_is_no_number_above_zero_is_passed_over(string value) =>
        Assert.Equal(new BatchOptions(), BatchOptions.FromEnvironment(_ => value));

    [Fact]
    public void A_run_s_own_variables_win_and_leave_the_others()
    {
        var given = new BatchOptions { LineTimeout = 5, Concurrency = 3, ConcurrencyIsGiven = true };
        Assert.Equal(given with { LineTimeout = 1 }, given.With(name => name == "PF_LINE_TIMEOUT_SEC" ? "1" : null));
    }
}

using System.Diagnostics;
using System.Globalization;
using Gyre.Testing;

namespace Gyre.EndToEnd.Evaluations;

/// <summary>Evaluations that are interrupted in every way and gone on with: no line lost, no answer paid for twice, results as if nothing had been.</summary>
public sealed class InterruptionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT", 0.6)]
    [InlineData("TERM", 0.8)]
    public async Task A_signal_ends_it_cleanly_and_pays_for_nothing_twice(string signal, double share)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill is needed.");
        using var server = new CountingServer();
        using var bench = await JudgedBench.OpenAsync(server, 40);
        using var process = bench.Start("eval", "run", "--file", "e.yaml");
        var sent = server.When((int)(bench.Calls * share), () =>
        {
            // This request has no answer before the signal was heard, so the evaluation can't end before it either.
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)])!;
            kill.WaitForExit();
            process.WaitForExit(500);
        });
        var error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        await sent;

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("gyre eval resume e", await error, StringComparison.Ordinal);
        Assert.Equal("Stopped", await bench.StateAsync());
        Assert.InRange(server.Total, 1, bench.Calls - 1);

        await ResumedAsync(bench);
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
        Assert.Equal(bench.Calls, server.Total);
    }

    [Theory]
    [InlineData(7, 30, 31, 45, 80)]
    public async Task A_kill_at_any_moment_costs_at_most_the_calls_that_were_under_way(params int[] moments)
    {
        using var server = new CountingServer();
        using var bench = await JudgedBench.OpenAsync(server, 30);
        var allowed = 0;
        foreach (var (go, moment) in moments.Index())
        {
            using var process = bench.Start(go == 0 ? ["eval", "run", "--file", "e.yaml"] : ["eval", "resume", "e"]);
            var killed = server.When(Math.Max(moment, server.Asked + 1), () => process.Kill(entireProcessTree: true));
            await process.WaitForExitAsync(Stop);
            await killed;
            Assert.Equal("NotResponding", await bench.StateAsync());
            allowed += JudgedBench.AtOnce;
            if (go == 1)
            {
                allowed += Tear(bench) ? 1 : 0;
            }
        }

        await ResumedAsync(bench);
        Assert.InRange(server.Total, bench.Calls, bench.Calls + allowed);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_leaves_all_lines_for_a_resume()
    {
        using var server = new CountingServer();
        using var bench = await JudgedBench.OpenAsync(server, 12);
        server.GoAway();

        var first = await bench.RunAsync("eval", "run", "--file", "e.yaml");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("The provider cannot be had", first.Error, StringComparison.Ordinal);
        Assert.Contains("0 of 12 lines", first.Error, StringComparison.Ordinal);

        server.Listen();
        await ResumedAsync(bench);
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
    }

    [Fact]
    public async Task A_provider_that_starts_anew_is_waited_for()
    {
        using var server = new CountingServer();
        using var bench = await JudgedBench.OpenAsync(server, 12);
        using var process = bench.Start("eval", "run", "--file", "e.yaml");
        var error = process.StandardError.ReadToEndAsync(Stop);
        await server.When(10, server.GoAway);
        await Task.Delay(300, Stop);
        server.Listen();
        await process.WaitForExitAsync(Stop);

        Assert.True(process.ExitCode == 0, await error);
        Assert.Equal(bench.Expected(), bench.Results());
    }

    [Fact]
    public async Task Answers_of_503_are_waited_out()
    {
        using var server = new CountingServer { Met = number => number is > 8 and < 20 ? 503 : 0 };
        using var bench = await JudgedBench.OpenAsync(server, 12);

        var done = await bench.RunAsync("eval", "run", "--file", "e.yaml");

        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Equal(bench.Expected(), bench.Results());
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
    }

    [Fact]
    public async Task A_refused_key_leaves_the_lines_for_a_resume()
    {
        using var server = new CountingServer { Met = number => number > 17 ? 401 : 0 };
        using var bench = await JudgedBench.OpenAsync(server, 12);

        var first = await bench.RunAsync("eval", "run", "--file", "e.yaml");
        Assert.Equal(1, first.ExitCode);
        Assert.Matches("The provider cannot be had: .*AuthenticationError", first.Error);

        server.Met = _ => 0;
        await ResumedAsync(bench);
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
    }

    [Fact]
    public async Task A_full_disk_loses_no_answer_that_was_paid_for()
    {
        using var server = new CountingServer { Padding = 20_000, Delay = TimeSpan.FromMilliseconds(60) };
        using var bench = await JudgedBench.OpenAsync(server, 60);
        var runs = bench.Folder.At("home", "runs");
        using var disk = SmallDisk.Mount(runs, megabytes: 4);

        var first = await bench.RunAsync("eval", "run", "--file", "e.yaml");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("is full", first.Error, StringComparison.Ordinal);
        Assert.Contains("gyre eval resume e", first.Error, StringComparison.Ordinal);
        Assert.Equal("Stopped", await bench.StateAsync());

        disk.Grow(megabytes: 200);
        var resumed = await bench.RunAsync("eval", "resume", "e");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
        Assert.Equal(bench.Calls, server.Total);
    }

    [Fact]
    public async Task The_ceiling_of_cost_stops_it_and_a_higher_one_lets_it_go_on_for_good()
    {
        using var server = new CountingServer();
        using var bench = await JudgedBench.OpenAsync(server, 12);

        // A call of a thousand tokens in and out of gpt-4o-mini costs $0.00075.
        var first = await bench.RunAsync("eval", "run", "--file", "e.yaml", "--max-cost", "0.0061");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("Stopped at the ceiling of $0.0061: hub/gpt-4o-mini answers: 8 of 12 lines, $0.006. Raise it with --max-cost.", first.Error, StringComparison.Ordinal);

        var second = await bench.RunAsync("eval", "resume", "e", "--max-cost", "0.02");
        Assert.Contains("Stopped at the ceiling of $0.02: hub/gpt-4o-mini judges: 7 of 12 lines, $0.0195.", second.Error, StringComparison.Ordinal);
        Assert.Contains("ceiling of $0.02:", (await bench.RunAsync("eval", "resume", "e")).Error, StringComparison.Ordinal);

        await ResumedAsync(bench, "--max-cost", "1");
        Assert.All(server.Answered, question => Assert.Equal(1, question.Value));
    }

    [Fact]
    public async Task Of_two_who_go_on_at_once_the_second_is_refused()
    {
        using var server = new CountingServer { Delay = TimeSpan.FromMilliseconds(100) };
        using var bench = await JudgedBench.OpenAsync(server, 40);
        using var first = bench.Start("eval", "run", "--file", "e.yaml");
        var output = first.StandardOutput.ReadToEndAsync(Stop);
        await server.When(8, () => { });

        var second = await bench.RunAsync("eval", "resume", "e");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("is being run by another process", second.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await bench.RunAsync("eval", "delete", "e", "--yes")).ExitCode);
        Assert.Contains("gyre eval resume e", (await bench.RunAsync("run", "resume", "--name", "e.1")).Error, StringComparison.Ordinal);

        await first.WaitForExitAsync(Stop);
        Assert.Equal(0, first.ExitCode);
        await output;
        Assert.Equal(bench.Expected(), bench.Results());
    }

    private static async Task ResumedAsync(JudgedBench bench, params string[] more)
    {
        var resumed = await bench.RunAsync(["eval", "resume", "e", .. more]);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(bench.Expected(), bench.Results());
        Assert.Empty(Directory.EnumerateFiles(bench.Folder.At("home", "runs"), "paid.jsonl*", SearchOption.AllDirectories));
    }

    // What a kill in the middle of a write leaves.
    private static bool Tear(JudgedBench bench)
    {
        var journal = Directory.EnumerateFiles(bench.Folder.At("home", "runs"), "paid.jsonl", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).LastOrDefault();
        if (journal is null || new FileInfo(journal).Length < 20)
        {
            return false;
        }

        using var file = File.OpenWrite(journal);
        file.SetLength(file.Length - 20);
        return true;
    }
}

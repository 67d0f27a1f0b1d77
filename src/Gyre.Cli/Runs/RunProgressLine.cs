using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Runs;

namespace Gyre.Cli.Runs;

/// <summary>Shows how far a run is on stderr: one line drawn over and over on a terminal, one every ten seconds elsewhere.</summary>
internal sealed class RunProgressLine(CliHost host) : IProgress<RunProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long last = host.Time.GetTimestamp();
    private bool drawn;

    /// <summary>May be called from any thread, as often as wanted.</summary>
    public void Report(RunProgress progress)
    {
        lock (gate)
        {
            if (host.ErrorIsTerminal)
            {
                host.Error.Write($"\r{Bar(progress)} {Text(progress)}\u001b[K");
                drawn = true;
            }
            else if (host.Time.GetElapsedTime(last) >= Pause)
            {
                last = host.Time.GetTimestamp();
                host.Error.WriteLine($"{progress.Run}: {Text(progress)}");
            }
        }
    }

    /// <summary>Leaves the terminal's line, so that what follows begins on its own.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (drawn)
            {
                host.Error.Write("\r\u001b[K");
                drawn = false;
            }
        }
    }

    /// <summary><c>87 of 134, 1 failed, 42.0 lines/s, 12.3k tokens, 1.1 s left</c>.</summary>
    public static string Text(RunProgress progress) => string.Join(", ", Parts(progress));

    private static IEnumerable<string> Parts(RunProgress progress)
    {
        yield return $"{progress.Done} of {progress.Total}";
        if (progress.Failed > 0)
        {
            yield return $"{progress.Failed} failed";
        }

        if (progress.LinesPerSecond > 0)
        {
            yield return $"{progress.LinesPerSecond:0.0} lines/s";
        }

        if (progress.Usage.TotalTokens is { } tokens)
        {
            yield return tokens < 1000 ? $"{tokens} tokens" : $"{tokens / 1000.0:0.0}k tokens";
        }

        if (progress.Usage.Costs.Total is { } cost)
        {
            yield return $"{cost}";
        }
        else if (progress.Usage.Costs.Unpriced > 0)
        {
            yield return "cost unknown";
        }

        if (progress.Done < progress.Total && progress.Remaining is { } left)
        {
            yield return $"{Durations.Text(left)} left";
        }
    }

    private static string Bar(RunProgress progress)
    {
        var full = progress.Total == 0 ? BarWidth : (int)(BarWidth * (double)progress.Done / progress.Total);
        return new string('━', full) + new string('╌', BarWidth - full);
    }
}

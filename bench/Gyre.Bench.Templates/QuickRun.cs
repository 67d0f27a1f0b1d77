using System.Diagnostics;

namespace Gyre.Bench.Templates;

/// <summary>A few seconds instead of minutes: enough to see a change.</summary>
internal static class QuickRun
{
    public static void Print()
    {
        var benchmarks = new RenderBenchmarks();
        Measure("short", () => benchmarks.ShortPrompt(), 400_000);
        Measure("chat", () => benchmarks.ChatWithHistory(), 50_000);
        Measure("page", () => benchmarks.PageWithFilters(), 10_000);
        Measure("parse chat", () => benchmarks.ParseChat(), 10_000);
    }

    private static void Measure(string name, Action run, int times)
    {
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                run();
            }

            if (round == 2)
            {
                Console.WriteLine($"{name}: {Stopwatch.GetElapsedTime(start).TotalMicroseconds / times:0.00} µs");
            }
        }
    }
}

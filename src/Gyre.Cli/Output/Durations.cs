namespace Gyre.Cli.Output;

/// <summary>Spans of time as people say them.</summary>
internal static class Durations
{
    /// <summary><c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 10 min</c>.</summary>
    public static string Text(TimeSpan span) =>
        span.TotalSeconds < 1 ? $"{span.TotalMilliseconds:0} ms"
        : span.TotalMinutes < 1 ? $"{span.TotalSeconds:0.0} s"
        : span.TotalHours < 1 ? $"{(int)span.TotalMinutes} min {span.Seconds:00} s"
        : $"{(int)span.TotalHours} h {span.Minutes:00} min";
}

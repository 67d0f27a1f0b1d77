using System.Globalization;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Accounts;

/// <summary>Times as people type them: <c>90s</c>, <c>15m</c>, <c>24h</c>, <c>30d</c>, or a date.</summary>
internal static class Moments
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static DateTimeOffset Until(string option, string text, DateTimeOffset now) =>
        TrySpan(text) is { } span ? now + span
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
        : throw new UsageException($"{option} wants a span such as 24h or 30d, or a date such as 2027-01-31, not '{text}'.");

    /// <exception cref="UsageException">It is no span.</exception>
    public static TimeSpan Span(string option, string text) =>
        TrySpan(text) ?? throw new UsageException($"{option} wants a span such as 90s, 15m, 24h or 30d, not '{text}'.");

    private static TimeSpan? TrySpan(string text) =>
        text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            }
            : null;
}

using System.Globalization;
using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Reports;

/// <summary>How a report writes numbers and times.</summary>
internal static class Figures
{
    /// <summary>Four places, so that figures below each other line up at the point; more where a small figure would be nothing.</summary>
    public static string Fixed(double number) => Math.Abs(number) >= 1000 ? Number(number) : number.ToString("0." + new string('0', Places(number)), CultureInfo.InvariantCulture);

    /// <summary>A duration in the unit that suits it.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        0 => "0",
        < 0.001 => $"{(seconds * 1e6).ToString("0", CultureInfo.InvariantCulture)} µs",
        < 1 => $"{(seconds * 1e3).ToString("0.#", CultureInfo.InvariantCulture)} ms",
        < 120 => $"{seconds.ToString("0.##", CultureInfo.InvariantCulture)} s",
        _ => TimeSpan.FromSeconds(seconds).ToString(seconds < 86_400 ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
    };

    public static string Number(double number) => number.ToString(Math.Abs(number) >= 1000 ? "#,0.#" : "0." + new string('#', Places(number)), CultureInfo.InvariantCulture);

    public static string Signed(double number) => (number > 0 ? "+" : "") + Number(number);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static int Places(double number) => Math.Max(4, Digits.For(number));
}

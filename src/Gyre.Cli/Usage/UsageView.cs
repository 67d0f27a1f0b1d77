using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Gateway.Usage.Reports;
using Spectre.Console;
using Report = Gyre.Gateway.Usage.Reports.UsageReport;

namespace Gyre.Cli.Usage;

/// <summary>A report as a table. Columns that hold nothing are left out.</summary>
internal static class UsageView
{
    private const int WidestColumn = 40;

    private static readonly (string Title, bool Always, Func<UsageLine, string> Cell)[] Columns =
    [
        ("calls", true, l => Count(l.Calls)),
        ("cached", false, l => Some(l.Cached)),
        ("refused", false, l => Some(l.Refused)),
        ("cancelled", false, l => Some(l.Cancelled)),
        ("failed", false, l => Some(l.Failed)),
        ("input", true, l => Sum(l.Usage.FreshInput, l.Usage.AudioInput, l.Usage.ImageInput)),
        ("cache read", false, l => Some(l.Usage.CacheRead ?? 0)),
        ("cache write", false, l => Some((l.Usage.CacheWrite5m ?? 0) + (l.Usage.CacheWrite1h ?? 0))),
        ("output", true, l => Sum(l.Usage.Output, l.Usage.AudioOutput, l.Usage.ImageOutput)),
        ("reasoning", false, l => Some(l.Usage.Reasoning ?? 0)),
        ("searches", false, l => Some(l.Usage.Searches ?? 0)),
        ("images", false, l => Some(l.Usage.Images ?? 0)),
        ("audio", false, l => l.Usage.AudioMilliseconds is > 0 and var heard ? Durations.Text(TimeSpan.FromMilliseconds(heard)) : ""),
        ("characters", false, l => Some(l.Usage.Characters ?? 0)),
        ("cost", true, l => l is { Cost.Count: 0, UnknownCost: > 0 } ? "unknown" : l.Cost.ToString()),
        ("saved", false, l => l.Saved.Count == 0 ? "" : l.Saved.ToString()),
        ("not priced", false, l => Some(l.UnknownCost)),
        ("p50 / p95", false, l => Times(l.Latency)),
        ("first token", false, l => Times(l.FirstToken)),
    ];

    public static void Print(Invocation call, Report report)
    {
        var period = $"{report.Query.Period.From.UtcDateTime:yyyy-MM-dd HH:mm} to {report.Query.Period.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        if (report.Total.Calls == 0)
        {
            call.Note($"No calls from {period}.");
            return;
        }

        var shown = Columns.Where(c => c.Always || c.Cell(report.Total).Length > 0).ToList();
        var table = Terminal.Table(call.Output, [.. report.Query.By.Select(d => d.Word.Replace('-', ' ')), .. shown.Select(c => c.Title)]);
        foreach (var (i, column) in table.Columns.Index())
        {
            column.NoWrap();
            column.Alignment = i < report.Query.By.Count ? Justify.Left : Justify.Right;
        }

        foreach (var line in report.Lines)
        {
            table.AddRow([.. line.Group.Select(g => g.Length == 0 ? "[grey]none[/]" : Markup.Escape(g)), .. shown.Select(c => Markup.Escape(c.Cell(line)))]);
        }

        if (report.Lines.Count != 1)
        {
            table.AddRow([.. report.Query.By.Select((_, i) => i == 0 ? "[bold]total[/]" : ""), .. shown.Select(c => $"[bold]{Markup.Escape(c.Cell(report.Total))}[/]")]);
        }

        // Redirected, a group keeps its line, however many columns there are.
        if (!call.Output.Profile.Capabilities.Ansi)
        {
            call.Output.Profile.Width = Math.Max(call.Output.Profile.Width, WidestColumn * table.Columns.Count);
        }

        call.Output.Write(table);
        call.Note($"{period}.");
        if (report.Total.UnknownCost > 0)
        {
            call.Note($"Calls whose price is not known: {Count(report.Total.UnknownCost)}. They are not in the cost. Which: gyre usage report --by provider,model. Give a model its price in models/*.yaml.");
        }

        if (report.Total.Estimated > 0)
        {
            call.Note($"Calls whose usage is an estimate: {Count(report.Total.Estimated)}. Their provider did not count, or the client left.");
        }
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Some(long count) => count == 0 ? "" : Count(count);

    private static string Sum(params ReadOnlySpan<long?> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += count ?? 0;
        }

        return Some(sum);
    }

    private static string Times(Percentiles? times) => times is null ? "" : $"{Durations.Text(times.P50)} / {Durations.Text(times.P95)}";
}

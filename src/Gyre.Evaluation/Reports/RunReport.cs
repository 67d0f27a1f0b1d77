using System.Globalization;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Reports;

/// <summary>
/// One HTML file about one run, or several side by side: summary, metrics, comparison, flow graph, timings, lines. It needs no
/// network and no other file, and shows nothing but what the run folders hold, escaped.
/// </summary>
public sealed class RunReport
{
    private readonly IReadOnlyList<Run> runs;
    private readonly ReportOptions options;
    private readonly HtmlPage page;

    private RunReport(IReadOnlyList<Run> runs, ReportOptions options, TextWriter output)
    {
        this.runs = runs;
        this.options = options;
        page = new HtmlPage(output, "report.js");
    }

    /// <summary>Writes the file, replacing an earlier one as a whole.</summary>
    /// <param name="runs">At least one; the first is the baseline of the others.</param>
    /// <param name="file">Where to.</param>
    /// <param name="options">What to add.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="ProblemException"><c>report-not-writable</c>.</exception>
    public static string Write(IReadOnlyList<Run> runs, string file, ReportOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count);
        file = Path.GetFullPath(file);
        HtmlPage.Write(file, "--html-path", output => new RunReport(runs, options ?? new ReportOptions(), output).Write());
        return file;
    }

    private void Write()
    {
        var title = runs.Count == 1 ? runs[0].DisplayName : string.Join(", ", runs.Select(r => r.DisplayName));
        page.Begin($"{title} – Gyre");
        page.Raw("<header>\n<p class=\"brand\"><b>Gyre</b> run report</p>\n").Element("h1", title);
        page.Raw("<p class=\"sub\">").Text(Subtitle()).Raw("</p>\n</header>\n<main>\n");
        foreach (var run in runs.Where(r => r.Error is not null))
        {
            page.Raw("<p class=\"note\"><strong>").Text(run.DisplayName).Raw(" failed.</strong> ").Text(Message(run.Error!)).Raw("</p>\n");
        }

        if (runs.Count == 1)
        {
            WriteTiles(runs[0]);
        }

        if (options.Comparison is { } comparison)
        {
            ComparisonSection.Write(page, comparison);
        }

        if (runs.Count > 1)
        {
            WriteSideBySide();
            WriteLines();
        }

        foreach (var run in runs)
        {
            WriteFlow(run);
        }

        if (runs.Count == 1)
        {
            WriteLines();
        }

        foreach (var run in runs)
        {
            WriteFacts(run);
        }

        page.Raw("</main>\n<footer>Written by Gyre. Values longer than 4,000 characters are cut; the run folder has them whole.</footer>\n");
        page.End();
    }

    private string Subtitle() => runs.Count == 1
        ? $"{runs[0].Definition.FlowName} · {Figures.Time(runs[0].StartedAt ?? runs[0].CreatedAt)}{(runs[0].Description is { Length: > 0 } d ? $" · {d}" : "")}"
        : $"{runs.Count} runs compared · {runs[0].DisplayName} is the baseline";

    private void WriteTiles(Run run)
    {
        page.Raw("<dl class=\"tiles\">\n");
        page.Raw("<div class=\"tile\"><dt>Status</dt><dd><span class=\"badge ").Raw(Tone(run)).Raw("\">").Text(run.State.ToString()).Raw("</span></dd></div>\n");
        Tile("Lines", Figures.Number(run.TotalLines ?? 0));
        Tile("Completed", Figures.Number(run.CompletedLines));
        Tile("Failed", Figures.Number(run.FailedLines), run.FailedLines > 0);
        Tile("Duration", Duration(run));
        Tile("Tokens", Tokens(run));
        Tile("Cost", run.Cost ?? "–");
        page.Raw("</dl>\n");
        if (run.Metrics is { Count: > 0 } metrics)
        {
            page.Raw("<section aria-labelledby=\"metrics\">\n<h2 id=\"metrics\">Metrics</h2>\n<dl class=\"tiles\">\n");
            foreach (var (name, value) in metrics)
            {
                Tile(PythonText.Str(name), Shown(value));
            }

            page.Raw("</dl>\n</section>\n");
        }
    }

    private void Tile(string name, string value, bool bad = false) =>
        page.Raw(bad ? "<div class=\"tile bad\"><dt>" : "<div class=\"tile\"><dt>").Text(name)
            .Raw(value.Length > 16 ? "</dt><dd class=\"long\">" : "</dt><dd>").Text(value).Raw("</dd></div>\n");

    private void WriteSideBySide()
    {
        page.Raw("<section class=\"card\" aria-labelledby=\"side\">\n<h2 id=\"side\">Side by side</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"side\"><table>\n<thead><tr><td></td>");
        foreach (var run in runs)
        {
            page.Raw("<th scope=\"col\" class=\"number\">").Text(run.DisplayName).Raw("</th>");
        }

        page.Raw("</tr></thead>\n<tbody>\n");
        Row("Status", run => run.State.ToString());
        Row("Variant", run => run.Definition.Variant ?? "default");
        Row("Lines", run => Figures.Number(run.TotalLines ?? 0));
        Row("Completed", run => Figures.Number(run.CompletedLines));
        Row("Failed", run => Figures.Number(run.FailedLines));
        Row("Duration", Duration);
        Row("Tokens", Tokens);
        foreach (var metric in runs.SelectMany(r => r.Metrics?.Keys ?? []).Distinct())
        {
            var values = runs.Select(run => run.Metrics?.GetValueOrDefault(metric)).ToList();
            var places = values.Any(v => v is double d && d != Math.Floor(d));
            Row(PythonText.Str(metric), run => run.Metrics is { } metrics && metrics.TryGetValue(metric, out var value) ? Aligned(value, places) : "–");
        }

        page.Raw("</tbody></table></div>\n</section>\n");
    }

    private void Row(string name, Func<Run, string> value)
    {
        page.Raw("<tr><th scope=\"row\">").Text(name).Raw("</th>");
        foreach (var run in runs)
        {
            page.Raw("<td class=\"number\">").Text(value(run)).Raw("</td>");
        }

        page.Raw("</tr>\n");
    }

    private void WriteFlow(Run run)
    {
        var timings = NodeTimings.Read(run);
        var suffix = runs.Count == 1 ? "" : $" – {run.DisplayName}";
        if (Definition(run) is { Nodes.Count: > 0 } flow)
        {
            page.Raw("<section class=\"card\">\n").Element("h2", $"Flow{suffix}").Raw("<div class=\"scroll graph\" tabindex=\"0\" role=\"region\" aria-label=\"Flow graph\">\n")
                .Raw(new FlowDrawing(flow, timings).ToSvg()).Raw("</div>\n</section>\n");
        }

        if (timings.Count > 0)
        {
            WriteTimings(timings, suffix);
        }
    }

    private void WriteTimings(IReadOnlyList<NodeTimings> timings, string suffix)
    {
        var longest = Math.Max(timings.Max(t => t.Total), double.Epsilon);
        page.Raw("<section class=\"card\">\n").Element("h2", $"Time per node{suffix}");
        page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Time per node\"><table>\n<thead><tr><th scope=\"col\">Node</th><th scope=\"col\" class=\"number\">Runs</th><th scope=\"col\" class=\"number\">Failed</th><th scope=\"col\" class=\"number\">Bypassed</th><th scope=\"col\" class=\"number\">Mean</th><th scope=\"col\" class=\"number\">Median</th><th scope=\"col\" class=\"number\">95 %</th><th scope=\"col\" class=\"number\">Total</th><th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
        foreach (var node in timings.OrderByDescending(t => t.Total))
        {
            page.Raw("<tr><th scope=\"row\">").Text(node.Node).Raw("</th>");
            foreach (var cell in (string[])[Figures.Number(node.Seconds.Count), Figures.Number(node.Count(RunStatus.Failed)), Figures.Number(node.Count(RunStatus.Bypassed)), Figures.Seconds(node.Mean), Figures.Seconds(node.At(0.5)), Figures.Seconds(node.At(0.95)), Figures.Seconds(node.Total)])
            {
                page.Raw("<td class=\"number\">").Text(cell).Raw("</td>");
            }

            page.Raw(string.Create(CultureInfo.InvariantCulture, $"<td><svg aria-hidden=\"true\" width=\"120\" height=\"14\"><rect class=\"bar\" y=\"3\" rx=\"3\" height=\"8\" width=\"{Math.Max(1, 120 * node.Total / longest):0.#}\"/></svg></td></tr>\n"));
        }

        page.Raw("</tbody></table></div>\n</section>\n");
    }

    private void WriteLines()
    {
        var lines = new ReportLines(runs, options.LineLimit);
        page.Raw("<section class=\"card\" aria-labelledby=\"lines-title\">\n<h2 id=\"lines-title\">Lines</h2>\n");
        if (lines.Shown < lines.Total)
        {
            page.Element("p", $"Shown are {Figures.Number(lines.Shown)} of {Figures.Number(lines.Total)} lines, the failed ones among them first.", "quiet");
        }

        page.Raw("""
            <noscript><p>The table of lines needs JavaScript. The same is in outputs.jsonl of the run folder.</p></noscript>
            <div id="table" class="hidden">
            <div class="controls">
            <label class="grow">Find <input id="find" type="search" autocomplete="off"></label>
            <label>Show <select id="show"><option value="all">all lines</option><option value="failed">failed</option><option value="completed">completed</option><option value="different">different</option></select></label>
            <span id="count" class="quiet" aria-live="polite"></span>
            <span><button id="previous" type="button">Previous</button> <span id="page" class="quiet"></span> <button id="next" type="button">Next</button></span>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="lines-title"><table id="lines"><thead><tr></tr></thead><tbody></tbody></table></div>
            </div>
            <script type="application/json" id="data">
            """).Raw(lines.ToJson()).Raw("</script>\n</section>\n");
    }

    private void WriteFacts(Run run)
    {
        page.Raw("<section class=\"card\">\n").Element("h2", runs.Count == 1 ? "About this run" : $"About {run.DisplayName}").Raw("<dl class=\"facts\">\n");
        Fact("Name", run.Name);
        Fact("Flow", run.Definition.Flow);
        Fact("Variant", run.Definition.Variant);
        Fact("Data", run.Definition.Dataset ?? run.Definition.Data);
        Fact("Reads run", run.Definition.SourceRun);
        Fact("Resumed from", run.Definition.ResumeFrom);
        Fact("Column mapping", run.Definition.ColumnMapping.Entries.Count == 0 ? null : string.Join("; ", run.Definition.ColumnMapping.Entries.Select(e => $"{e.Key} ← {Shown(e.Value)}")));
        Fact("Tags", run.Tags.Count == 0 ? null : string.Join(", ", run.Tags.Select(t => $"{t.Key}: {t.Value}")));
        Fact("Started", run.StartedAt is { } start ? Figures.Time(start) : null);
        Fact("Ended", run.EndedAt is { } end ? Figures.Time(end) : null);
        Fact("Folder", run.Folder);
        page.Raw("</dl>\n</section>\n");
    }

    private void Fact(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            page.Raw("<dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd>\n");
        }
    }

    // A report of an old run must not fail because its flow can no longer be read.
    private static FlowDefinition? Definition(Run run)
    {
        try
        {
            var flow = run.Definition.Flow is { } path && File.Exists(path) ? Path.Combine(new RunFolder(run.Folder).Snapshot, Path.GetFileName(path)) : new RunFolder(run.Folder).Snapshot;
            var file = FlowFile.Find(flow);
            return file.Kind == FlowKind.Dag ? FlowVariants.Apply(DagReader.Read(file.Path), run.Definition.Variant) : null;
        }
        catch (Exception e) when (e is FlowException or ProblemException or IOException)
        {
            return null;
        }
    }

    private static string Tone(Run run) => run.State switch
    {
        RunState.Completed when run.FailedLines == 0 => "good",
        RunState.Failed or RunState.NotResponding => "bad",
        RunState.Completed or RunState.Canceled => "skip",
        _ => "",
    };

    private static string Message(PythonDict error) => error.TryGetValue("message", out var message) ? PythonText.Str(message) : "";

    private static string Shown(object? value) => value switch
    {
        double number => Figures.Number(number),
        string text => text,
        _ => PythonJson.Write(value),
    };

    // Fractions below each other line up at the point.
    private static string Aligned(object? value, bool places) => value is double number && places ? Figures.Fixed(number) : Shown(value);

    private static string Tokens(Run run) =>
        run.SystemMetrics.TryGetValue("total_tokens", out var tokens) && tokens is long count and > 0 ? Figures.Number(count) : "–";

    private static string Duration(Run run) =>
        run.SystemMetrics.TryGetValue("duration", out var value) && value is double or long ? Figures.Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)) : "–";
}

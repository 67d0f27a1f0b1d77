using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Reports;

/// <summary>The lines of an evaluation as a table to search: what was asked, and every target's answer with its scores.</summary>
internal sealed class EvaluationLines
{
    private const int MostLines = 10_000, LinesWithReasons = 2_000, TextLimit = 2_000, ReasonLimit = 600;

    // Escapes what could end the script element or begin markup.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    // Of the evaluators' inputs: what is the target's own, and what is as long as the documents it was taken from.
    private static readonly string[] NotAsked = ["response", "context", "latency", "cost", "total_tokens", "prompt_tokens", "completion_tokens", ColumnMapping.LineNumber];

    private readonly IReadOnlyList<TargetSummary> targets;
    private readonly IReadOnlyList<ScoreTable> tables;
    private readonly string[] metrics;
    private readonly HashSet<string> shown;
    private readonly int total;

    private EvaluationLines(EvaluationSummary summary)
    {
        targets = [.. summary.Targets.Where(t => t.Tries.Count > 0)];
        tables = [.. targets.Select(t => t.Tries is [var single] ? single : RepeatedScores.Mean(t.Name, t.Tries))];
        metrics = [.. targets.SelectMany(t => t.Metrics).Select(m => m.Name).Distinct(StringComparer.Ordinal)];
        var keys = tables.SelectMany(t => t.Keys).Distinct(StringComparer.Ordinal).ToArray();
        total = keys.Length;

        // Where not all can be shown, those without a score come first.
        shown = [.. keys.OrderBy(key => tables.All(t => metrics.All(m => !double.IsNaN(t.Column(m)?[t.Find(key)] ?? double.NaN)))).Take(MostLines)];
    }

    public static void Write(HtmlPage page, EvaluationSummary summary)
    {
        var lines = new EvaluationLines(summary);
        if (lines.total == 0)
        {
            return;
        }

        page.Raw("<section class=\"card\" aria-labelledby=\"lines-title\">\n<h2 id=\"lines-title\">Lines</h2>\n");
        if (lines.shown.Count < lines.total)
        {
            page.Element("p", $"Shown are {Figures.Number(lines.shown.Count)} of {Figures.Number(lines.total)} lines, those without a score among them first.", "quiet");
        }

        page.Raw("""
            <noscript><p>The table of lines needs JavaScript. The same is in outputs.jsonl of the run folders.</p></noscript>
            <div id="table" class="hidden">
            <div class="controls">
            <label class="grow">Find <input id="find" type="search" autocomplete="off"></label>
            <label>Metric <select id="metric"></select></label>
            <label>Target <select id="target"></select></label>
            <label>Show <select id="show"></select></label>
            <label>Sort <select id="sort"></select></label>
            <span id="count" class="quiet" aria-live="polite"></span>
            <span><button id="previous" type="button">Previous</button> <span id="page" class="quiet"></span> <button id="next" type="button">Next</button></span>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="lines-title"><table id="lines" class="sides"><thead><tr></tr></thead><tbody></tbody></table></div>
            </div>
            <script type="application/json" id="data">
            """).Raw(lines.ToJson(summary)).Raw("</script>\n</section>\n");
    }

    private string ToJson(EvaluationSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("targets");
            foreach (var target in targets)
            {
                json.WriteStringValue(target.Name);
            }

            json.WriteEndArray();
            json.WriteNumber("baseline", Math.Max(0, targets.ToList().FindIndex(t => t.Name == summary.Comparisons.Select(c => c.Baseline).FirstOrDefault())));
            Metrics(json);
            Lines(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Metrics(Utf8JsonWriter json)
    {
        json.WriteStartArray("metrics");
        foreach (var metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric);
            json.WriteBoolean("lower", targets.SelectMany(t => t.Metrics).First(m => m.Name == metric).Facts.Card.Direction == Direction.LowerIsBetter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Lines(Utf8JsonWriter json)
    {
        var asked = Asked();
        var answers = targets.Select(t => ScoredTexts.Of(t.Part!.Repeats[0], shown)).ToArray();
        var reasons = targets.Select(t => shown.Count <= LinesWithReasons ? Reasons(t) : []).ToArray();
        var errors = targets.Select(Errors).ToArray();
        json.WriteStartArray("lines");
        foreach (var key in shown.OrderBy(k => int.TryParse(k, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue))
        {
            json.WriteStartObject();
            json.WriteString("n", key);
            json.WriteStartObject("in");
            foreach (var (name, text) in asked.GetValueOrDefault(key) ?? [])
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
            json.WriteStartArray("t");
            for (var t = 0; t < targets.Count; t++)
            {
                Target(json, tables[t], key, answers[t].GetValueOrDefault(key), errors[t].GetValueOrDefault(key), reasons[t].GetValueOrDefault(key));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Target(Utf8JsonWriter json, ScoreTable table, string key, string? answer, string? error, string?[]? reasons)
    {
        var row = table.Find(key);
        json.WriteStartObject();
        json.WriteString("a", Cut(answer, TextLimit));
        json.WriteString("e", Cut(error, ReasonLimit));
        json.WriteStartArray("s");
        foreach (var metric in metrics)
        {
            Number(json, table.Column(metric)?[row] ?? double.NaN);
        }

        json.WriteEndArray();
        json.WriteStartArray("p");
        foreach (var metric in metrics)
        {
            Number(json, table.Column(ScoreColumns.Result(metric)) is { IsVerdict: true } result ? result[row] : double.NaN);
        }

        json.WriteEndArray();
        json.WriteStartArray("r");
        foreach (var reason in reasons ?? [])
        {
            json.WriteStringValue(Cut(reason, ReasonLimit));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What was asked, by line: the inputs of the runs, those of the evaluators that are no target's own.</summary>
    private Dictionary<string, Dictionary<string, string>> Asked()
    {
        var asked = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in targets.SelectMany(t => t.Part!.Repeats.Take(1)).SelectMany(r => r.Scores.Prepend(r.Answers)).Select(r => new RunFolder(r.Folder).Inputs).Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            foreach (var (line, row) in ScoredTexts.Rows(file, shown))
            {
                if (!asked.TryGetValue(line, out var fields))
                {
                    asked[line] = fields = new Dictionary<string, string>(StringComparer.Ordinal);
                }

                foreach (var (key, value) in row)
                {
                    var name = PythonText.Str(key);
                    if (!NotAsked.Contains(name, StringComparer.Ordinal) && value is not null)
                    {
                        // Often the evaluators' query is the flow's question under another name.
                        var text = Cut(value as string ?? PythonJson.Write(value), TextLimit)!;
                        if (!fields.ContainsValue(text))
                        {
                            fields.TryAdd(name, text);
                        }
                    }
                }
            }
        }

        return asked;
    }

    private Dictionary<string, string?[]> Reasons(TargetSummary target)
    {
        var reasons = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (var line in target.Part!.Repeats[0].Scores.SelectMany(s => new RunArtifacts(new RunFolder(s.Folder), only: ["status", "output"]).Lines()))
        {
            var key = line.Line!.Value.ToString(CultureInfo.InvariantCulture);
            if (shown.Contains(key) && line["output"] is PythonDict output)
            {
                var known = reasons.TryGetValue(key, out var there) ? there : reasons[key] = new string?[metrics.Length];
                foreach (var (place, metric) in metrics.Index())
                {
                    known[place] ??= output.GetValueOrDefault(ScoreColumns.Reason(metric)) as string;
                }
            }
        }

        return reasons;
    }

    private static Dictionary<string, string> Errors(TargetSummary target)
    {
        var run = target.Part!.Repeats[0].Answers;
        return run.FailedLines == 0 ? [] : new RunArtifacts(new RunFolder(run.Folder), only: ["status", "error"]).Lines()
            .Where(l => l.Status == "Failed")
            .ToDictionary(l => l.Line!.Value.ToString(CultureInfo.InvariantCulture), l => (l["error"] as PythonDict)?.GetValueOrDefault("message") as string ?? "It failed.", StringComparer.Ordinal);
    }

    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(Math.Round(value, 6));
        }
    }

    private static string? Cut(string? text, int limit) => text is null || text.Length <= limit ? text : $"{text[..limit]}… ({text.Length - limit} more characters)";
}

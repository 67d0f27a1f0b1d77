using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Tests.Evaluations.Findings;

namespace Gyre.Evaluation.Tests.Reports;

public sealed partial class EvaluationReportTests
{
    private const string Evil = "</script><script>alert('x')</script> <b>bold</b> & \"quotes\" \u2028";

    [Fact]
    public async Task It_is_one_file_that_reaches_for_nothing_and_what_a_line_says_cannot_become_markup()
    {
        using var bench = await FindingsBench.OpenAsync();
        var html = await WriteAsync(bench);

        Assert.DoesNotMatch("(?i)(src|href)=|https?://|@import|url\\(", html);
        Assert.DoesNotMatch("(?i)\\son[a-z]+=|style=\"", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "</script>"));
    }

    [Fact]
    public async Task It_is_well_formed()
    {
        using var bench = await FindingsBench.OpenAsync();

        // As XML: void elements closed, attributes without a value given one, style and script left out.
        var html = await WriteAsync(bench);
        var xml = Void().Replace(Program().Replace(html.Replace("<!doctype html>", "", StringComparison.Ordinal), ""), "<${tag}${rest}/>").Replace("<details open>", "<details open=\"\">", StringComparison.Ordinal);
        try
        {
            var page = XDocument.Parse(xml);
            Assert.Single(page.Descendants("h1"));
            Assert.Single(page.Descendants("main"));
            var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.All(page.Descendants().Attributes("aria-labelledby"), a => Assert.Contains(a.Value, ids));
            Assert.All(page.Descendants("svg"), svg => Assert.True(svg.Attribute("aria-hidden") is not null || svg.Attribute("aria-label") is not null));
        }
        catch (XmlException e)
        {
            Assert.Fail($"{e.Message}\n{string.Join('\n', xml.Split('\n').Skip(e.LineNumber - 2).Take(3))}");
        }
    }

    [Fact]
    public async Task It_has_verdicts_intervals_slices_flips_lines_and_provenance()
    {
        using var bench = await FindingsBench.OpenAsync();
        var html = await WriteAsync(bench);

        Assert.Contains("new ways against old: better in f1_score and exact_match.", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge good\">better</span>", html, StringComparison.Ordinal);
        Assert.Contains("topic = even", html, StringComparison.Ordinal);
        Assert.Contains("class=\"band\"", html, StringComparison.Ordinal);
        Assert.Contains("exact_match, new ways against old: 0 lost, 16 won", html, StringComparison.Ordinal);
        Assert.Contains("2 lines of 40 without f1_score: The line has no &#39;response&#39; (2).", html, StringComparison.Ordinal);
        Assert.Contains("\"metrics\":[{\"name\":\"f1_score\",\"lower\":false},{\"name\":\"exact_match\",\"lower\":false}]", html, StringComparison.Ordinal);
        Assert.Contains("question 39", html, StringComparison.Ordinal);
        Assert.Contains("gyre eval run --file", html, StringComparison.Ordinal);
        Assert.Contains("seed 20", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_target_there_is_no_verdict_and_it_still_opens()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Answers("a", 3, i => $"right {i} word");
        var (evaluation, summary) = await bench.RunAsync("name: e\ntargets: [{name: a, answers: a.jsonl}]\nevaluators: [f1_score, word_count]\n");

        var html = File.ReadAllText(EvaluationReport.Write(evaluation, summary, bench.Folder.At("r.html")));

        Assert.DoesNotContain("Which is better", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Scores of a: 3: 3\"", html, StringComparison.Ordinal);
        Assert.Contains("for information", html, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(FindingsBench bench)
    {
        bench.Answers("a", 40, i => i == 3 ? Evil : i % 20 == 7 ? null : i % 2 == 0 ? $"right {i} word" : "wrong");
        bench.Answers("b", 40, i => i == 3 ? "x" : i % 20 == 7 ? null : i < 38 ? $"right {i} word" : i == 38 ? "right 38 word" : Evil);
        var (evaluation, summary) = await bench.RunAsync("name: e\ndescription: <Which> way?\ntargets: [{name: old, answers: a.jsonl}, {name: new ways, answers: b.jsonl}]\nevaluators: [f1_score, exact_match]\ncomparison: {slices: [topic], margin: 0.05}\n");
        return File.ReadAllText(EvaluationReport.Write(evaluation, summary, bench.Folder.At("out", "report.html")));
    }

    [GeneratedRegex("<(?<tag>meta|input)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Void();

    [GeneratedRegex("<(?<tag>style|script)[^>]*>.*?</\\k<tag>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Program();
}
